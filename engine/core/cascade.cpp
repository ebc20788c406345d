// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/cascade.h"

#include <ATen/ATen.h>

#include <limits>

namespace steplight {

AttentionState attendPart(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
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

} // namespace steplight
