// SPDX-License-Identifier: GPL-3.0-or-later
// What needs a GPU: the CUDA operators against their CPU twins, the flash kernels and whole scores
// against the CPU, graphs. Skips where none answers.
#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <functional>
#include <iostream>

#include "engine/core/attention.h"
#include "engine/core/decode_graph.h"
#include "engine/core/device.h"
#include "engine/core/ops.h"
#include "engine/core/train.h"
#include "tests/core/checkpoint.h"
#include "tests/core/training.h"

using namespace steplight;

namespace {

class OnGpu : public testing::Test
{
protected:
    void SetUp() override
    {
        if (gpu().devices == 0)
            GTEST_SKIP() << gpu().sentence;
        std::int64_t there = 0, all = 0;
        gpu().table->memory(0, &there, &all); // asked first of all, as who loads a model does
        EXPECT_GT(there, 0);
        at::manual_seed(5);
    }
};

using Tensors = std::vector<at::Tensor>;

// The largest difference relative to the largest value.
double distance(const at::Tensor& a, const at::Tensor& b)
{
    const at::Tensor x = a.to(at::kCPU, at::kDouble), y = b.to(at::kCPU, at::kDouble);
    return ((x - y).abs().max() / y.abs().max()).item<double>();
}

// The same on both, from inputs drawn on the CPU: float32 to 1e-6, bfloat16 to a unit of the last
// place.
void compare(const char* what, const Tensors& inputs,
             const std::function<Tensors(const Tensors&)>& act)
{
    const c10::InferenceMode fused;
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        Tensors here, there;
        for (const at::Tensor& x : inputs)
            here.push_back(x.to(type));
        for (const at::Tensor& x : here)
            there.push_back(x.to(at::kCUDA));
        const Tensors a = act(here), b = act(there);
        for (std::size_t i = 0; i < a.size(); ++i) {
            EXPECT_TRUE(b[i].is_cuda());
            EXPECT_EQ(a[i].scalar_type(), b[i].scalar_type());
            const double d = distance(b[i], a[i]);
            EXPECT_LE(d, a[i].scalar_type() == at::kFloat ? 1e-6 : 1.0 / 128)
                << what << ' ' << type;
            std::cout << "    " << what << ' ' << type << ": " << d << '\n';
        }
    }
}

const AttentionPlan packed{{{0, 70, {}}, {70, 1, {}}, {71, 130, {}}}};
const AttentionPlan tree{
    {{0, 90, {}}, {90, 30, {0}}, {120, 4, {0}}, {124, 20, {0, 1}}, {144, 57, {0, 2}}}};

void compareAttention(const AttentionPlan& plan, const at::Tensor& rows)
{
    const c10::InferenceMode inference;
    const std::int64_t T = plan.segments.back().begin + plan.segments.back().size;
    const auto drawn = [&](std::int64_t heads) {
        return at::randn({T, heads, 128}).to(at::kBFloat16);
    };
    const at::Tensor all = drawn(8), k = drawn(2), v = drawn(2);
    const at::Tensor q = rows.defined() ? all.index_select(0, rows) : all;
    const at::Tensor here =
        attendAs(plan)(0, q.to(at::kFloat), k.to(at::kFloat), v.to(at::kFloat), rows);
    const at::Tensor there = attendAs(plan)(0, q.to(at::kCUDA), k.to(at::kCUDA), v.to(at::kCUDA),
                                            rows.defined() ? rows.to(at::kCUDA) : rows);
    EXPECT_LE(distance(there, here), 1e-2);
}

} // namespace

TEST_F(OnGpu, OperatorsAreTheirCpuTwins)
{
    for (const std::int64_t n : {96, 2048, 77}) // 77: no wide loads
        compare("norms", {at::randn({37, n}), at::randn({37, n}), at::randn({n})},
                [](const Tensors& x) {
                    const Residual r = addNorm(x[0], x[1], x[2], 1e-6);
                    return Tensors{rmsNorm(x[0], x[2], 1e-6), r.sum, r.normed};
                });
    for (const std::int64_t D : {128, 80, 12}) {
        const at::Tensor turn = at::randn({37, D / 2}).repeat({1, 2});
        compare("rotate_qk", {at::randn({37, 8 * D})}, [&](const Tensors& x) {
            const auto on = x[0].device();
            const Heads h = splitRotate(x[0], turn.cos().to(on), turn.sin().to(on), 4, 2);
            return Tensors{h.q, h.k, h.v};
        });
    }
    compare("gated", {at::randn({37, 2 * 344})},
            [](const Tensors& x) { return Tensors{gated(x[0])}; });
    const at::Tensor lseA = at::randn({9, 5}).index_fill(0, at::tensor({3, 4}), -INFINITY);
    const at::Tensor lseB = at::randn({9, 5}).index_fill(0, at::tensor({4, 5}), -INFINITY);
    compare("merge_states", {at::randn({9, 5, 128}), at::randn({9, 5, 128})},
            [&](const Tensors& x) {
                const auto on = x[0].device();
                const AttentionState s = mergeStates({x[0], lseA.to(on)}, {x[1], lseB.to(on)});
                return Tensors{s.out, s.lse.nan_to_num(0, 0, 0)};
            });
}

