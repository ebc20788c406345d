// SPDX-License-Identifier: GPL-3.0-or-later
// What a PRM says of each step, all in one forward pass. Reads the model only; one thread a call.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "engine/core/image.h"
#include "engine/core/weights.h"

namespace steplight {

struct ScoreInput {
    std::vector<std::int64_t> ids;  // the whole chat, image_pad repeated for each image token
    std::vector<std::int64_t> rows; // for each step, the token before its + or -
    at::Tensor patches;             // f32 [N, 1176] of all images; undefined without
    std::vector<Grid> grids;        // one per image
};

// logit(plus) - logit(minus) at each row; P(+) is its sigmoid. Throws EngineError "input",
// "cancelled".
std::vector<double> scoreMargins(const Model& model, const ScoreInput& input, std::int64_t plus,
                                 std::int64_t minus, std::stop_token stop = {});

} // namespace steplight
