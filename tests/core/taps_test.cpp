// SPDX-License-Identifier: GPL-3.0-or-later
// What flows through the models beside what flows through transformers, norm by norm (engine.md,
// (b) 5): the first tap that is off says where to look.
#include <gtest/gtest.h>

#include <ATen/core/grad_mode.h>
#include <torch/library.h>

#include <iostream>

#include "engine/core/ops_cpu.h"
#include "engine/core/text.h"
#include "tests/core/training.h"

using namespace steplight;
using namespace fixture;

namespace {

// Stands before the norms' CPU twins while it lives, where a kernel for gradients would, and keeps
// what goes into them: the sum that the blocks add to. One at a time.
class Tapped
{
public:
    Tapped()
    {
        seen.clear();
        m_before.impl("rms_norm", rmsNorm).impl("add_norm", addNorm);
    }

    inline static std::vector<at::Tensor> seen;

private:
    static at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps)
    {
        seen.push_back(x);
        return cpu::rmsNorm(x, weight, eps);
    }
    static std::tuple<at::Tensor, at::Tensor> addNorm(const at::Tensor& x, const at::Tensor& delta,
                                                      const at::Tensor& weight, double eps)
    {
        const auto both = cpu::addNorm(x, delta, weight, eps);
        seen.push_back(std::get<0>(both));
        return both;
    }

    torch::Library m_before{torch::Library::IMPL, "steplight", c10::DispatchKey::AutogradCPU,
                            __FILE__, __LINE__};
};

double relative(const at::Tensor& a, const at::Tensor& b)
{
    EXPECT_EQ(a.sizes(), b.sizes());
    return ((a - b).norm() / b.norm()).item<double>();
}

class Taps : public testing::TestWithParam<const char*>
{
};

} // namespace

TEST_P(Taps, AreTransformersToOneInHundredThousand)
{
    const SafeTensors file = SafeTensors::openFile(folder() / "taps.safetensors");
    const auto reference = [&](const std::string& tap) {
        const TensorInfo& info = file.tensors().at(std::string(GetParam()) + "." + tap);
        return toTensor(info, info.type);
    };
    const auto everyFifth = [](const at::Tensor& x) { return x.slice(0, 0, x.size(0), 5); };
    const Checkpoint c(GetParam());
    const at::NoGradGuard fused;
    const ScoreInput in = inputOf(c, caseOf(GetParam(), "two images"));
    const Packed packed = pack(std::vector{layOut(c.model.config, in.ids, in.grids)});
    const Tapped tapped;
    const at::Tensor images =
        encodeImages(c.model, in.patches, planVision(c.model.config.vision, in.grids));
    const at::Tensor h =
        forwardText(c.model, embed(c.model, packed.sequence, images),
                    ropeTable(c.model.config.text, packed.sequence.pos), attendAs(packed.plan), {});
    const at::Tensor logits = at::linear(h, c.model.text.head);

    const std::size_t inVision = 2 * c.model.vision.blocks.size() + 1;
    ASSERT_EQ(Tapped::seen.size(), inVision + 2 * c.model.text.layers.size() + 1);
    double worst = relative(images, reference("images"));
    EXPECT_LE(worst, 1e-5) << "images";
    for (std::size_t i = 0; i < Tapped::seen.size(); ++i) {
        const at::Tensor x = Tapped::seen[i];
        const std::string name = std::string(i < 10 ? "norm.0" : "norm.").append(std::to_string(i));
        const double off = relative(i < inVision ? x : everyFifth(x), reference(name));
        EXPECT_LE(off, 1e-5) << name;
        worst = std::max(worst, off);
    }
    const double most = (everyFifth(logits) - reference("logits")).abs().max().item<double>();
    EXPECT_LE(most, 1e-4);
    EXPECT_TRUE(at::equal(logits.argmax(-1), reference("argmax")));
    std::cout << GetParam() << ": worst tap " << worst << ", logits off by at most " << most
              << "\n";
}

// tiny-old has one matrix for embedding and head, tiny-new two.
INSTANTIATE_TEST_SUITE_P(Checkpoints, Taps, testing::Values("tiny-old", "tiny-new"),
                         [](const auto& p) {
                             return std::string(p.param) == "tiny-old" ? "tied" : "untied";
                         });
