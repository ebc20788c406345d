// SPDX-License-Identifier: GPL-3.0-or-later
// The CPU's twins of the operators in engine/kernels: float32 inside, for float32 and bfloat16.
// Shapes as in ops.h. No gradients; pure functions, any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <tuple>

namespace steplight::cpu {

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps);

// -> sum, normed
std::tuple<at::Tensor, at::Tensor> addNorm(const at::Tensor& x, const at::Tensor& delta,
                                           const at::Tensor& weight, double eps);

// Where it computes is the arguments' place, whichever. x [T, h, D] -> the same; cos and sin f32
// [T, 1, D/2]
at::Tensor turned(const at::Tensor& x, const at::Tensor& cos, const at::Tensor& sin);

// -> q [T, H, D], k [T, Hk, D]
std::tuple<at::Tensor, at::Tensor> rotateQk(const at::Tensor& qkv, const at::Tensor& cos,
                                            const at::Tensor& sin, std::int64_t heads,
                                            std::int64_t kvHeads);

// silu(gate) * up, rounded once. gateUp [T, 2f] -> [T, f]
at::Tensor gated(const at::Tensor& gateUp);

// -> out, lse
std::tuple<at::Tensor, at::Tensor> mergeStates(const at::Tensor& a, const at::Tensor& lseA,
                                               const at::Tensor& b, const at::Tensor& lseB);

} // namespace steplight::cpu
