// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/cascade.h"

#include <ATen/ATen.h>

#include <limits>

namespace steplight {

Attended attendPart(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                    const at::Tensor& mask)
{
    if (k.size(2) == 0)
        return {at::zeros_like(q),
                at::full({q.size(0), q.size(1), q.size(2)}, -std::numeric_limits<float>::infinity(),
                         q.options().dtype(at::kFloat))};
    c10::optional<at::Tensor> added;
    if (mask.defined())
        added = mask.expand({q.size(0), 1, q.size(2), k.size(2)});
    auto [out, lse] = at::_scaled_dot_product_flash_attention_for_cpu(q, k, v, 0.0, false, added);
    return {out, lse};
}

at::Tensor merge(const Attended& a, const Attended& b)
{
    // e^la / (e^la + e^lb); an empty part has the share 0
    const at::Tensor share = at::sigmoid(a.lse - b.lse).unsqueeze(-1); // f32 [B, H, L, 1]
    return at::lerp(b.out.to(at::kFloat), a.out.to(at::kFloat), share).to(a.out.scalar_type());
}

} // namespace steplight