TEST_F(OnGpu, FlashKernelsAttendAsTheCpuDoes)
{
    for (const AttentionPlan& plan : {packed, tree}) {
        compareAttention(plan, {});
        compareAttention(plan, at::tensor({0, 69, 70, 71, 95, 119, 123, 144, 200}, at::kLong));
    }
}

// bfloat16 on the GPU against float32 on the CPU; docs: 0.02 is what bfloat16's logits allow
TEST_F(OnGpu, ScoresAreWithinBfloat16OfTheCpus)
{
    for (const char* name : {"tiny-old", "tiny-new"}) {
        const fixture::Checkpoint here(name);
        fixture::Checkpoint there(name);
        there.model = loadModel(readConfig(there.folder), SafeTensors::openFolder(there.folder), {},
                                placeOf("cuda"));
        double most = 0;
        for (const fixture::Json& test : fixture::casesOf(name)) {
            const ScoreInput input = fixture::inputOf(here, test);
            const auto a = here.plus(input, test.at("pair")),
                       b = there.plus(input, test.at("pair"));
            for (std::size_t i = 0; i < a.size(); ++i)
                most = std::max(most, std::fabs(a[i] - b[i]));
        }
        EXPECT_LE(most, 0.02);
        std::cout << "    " << name << ": max |dP(+)| " << most << '\n';
    }
}

TEST_F(OnGpu, AGraphReplaysWhatItRecorded)
{
    const c10::InferenceMode inference;
    const at::Tensor x = at::randn({8, 256}, at::kCUDA), w = at::randn({256}, at::kCUDA);
    struct Work {
        at::Tensor x, w, out;
    } work{x, w, rmsNorm(x, w, 1e-6)};
    const auto run = [](void* context) {
        auto* at = static_cast<Work*>(context);
        at->out = rmsNorm(at->x, at->w, 1e-6);
    };
    const CudaTable& table = *gpu().table;
    void* graph = table.capture(0, run, &work);
    x.copy_(at::randn({8, 256}));
    table.replay(graph);
    EXPECT_TRUE(at::equal(work.out, rmsNorm(x, w, 1e-6)));
    work.out.reset();
    table.release(graph);
}

// One update from the same weights: the loss and the gradients' norm within what bfloat16 leaves.
TEST_F(OnGpu, LearnsAsTheCpuDoes)
{
    const auto folder = fixture::folder() / "tiny-new";
    const auto step = [&](const at::TensorOptions& place) {
        const Model model =
            loadModel(readConfig(folder), SafeTensors::openFolder(folder), {}, place);
        AdamW optimiser = adamW(chooseTrainable(model, {true, false, true}));
        const std::vector<Batch> batches{
            fixture::batchOf(model, "tiny-new", {"one image", "many steps"}, "soft", true)};
        return trainStep(model, optimiser, batches, {}, 1e-3);
    };
    const StepResult here = step(at::kFloat), there = step(placeOf("cuda"));
    EXPECT_FALSE(there.skipped);
    EXPECT_NEAR(there.tally.all().meanLoss(), here.tally.all().meanLoss(),
                0.02 * here.tally.all().meanLoss());
    EXPECT_NEAR(there.norm, here.norm, 0.05 * here.norm);
}

TEST_F(OnGpu, RecordedStepsAreThoseThatAreLaunched)
{
    const c10::InferenceMode inference;
    const at::TensorOptions place = placeOf("cuda");
    const auto folder = fixture::folder() / "tiny-old";
    const Model model = loadModel(readConfig(folder), SafeTensors::openFolder(folder), {}, place);
    const std::vector<std::int64_t> ids{5, 8, 13, 21, 34, 55};
    const Prefix prefix = readPrompt(model, ids, {}, {});
    SuffixCache plain(model.config.text, place, 4, 64), recorded(model.config.text, place, 4, 64);
    DecodeGraph graph(model, recorded);
    for (std::int64_t t = 0; t < 40; ++t) { // the cache grows after 32
        std::vector<NewToken> tokens;
        for (std::int64_t row = 0; row < 4; ++row)
            tokens.push_back({&prefix, (t * 7 + row * 3) % 60, t});
        const at::Tensor a = decodeStep(model, tokens, plain), b = graph.step(tokens, {});
        EXPECT_LE(distance(b, a), 1.0 / 64) << "token " << t; // of bfloat16, over another length
    }
}

TEST_F(OnGpu, MemoryIsCounted)
{
    std::int64_t before = 0, held = 0, all = 0;
    gpu().table->memory(0, &before, &all);
    const at::Tensor x = at::empty({256 << 20}, at::TensorOptions(at::kCUDA).dtype(at::kByte));
    gpu().table->memory(0, &held, &all);
    EXPECT_GT(all, before);
    EXPECT_NEAR(static_cast<double>(before - held), 256.0 * (1 << 20), 64.0 * (1 << 20));
    gpu().table->emptyCache();
}
