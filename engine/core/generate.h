// SPDX-License-Identifier: GPL-3.0-or-later
// A language model writes: a queue of prompts in, many rollouts of each out, in batches that stay
// full. A prompt may end in an open assistant's turn, which is then continued. Reads the model
// only; one thread a call.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "engine/core/image.h"
#include "engine/core/sampling.h"
#include "engine/core/weights.h"

namespace steplight {

struct Prompt {
    std::vector<std::int64_t> ids; // image_pad repeated for each image token
    at::Tensor patches;            // f32 [N, 1176] of all images; undefined without
    std::vector<Grid> grids;       // one per image
    std::int64_t rollouts = 1;
    std::uint64_t seed = 0;     // with a rollout's index it decides every draw
    std::int64_t maxTokens = 0; // of one of its rollouts, up to the options'; 0: as many
};

enum class Ended { stop, length, cancelled };

struct Rollout {
    std::size_t prompt = 0;         // in the order of the queue
    std::int64_t index = 0;         // among the prompt's rollouts
    std::vector<std::int64_t> ids;  // what was written; a stop token is the last of them
    std::vector<double> logProbs;   // ln P of each under the model alone, whatever the sampling
    Ended ended = Ended::cancelled; // stop: a stop token, or stopped() said so
};

struct GenerateOptions {
    Sampling sampling;
    std::int64_t maxTokens = 1024; // of one rollout; fewer where the model's context is full
    std::vector<std::int64_t> stopIds;
    // Asked after every token with all that the rollout wrote; for stop strings. May be empty.
    std::function<bool(std::span<const std::int64_t> ids)> stopped;
    std::int64_t batch = 64; // rollouts that are written at a time
};

using NextPrompt = std::function<std::optional<Prompt>()>; // nothing: the queue is at its end
using FinishedFn = std::function<void(Rollout&&)>;

// Asks for the next prompt when there is room for its first rollout, and hands over each rollout as
// it ends. Its tokens depend on the prompt, the seed and its index (and on rounding: float32 sums
// in another order when the batch is another). After a stop request all that had begun ends as
// cancelled, soon, and the call returns. Throws EngineError "input" (too long, images that do not
// fit, settings out of range) or "weights", and what LibTorch throws where memory is full, after
// handing over what had begun as cancelled.
void generate(const Model& model, const NextPrompt& next, const GenerateOptions& options,
              const FinishedFn& finished, std::stop_token stop = {});

} // namespace steplight
