// SPDX-License-Identifier: GPL-3.0-or-later
// Attention in parts: queries against one set of keys, then against another, and both merged as if
// it had been one softmax (Hydragen, arXiv 2402.05099; FlashInfer's cascade). Pure functions, any
// thread.
#pragma once

#include <ATen/core/Tensor.h>

namespace steplight {

struct Attended {
    at::Tensor out; // [B, H, L, D]
    at::Tensor lse; // f32 [B, H, L]: ln of the sum of exp of the scaled scores; -infinity = no keys
};

// Queries q [B, H, L, D] against all keys k, v [B, H, S, D]; mask [B or 1, 1, 1, S] of q's type is
// added to the scores. Any strides, if the last dimension is dense; S may be 0.
Attended attendPart(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                    const at::Tensor& mask = {});

// One attention over the keys of both; at least one of them had a key. -> [B, H, L, D]
at::Tensor merge(const Attended& a, const Attended& b);

} // namespace steplight
