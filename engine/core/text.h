// SPDX-License-Identifier: GPL-3.0-or-later
// The language model: embedded tokens in, hidden states of the wanted rows out. Reads the model
// only; one thread a call.
#pragma once

#include <ATen/core/Tensor.h>

#include <stop_token>

#include "engine/core/attention.h"
#include "engine/core/sequence.h"
#include "engine/core/weights.h"

namespace steplight {

struct Rope {
    at::Tensor cos; // f32 [T, D]
    at::Tensor sin; // f32 [T, D]
};

// The channels of a head turn with time, height and width in the sections that the config gives.
// pos i64 [3, T]
Rope ropeTable(const TextConfig& text, const at::Tensor& pos);

// Token embeddings with the image rows replaced; the sequence may lie on the CPU. images [N/4, d]
// -> [T, d]
at::Tensor embed(const Model& model, const Sequence& sequence, const at::Tensor& images);

// One layer. x [T, d] -> [T, d], or [K, d] when only `rows` i64 [K] are wanted: then keys and
// values of all tokens suffice.
at::Tensor textLayer(const Model& model, std::size_t index, const at::Tensor& x, const Rope& rope,
                     const Attend& attend, const at::Tensor& rows = {});

// All layers and the final norm. x [T, d], rows i64 [K], ascending -> [K, d]; all rows where `rows`
// is undefined. Throws EngineError "cancelled".
at::Tensor forwardText(const Model& model, at::Tensor x, const Rope& rope, const Attend& attend,
                       const at::Tensor& rows, std::stop_token stop = {});

} // namespace steplight
