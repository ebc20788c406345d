// SPDX-License-Identifier: GPL-3.0-or-later
// Who attends to whom: one plan for a single sequence, for many packed behind one another, and for
// a tree of continuations. Reads only; one thread a call.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace steplight {

// Tokens in a row that see each other causally: each itself and those before it in the segment.
struct Segment {
    std::int64_t begin = 0;
    std::int64_t size = 0;
    std::vector<std::size_t> above; // segments that all of its tokens see whole, from the root down
};

struct AttentionPlan {
    std::vector<Segment> segments; // in order, without gaps: they sum to T
};

// What a layer does with the turned queries, keys and values of its tokens. q [R, H, D], k and v
// [T, Hk, D] -> [R, H * D]; R = T where rows is undefined, otherwise q holds the tokens rows i64
// [R] only, in ascending order.
using Attend = std::function<at::Tensor(std::size_t layer, const at::Tensor& q, const at::Tensor& k,
                                        const at::Tensor& v, const at::Tensor& rows)>;

// The plan as one softmax a segment, whatever the layer; on CUDA, in bfloat16, all segments at
// once. Keeps a reference to the plan. One thread at a time.
Attend attendAs(const AttentionPlan& plan);

} // namespace steplight
