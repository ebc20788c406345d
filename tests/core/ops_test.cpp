// SPDX-License-Identifier: GPL-3.0-or-later
// The fused operators' CPU twins and their derivatives against the formulas in double.
#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>

#include <limits>
#include <utility>
#include <vector>

#include "engine/core/ops.h"

using namespace steplight;

namespace {

constexpr double eps = 1e-6;

class Ops : public testing::TestWithParam<at::ScalarType>
{
protected:
    void SetUp() override { at::manual_seed(7); }
    static at::Tensor random(at::IntArrayRef shape) { return at::randn(shape).to(GetParam()); }
};

// f32 [T, D], both halves alike, as the models' tables are
at::Tensor angles(std::int64_t T, std::int64_t D)
{
    return (at::arange(T).unsqueeze(1) * at::pow(100.0, -at::arange(D / 2) * 2.0 / D))
        .repeat({1, 2});
}

// float32: the largest difference, relative to the largest value. bfloat16: the largest distance
// in units of the last place of the larger.
double distance(const at::Tensor& a, const at::Tensor& b)
{
    EXPECT_EQ(a.sizes(), b.sizes());
    EXPECT_EQ(a.scalar_type(), b.scalar_type());
    const at::Tensor x = a.to(at::kDouble), y = b.to(at::kDouble), d = (x - y).abs();
    if (a.scalar_type() == at::kFloat)
        return (d.max() / y.abs().max()).item<double>();
    const at::Tensor largest = at::maximum(x.abs(), y.abs()).clamp_min(1e-30);
    return (d / at::exp2(largest.log2().floor() - 7)).max().item<double>();
}

void expectNear(const at::Tensor& fused, const at::Tensor& composed, const char* what)
{
    const double d = distance(fused, composed);
    // 2: a sum is rounded before its norm, and a norm before its weight, as the reference does.
    EXPECT_LE(d, fused.scalar_type() == at::kFloat ? 1e-6 : 2.0) << what;
    testing::Test::RecordProperty(what, std::to_string(d));
    std::cout << "    " << what << ' ' << c10::toString(fused.scalar_type()) << ": " << d << '\n';
}

using Tensors = std::vector<at::Tensor>;

// What `act` gives of the inputs, and their gradients where some are asked for: a sum of all of it
// by fixed weights is what is differentiated.
template <class Act> std::pair<Tensors, Tensors> ask(Act act, Tensors inputs, bool gradients)
{
    const at::AutoGradMode grad(gradients);
    for (at::Tensor& x : inputs)
        x = x.detach().requires_grad_(gradients);
    const Tensors out = act(inputs);
    if (!gradients)
        return {out, {}};
    at::Tensor sum = at::zeros({}, at::kDouble);
    for (const at::Tensor& y : out)
        sum = sum + (y.to(at::kDouble) * at::arange(y.numel()).view(y.sizes()).cos()).sum();
    sum.backward();
    Tensors found;
    for (const at::Tensor& x : inputs)
        found.push_back(x.grad());
    return {out, found};
}

// Fused, without gradients and with them, against the formulas in double, and the derivatives
// against autograd's of these.
template <class Act> void compare(const char* what, const Tensors& inputs, Act act)
{
    Tensors exact;
    for (const at::Tensor& x : inputs)
        exact.push_back(x.to(at::kDouble));
    const auto [fused, none] = ask(act, inputs, false);
    const auto [same, gradients] = ask(act, inputs, true);
    const auto [composed, derived] = ask(act, exact, true);
    for (std::size_t i = 0; i < fused.size(); ++i) {
        EXPECT_TRUE(at::equal(fused[i], same[i])) << what;
        expectNear(fused[i], composed[i].to(fused[i].scalar_type()), what);
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const at::Tensor off = gradients[i].to(at::kDouble) - derived[i];
        const at::Tensor ratio = off.norm() / derived[i].norm();
        const auto share = ratio.item<double>();
        EXPECT_LE(share, inputs[i].scalar_type() == at::kFloat ? 1e-6 : 6e-3) << what << ' ' << i;
        std::cout << "    its gradient " << i << ": " << share << '\n';
    }
}

} // namespace

TEST_P(Ops, FusedIsComposedAndSoAreItsGradients)
{
    const at::Tensor x = random({37, 96}), delta = random({37, 96}), weight = random({96});
    compare("rms_norm", {x, weight},
            [&](const Tensors& in) { return Tensors{rmsNorm(in[0], in[1], eps)}; });
    compare("rms_norm of heads", {random({5, 7, 96}), weight},
            [&](const Tensors& in) { return Tensors{rmsNorm(in[0], in[1], eps)}; });
    compare("add_norm", {x, delta, weight}, [&](const Tensors& in) {
        const Residual r = addNorm(in[0], in[1], in[2], eps);
        return Tensors{r.sum, r.normed};
    });
    compare("gated", {x}, [&](const Tensors& in) { return Tensors{gated(in[0])}; });
    for (const auto& [heads, kvHeads, D] :
         {std::array{4, 2, 16}, {3, 3, 80}, {4, 0, 8}, {0, 2, 8}}) {
        const at::Tensor turn = angles(37, D);
        compare("rotate_qk", {random({37, (heads + 2 * kvHeads) * D})},
                [&, h = heads, k = kvHeads](const Tensors& in) {
                    const Heads s = splitRotate(in[0], turn.cos(), turn.sin(), h, k);
                    Tensors all;
                    for (const at::Tensor& t : {s.q, s.k, s.v})
                        if (t.numel() > 0)
                            all.push_back(t);
                    return all;
                });
    }
}

