// SPDX-License-Identifier: GPL-3.0-or-later
// Attention over a part of the keys, to be merged with that over others by mergeStates: what many
// queries share is then read once (Hydragen, arXiv 2402.05099). Pure function, any thread.
#pragma once

#include "engine/core/ops.h"

namespace steplight {

// Queries q [B, H, L, D] against all keys k, v [B, H, S, D]; mask [B or 1, 1, 1, S] of q's type is
// added to the scores. Any strides, if the last dimension is dense; S may be 0. -> out [B, H, L,
// D], lse [B, H, L]. On the CPU by LibTorch's flash kernel, elsewhere as attendPlainly.
AttentionState attendPart(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const at::Tensor& mask = {});

// The same by the formula, on any device, with all scores in memory at once; S > 0.
AttentionState attendPlainly(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                             const at::Tensor& mask = {});

} // namespace steplight
