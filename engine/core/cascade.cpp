// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/cascade.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

namespace steplight {

AttentionState attendPart(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const at::Tensor& mask)
{
    if (k.size(2) == 0)
        return {at::zeros_like(q),
                at::full({q.size(0), q.size(1), q.size(2)}, -std::numeric_limits<float>::infinity(),
                         q.options().dtype(at::kFloat))};
    if (!q.is_cpu())
        return attendPlainly(q, k, v, mask);
    c10::optional<at::Tensor> added;
    if (mask.defined())
        added = mask.expand({q.size(0), 1, q.size(2), k.size(2)});
    auto [out, lse] = at::_scaled_dot_product_flash_attention_for_cpu(q, k, v, 0.0, false, added);
    return {out, lse};
}

namespace {

// q [B, H, L, D], k [B, H, S, D] -> f32 [B, H, L, S]: on a GPU never rounded to bfloat16, of which
// neighbours are 64 apart where Qwen2.5's products lie.
at::Tensor products(const at::Tensor& q, const at::Tensor& k)
{
    if (q.is_cpu() || q.scalar_type() == at::kFloat)
        return at::matmul(q, k.transpose(-1, -2)).to(at::kFloat);
    const auto heads = [](const at::Tensor& x) { return x.flatten(0, 1); };
    return at::bmm(heads(q), heads(k).transpose(1, 2), at::kFloat)
        .view({q.size(0), q.size(1), q.size(2), k.size(2)});
}

} // namespace

AttentionState attendPlainly(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                             const at::Tensor& mask)
{
    const double scale = 1 / std::sqrt(static_cast<double>(q.size(-1)));
    at::Tensor scores = products(q, k) * scale;
    if (mask.defined())
        scores = scores + mask;
    const at::Tensor lse = at::logsumexp(scores, -1);
    const at::Tensor share = at::exp(scores - lse.unsqueeze(-1)).to(v.scalar_type());
    return {at::matmul(share, v), lse};
}

} // namespace steplight
