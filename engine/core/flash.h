// SPDX-License-Identifier: GPL-3.0-or-later
// Attention of many runs of tokens at once, on CUDA, through the flash kernels that LibTorch
// carries. Pure functions, any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "engine/core/attention.h"

namespace steplight {

// Who sees what, in the kernels' words: run i of queries sees a run of keys. n runs, R queries.
struct Runs {
    at::Tensor queries; // i32 [n + 1]: where each run of queries begins, and R
    at::Tensor keys;    // i32 [n + 1]: where each run of keys begins, and their number
    at::Tensor used;    // i32 [n]: how many keys of it are seen; undefined = all up to the next run
    at::Tensor gather;  // i64: the keys of all runs behind one another; undefined = they lie so
    std::int64_t mostQueries = 0, mostKeys = 0; // of one run
    bool causal = true; // the last query of a run sees all its keys, the one before all but one
};

// The plan on the device; with rows i64 [R], ascending, those that follow each other are a run.
Runs runsOf(const AttentionPlan& plan, const at::Tensor& rows, at::Device device);
// Segments of so many tokens, each seen whole by its own tokens.
Runs runsOf(const std::vector<std::int64_t>& sizes, at::Device device);

// Whether the kernels take it: bfloat16 on CUDA. They give no gradient where `rows` pick queries.
bool flashTakes(const at::Tensor& q, bool rows);

// q [R, H, D], k and v [T, Hk, D] -> [R, H * D]
at::Tensor flashAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const Runs& runs);

} // namespace steplight
