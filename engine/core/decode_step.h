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

// Rows of the batch that continue the same prompt.
struct Group {
    const Prefix* prefix = nullptr;
    std::vector<std::int64_t> members;
    at::Tensor rows; // i64 [n]
};

// What one step computes with, on the model's device.
struct Step {
    std::vector<Group> groups;
    at::Tensor ids;           // i64 [B]
    at::Tensor pos;           // i64 [B], on all three axes
    at::Tensor places;        // i64 [B]: where each new token goes in a cache of [rows * capacity]
    std::int64_t longest = 0; // tokens of a slot that are looked at
    at::Tensor mask;          // [B, 1, 1, longest]: 0 or -infinity; undefined where all are seen
};

enum class Reach {
    fullest, // slots are looked at up to the fullest
    whole    // always to their capacity, so that steps of the same groups have the same shapes
};
Step planStep(const Model& model, std::span<const NewToken> tokens, SuffixCache& cache,
              Reach reach);
// The logits, on the model's device: [B, V]. Throws "cancelled".
at::Tensor computeStep(const Model& model, const Step& step, const SuffixCache& cache,
                       std::stop_token stop = {});

// Reads token i into slot i and gives the logits after it, on the CPU: f32 [B, V]. Each attends to
// its own prompt, in one call a prompt, and to its own slot, and both are merged. Throws
// "cancelled".
at::Tensor decodeStep(const Model& model, std::span<const NewToken> tokens, SuffixCache& cache,
                      std::stop_token stop = {});

} // namespace steplight
