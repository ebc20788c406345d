// SPDX-License-Identifier: GPL-3.0-or-later
// The two forward passes of generation: a prompt once, and one more token of many rollouts at a
// time. Reads the model; one thread a call.
#pragma once

#include <span>
#include <stop_token>

#include "engine/core/image.h"
#include "engine/core/kv_cache.h"
#include "engine/core/weights.h"

namespace steplight {

// patches f32 [N, 1176] of all images, undefined without. Throws EngineError "input", "cancelled".
Prefix readPrompt(const Model& model, std::span<const std::int64_t> ids, const at::Tensor& patches,
                  std::span<const Grid> grids, std::stop_token stop = {});

// The newest token of a rollout, which the model has not read yet.
struct NewToken {
    const Prefix* prefix = nullptr;
    std::int64_t id = 0;
    std::int64_t before = 0; // tokens of the rollout that its slot holds already
};

// Reads token i into slot i and gives the logits after it, on the CPU: f32 [B, V]. Each attends to
// its own prompt, in one call a prompt, and to its own slot, and both are merged. Throws
// "cancelled".
at::Tensor decodeStep(const Model& model, std::span<const NewToken> tokens, SuffixCache& cache,
                      std::stop_token stop = {});

} // namespace steplight
