// SPDX-License-Identifier: GPL-3.0-or-later
// Keys and values that were computed once: a prompt's, which all of its rollouts share, and what
// each rollout has written since. One thread an object; a Prefix is read-only, then any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "engine/core/config.h"

namespace steplight {

struct KeysValues {
    at::Tensor k; // turned by their positions already
    at::Tensor v;
};

struct Prefix {
    std::vector<KeysValues> layers; // each [P, Hk, D]
    at::Tensor logits;              // f32 [1, V] after the last token, on the CPU
    std::int64_t nextPos = 0;       // of the first token that is written, on all three axes
    std::vector<std::int64_t> seen; // the different tokens of the prompt, ascending
};

// Rows of a batch in slots 0, 1, …; each slot a row of its own length in one tensor a layer.
class SuffixCache
{
public:
    // It never grows beyond `mostRows` and `mostTokens`, and takes memory as it is needed.
    SuffixCache(const TextConfig& text, at::TensorOptions options, std::int64_t mostRows,
                std::int64_t mostTokens);

    void reserve(std::int64_t rows, std::int64_t tokens);
    // Slot `from` with its first `tokens` tokens replaces slot `to`.
    void move(std::int64_t from, std::int64_t to, std::int64_t tokens);

    std::int64_t capacity() const { return m_tokens; }                   // tokens in a slot
    const KeysValues& layer(std::size_t i) const { return m_layers[i]; } // [rows, capacity, Hk, D]

private:
    at::TensorOptions m_options;
    std::int64_t m_kvHeads, m_headDim;
    std::int64_t m_mostRows, m_mostTokens;
    std::int64_t m_rows = 0, m_tokens = 0;
    std::vector<KeysValues> m_layers;
};

} // namespace steplight
