// SPDX-License-Identifier: GPL-3.0-or-later
// What the flash kernels are told to do, done here one query after another, is what the CPU does.
#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include "engine/core/flash.h"

using namespace steplight;

namespace {

// The kernels' contract (flash-attention's varlen forward, bottom-right causal): q [R, H, D], k and
// v [T, Hk, D] -> [R, H * D]
at::Tensor asTheKernelsWould(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                             const Runs& runs)
{
    const auto number = [](const at::Tensor& t, std::int64_t i) {
        EXPECT_EQ(t.scalar_type(), at::kInt);
        return t[i].item<std::int64_t>();
    };
    const auto keysOf = [&](const at::Tensor& x) { // each key head serves a group of query heads
        const at::Tensor all = runs.gather.defined() ? x.index_select(0, runs.gather) : x;
        return all.repeat_interleave(q.size(1) / k.size(1), 1);
    };
    const at::Tensor keys = keysOf(k), values = keysOf(v);
    at::Tensor out = at::full_like(q, NAN);
    for (std::int64_t i = 0; i + 1 < runs.queries.size(0); ++i) {
        const auto from = number(runs.queries, i), to = number(runs.queries, i + 1);
        const auto begin = number(runs.keys, i);
        const auto size =
            runs.used.defined() ? number(runs.used, i) : number(runs.keys, i + 1) - begin;
        EXPECT_LE(to - from, runs.mostQueries);
        EXPECT_LE(size, runs.mostKeys);
        for (auto row = from; row < to; ++row) {
            const auto seen = runs.causal ? size - (to - 1 - row) : size;
            const at::Tensor logits =
                at::einsum("hd,shd->hs", {q[row], keys.narrow(0, begin, seen)});
            const at::Tensor weights = (logits / std::sqrt(double(q.size(2)))).softmax(-1);
            out[row] = at::einsum("hs,shd->hd", {weights, values.narrow(0, begin, seen)});
        }
    }
    return out.flatten(1);
}

void expectSame(const AttentionPlan& plan, const at::Tensor& rows)
{
    const Segment& last = plan.segments.back();
    const std::int64_t T = last.begin + last.size;
    at::manual_seed(3);
    const at::Tensor all = at::randn({T, 4, 8}), k = at::randn({T, 2, 8}), v = at::randn({T, 2, 8});
    const at::Tensor q = rows.defined() ? all.index_select(0, rows) : all;
    const at::Tensor here = attendAs(plan)(0, q, k, v, rows);
    const at::Tensor there = asTheKernelsWould(q, k, v, runsOf(plan, rows, at::kCPU));
    EXPECT_LE((here - there).abs().max().item<double>(), 1e-6);
}

const AttentionPlan packed{{{0, 7, {}}, {7, 1, {}}, {8, 12, {}}}};
// A root, two children, a grandchild of the first and one of the second
const AttentionPlan tree{{{0, 9, {}}, {9, 3, {0}}, {12, 4, {0}}, {16, 2, {0, 1}}, {18, 5, {0, 2}}}};

} // namespace

TEST(Flash, OnePackAndTreeAsOnTheCpu)
{
    expectSame({{{0, 11, {}}}}, {});
    expectSame(packed, {});
    expectSame(tree, {});
}

TEST(Flash, SoAreSingleRows)
{
    expectSame({{{0, 11, {}}}}, at::tensor({0, 4, 10}, at::kLong));
    expectSame(packed, at::tensor({6, 7, 8, 11, 19}, at::kLong));
    expectSame(packed, at::tensor({12}, at::kLong));
    expectSame(tree, at::tensor({8, 10, 11, 15, 16, 17, 22}, at::kLong));
    expectSame(packed, at::arange(3, 20)); // all from some token on
}

TEST(Flash, OnlyATreeGathersKeys)
{
    EXPECT_FALSE(runsOf(packed, {}, at::kCPU).gather.defined());
    EXPECT_EQ(runsOf(tree, {}, at::kCPU).gather.numel(), 9 + 12 + 13 + 14 + 18);
}

TEST(Flash, RowsThatFollowEachOtherAreOneRun)
{
    const Runs runs = runsOf(packed, at::tensor({4, 5, 6, 7, 8, 9, 12}, at::kLong), at::kCPU);
    EXPECT_TRUE(at::equal(runs.queries, at::tensor({0, 3, 4, 6, 7}, at::kInt)));
    EXPECT_TRUE(at::equal(runs.used, at::tensor({7, 1, 2, 5}, at::kInt)));
    EXPECT_EQ(runs.mostQueries, 3);
}

TEST(Flash, SegmentsOfPatchesSeeEachOtherWhole)
{
    const Runs runs = runsOf(std::vector<std::int64_t>{4, 16, 8}, at::kCPU);
    EXPECT_FALSE(runs.causal);
    EXPECT_EQ(runs.mostQueries, 16);
    EXPECT_TRUE(at::equal(runs.keys, at::tensor({0, 4, 20, 28}, at::kInt)));
    EXPECT_TRUE(at::equal(runs.queries, runs.keys));
}
