// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <iostream>
#include <limits>

#include "engine/core/cascade.h"

using namespace steplight;

namespace {

at::Tensor noise(at::IntArrayRef shape, std::uint64_t seed)
{
    return at::randn(shape, at::detail::createCPUGenerator(seed), at::kFloat);
}

double apart(const at::Tensor& a, const at::Tensor& b)
{
    return (a - b).abs().max().item<double>();
}

// One softmax over all keys. q [B, H, L, D], k, v [B, H, S, D]
at::Tensor plain(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v)
{
    const at::Tensor scores = at::matmul(q, k.transpose(-1, -2)) / std::sqrt(double(q.size(-1)));
    return at::matmul(at::softmax(scores, -1), v);
}

} // namespace

TEST(Cascade, TwoPartsEqualOneAttention)
{
    double most = 0;
    for (const std::int64_t keys : {0, 1, 7, 31, 32, 600}) {
        const at::Tensor q = noise({3, 2, 4, 16}, 1), k = noise({3, 2, 32 + keys, 16}, 2),
                         v = noise({3, 2, 32 + keys, 16}, 3);
        const auto part = [&](std::int64_t begin, std::int64_t size) {
            return attendPart(q, k.narrow(2, begin, size), v.narrow(2, begin, size));
        };
        const at::Tensor whole = plain(q, k, v);
        most = std::max(most, apart(mergeStates(part(0, 32), part(32, keys)).out, whole));
        most = std::max(most, apart(mergeStates(part(32, keys), part(0, 32)).out, whole));
    }
    EXPECT_LE(most, 1e-6);
    std::cout << "cascade against one softmax: " << most << "\n";
}

TEST(Cascade, AnEmptyPartHasNoWeight)
{
    const at::Tensor q = noise({1, 2, 3, 8}, 4), k = noise({1, 2, 5, 8}, 5),
                     v = noise({1, 2, 5, 8}, 6);
    const AttentionState some = attendPart(q, k, v);
    const AttentionState none = attendPart(q, k.narrow(2, 0, 0), v.narrow(2, 0, 0));
    EXPECT_TRUE(none.lse.isneginf().all().item<bool>());
    EXPECT_TRUE(at::equal(mergeStates(some, none).out, some.out));
    EXPECT_TRUE(at::equal(mergeStates(none, some).out, some.out));
}

TEST(Cascade, MaskedKeysAreAsIfTheyWereNotThere)
{
    const at::Tensor q = noise({2, 2, 3, 8}, 7), k = noise({2, 2, 9, 8}, 8),
                     v = noise({2, 2, 9, 8}, 9);
    at::Tensor mask = at::zeros({2, 1, 1, 9});
    mask[1].narrow(-1, 4, 5).fill_(-std::numeric_limits<float>::infinity());
    const AttentionState masked = attendPart(q, k, v, mask);
    const auto one = [](const at::Tensor& x) { return x.narrow(0, 1, 1); };
    const AttentionState alone = attendPart(one(q), one(k).narrow(2, 0, 4), one(v).narrow(2, 0, 4));
    EXPECT_LE(apart(one(masked.out), alone.out), 1e-6);
    EXPECT_LE(apart(one(masked.lse), alone.lse), 1e-6);
    EXPECT_LE(apart(masked.out.narrow(0, 0, 1), plain(q, k, v).narrow(0, 0, 1)), 1e-6);
}

TEST(Cascade, TheFormulaOfOtherDevicesGivesTheSame)
{
    const at::Tensor q = noise({3, 2, 4, 16}, 13), k = noise({3, 2, 70, 16}, 14),
                     v = noise({3, 2, 70, 16}, 15);
    at::Tensor mask = at::zeros({3, 1, 1, 70});
    mask[1].narrow(-1, 30, 40).fill_(-std::numeric_limits<float>::infinity());
    for (const at::Tensor& m : {at::Tensor(), mask}) {
        const AttentionState fast = attendPart(q, k, v, m), plainly = attendPlainly(q, k, v, m);
        EXPECT_LE(apart(fast.out, plainly.out), 1e-6);
        EXPECT_LE(apart(fast.lse, plainly.lse), 2e-6);
    }
}

TEST(Cascade, LargeScoresDoNotOverflow)
{
    const at::Tensor q = 100 * noise({1, 1, 2, 8}, 10), k = noise({1, 1, 6, 8}, 11),
                     v = noise({1, 1, 6, 8}, 12);
    const AttentionState merged = mergeStates(attendPart(q, k.narrow(2, 0, 3), v.narrow(2, 0, 3)),
                                              attendPart(q, k.narrow(2, 3, 3), v.narrow(2, 3, 3)));
    EXPECT_LE(apart(merged.out, plain(q, k, v)), 1e-5);
}
