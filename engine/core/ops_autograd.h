// SPDX-License-Identifier: GPL-3.0-or-later
// The shared operations where gradients are asked for: forward as without, and their derivatives
// by hand, which pass over memory half as often as what autograd makes of the formulas and keep
// less. float32 and bfloat16; derivatives in float32, rounded once. Arguments as in ops.h.
#pragma once

#include "engine/core/ops.h"

namespace steplight::autograd {

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps);
Heads splitRotate(const at::Tensor& qkv, const at::Tensor& cos, const at::Tensor& sin,
                  std::int64_t heads, std::int64_t kvHeads);
at::Tensor gated(const at::Tensor& gateUp);

} // namespace steplight::autograd
