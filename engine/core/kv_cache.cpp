// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/kv_cache.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace steplight {

SuffixCache::SuffixCache(const TextConfig& text, at::TensorOptions options, std::int64_t mostRows,
                         std::int64_t mostTokens)
    : m_options(options), m_kvHeads(text.kvHeads), m_headDim(text.headDim()), m_mostRows(mostRows),
      m_mostTokens(mostTokens), m_layers(static_cast<std::size_t>(text.layers))
{
}

void SuffixCache::reserve(std::int64_t rows, std::int64_t tokens)
{
    if (rows <= m_rows && tokens <= m_tokens)
        return;
    // Doubled, so that a long rollout is copied a few times only.
    const auto grown = [](std::int64_t wanted, std::int64_t there, std::int64_t most) {
        return wanted <= there ? there : std::min(most, std::max(wanted, 2 * there));
    };
    const std::int64_t newRows = grown(rows, m_rows, m_mostRows);
    const std::int64_t newTokens = grown(std::max<std::int64_t>(tokens, 32), m_tokens,
                                         std::max<std::int64_t>(m_mostTokens, tokens));
    for (KeysValues& layer : m_layers)
        for (at::Tensor* t : {&layer.k, &layer.v}) {
            // Zeros: what lies beyond a row's length is masked, and must be numbers for that.
            at::Tensor larger = at::zeros({newRows, newTokens, m_kvHeads, m_headDim}, m_options);
            if (t->defined())
                larger.narrow(0, 0, m_rows).narrow(1, 0, m_tokens).copy_(*t);
            *t = std::move(larger);
        }
    m_rows = newRows;
    m_tokens = newTokens;
}

void SuffixCache::move(std::int64_t from, std::int64_t to, std::int64_t tokens)
{
    if (from == to || tokens == 0)
        return;
    for (const KeysValues& layer : m_layers)
        for (const at::Tensor* t : {&layer.k, &layer.v})
            t->select(0, to).narrow(0, 0, tokens).copy_(t->select(0, from).narrow(0, 0, tokens));
}

} // namespace steplight