// Attention over [0, 30) and over [30, 50) is attention over [0, 50), also where one of them is
// empty for some tokens.
TEST_P(Ops, MergedStatesAreAttentionOverBoth)
{
    const std::int64_t T = 5, H = 3, D = 16, S = 50;
    const at::Tensor q = at::randn({H, T, D}), k = at::randn({H, S, D}), v = at::randn({H, S, D});
    const auto state = [&](std::int64_t from, std::int64_t to) {
        const at::Tensor logits = at::matmul(q, k.narrow(1, from, to - from).mT()) / 4.0;
        const at::Tensor out = at::matmul(logits.softmax(-1), v.narrow(1, from, to - from));
        return AttentionState{out, at::logsumexp(logits, -1)};
    };
    const auto stored = [](AttentionState s) {
        s.out = s.out.to(GetParam());
        return s;
    };
    const AttentionState exact = state(0, S), whole = stored(exact), first = stored(state(0, 30)),
                         second = stored(state(30, S)), merged = mergeStates(first, second);
    const auto off = [&](const at::Tensor& from) {
        return ((merged.out.to(at::kFloat) - from).norm() / from.norm()).item<double>();
    };
    const bool half = GetParam() == at::kBFloat16;
    const auto wider = [](AttentionState s) {
        s.out = s.out.to(at::kFloat);
        return s;
    };
    EXPECT_LE(off(mergeStates(wider(first), wider(second)).out), half ? 2e-3 : 1e-6);
    EXPECT_LE(off(exact.out), half ? 3e-3 : 1e-6); // the parts are rounded, too: 2.5e-3
    EXPECT_LE((merged.lse - whole.lse).abs().max().item<double>(), 1e-5);

    const AttentionState nothing{at::zeros_like(whole.out),
                                 at::full_like(whole.lse, -std::numeric_limits<float>::infinity())};
    EXPECT_TRUE(at::equal(mergeStates(whole, nothing).out, whole.out));
    EXPECT_TRUE(at::equal(mergeStates(nothing, whole).lse, whole.lse));
    const AttentionState neither = mergeStates(nothing, nothing);
    EXPECT_TRUE(at::equal(neither.out, nothing.out));
    EXPECT_TRUE(at::equal(neither.lse, nothing.lse));
}

INSTANTIATE_TEST_SUITE_P(Types, Ops, testing::Values(at::kFloat, at::kBFloat16),
                         [](const auto& type) { return std::string(c10::toString(type.param)); });

// Also for rows of a larger weight, as the last layer takes them, and for no rows at all.
TEST(OpsAffine, IsWithinRoundingOfDoubles)
{
    at::manual_seed(12);
    double most = 0;
    for (const std::int64_t rows : {0, 1, 3, 64, 129})
        for (const bool biased : {false, true}) {
            const at::Tensor x = at::randn({rows, 96}), w = at::randn({80, 96}).narrow(0, 16, 48);
            const at::Tensor b = biased ? at::randn({80}).narrow(0, 16, 48) : at::Tensor();
            at::Tensor exact = at::matmul(x.to(at::kDouble), w.to(at::kDouble).t());
            if (biased)
                exact += b;
            at::Tensor fast;
            {
                const at::NoGradGuard none;
                fast = affine(x, w, b);
            }
            ASSERT_EQ(fast.sizes(), exact.sizes());
            for (const at::Tensor& y : {fast, affine(x, w, b)})
                if (rows > 0)
                    most = std::max(most, ((y - exact).norm() / exact.norm()).item<double>());
        }
    EXPECT_LE(most, 1e-6);
}

TEST(OpsDispatch, EveryOperatorHasACpuTwin)
{
    for (const char* name : {"rms_norm", "add_norm", "rotate_qk", "gated", "merge_states"}) {
        const auto op =
            c10::Dispatcher::singleton().findSchema({std::string("steplight::") + name, ""});
        ASSERT_TRUE(op.has_value()) << name;
        EXPECT_TRUE(op->hasKernelForDispatchKey(c10::DispatchKey::CPU)) << name;
    }
}

// Where gradients are wanted they come through, and are those of finite differences.
TEST(OpsGradient, FlowsThroughEveryOperation)
{
    at::manual_seed(11);
    const auto leaf = [](at::IntArrayRef shape) {
        return at::randn(shape, at::kDouble).requires_grad_();
    };
    const at::Tensor qkv = leaf({5, 32}), weight = leaf({32}), up = leaf({24, 32});
    const at::Tensor down = leaf({32, 12}), turn = angles(5, 8);
    const auto loss = [&] {
        const Residual r = addNorm(qkv, rmsNorm(qkv, weight, eps), weight, eps);
        const Heads h = splitRotate(r.normed, turn.cos(), turn.sin(), 2, 1);
        const at::Tensor mixed = at::cat({h.q, h.k, h.v}, 1).flatten(1);
        return swiglu(mixed + r.sum, up, {}, down, {}).to(at::kDouble).pow(2).sum();
    };
    loss().backward();
    for (const at::Tensor& x : {qkv, weight, up, down}) {
        ASSERT_TRUE(x.grad().defined());
        EXPECT_GT(x.grad().abs().max().item<double>(), 0);
        const at::NoGradGuard off;
        const double step = 1e-2, at0 = x.flatten()[0].item<double>();
        const auto moved = [&](double by) {
            x.view(-1)[0].fill_(at0 + by);
            return loss().item<double>();
        };
        const double slope = (moved(step) - moved(-step)) / (2 * step);
        moved(0);
        EXPECT_NEAR(x.grad().flatten()[0].item<double>(), slope, 1e-2 * std::abs(slope) + 1e-2);
    }
}
