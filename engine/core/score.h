// SPDX-License-Identifier: GPL-3.0-or-later
// What a PRM says of each step: all steps of a trace, of many traces, or of a whole search tree in
// one forward pass. Reads the model only; one thread a call.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/core/image.h"
#include "engine/core/weights.h"

namespace steplight {

struct ScoreInput {
    std::vector<std::int64_t> ids;  // the whole chat, image_pad repeated for each image token
    std::vector<std::int64_t> rows; // for each step, the token before its + or -
    at::Tensor patches;             // f32 [N, 1176] of all images; undefined without
    std::vector<Grid> grids;        // one per image
    std::string imageKey = {};      // of the images' content: traces with equal keys share them
    at::Tensor images = {};         // [N/4, d] from encodeImages, in place of patches
};

// logit(plus) - logit(minus) at each row of each input; P(+) is its sigmoid. Images with the same
// key are looked at once, and tokens that inputs share from their beginning are computed once: of
// the 64 paths of tests/bench/score_bench.cpp 4,298 tokens instead of 39,392. Throws EngineError
// "input", "cancelled".
std::vector<std::vector<double>> scoreMargins(const Model& model,
                                              std::span<const ScoreInput> inputs, std::int64_t plus,
                                              std::int64_t minus, std::stop_token stop = {});
std::vector<double> scoreMargins(const Model& model, const ScoreInput& input, std::int64_t plus,
                                 std::int64_t minus, std::stop_token stop = {});

// How many tokens that pass takes. Throws EngineError "input".
std::size_t tokensOfPass(const Model& model, std::span<const ScoreInput> inputs);

// The margins of hidden states h [K, d]. Throws EngineError "weights" where it is no number.
std::vector<double> marginsOf(const Model& model, const at::Tensor& h, std::int64_t plus,
                              std::int64_t minus);

} // namespace steplight
