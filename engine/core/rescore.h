// SPDX-License-Identifier: GPL-3.0-or-later
// Scoring a trace again after an edit: tokens before the first that differs keep their keys, values
// and margins. Reads the model only; one thread a call.
#pragma once

#include "engine/core/score.h"

namespace steplight {

// The trace scored last. Of one model and one pair of tokens.
struct Scored {
    std::vector<std::int64_t> ids;  // T
    std::vector<Grid> grids;        // one per image
    at::Tensor images;              // [N/4, d]
    std::vector<at::Tensor> keys;   // [T, Hk, D] of each layer, turned
    std::vector<at::Tensor> values; // [T, Hk, D] of each layer
    std::vector<std::int64_t> rows;
    std::vector<double> margins; // of each row
};

struct Rescored {
    std::vector<double> margins;
    std::int64_t kept = 0; // tokens that the text model did not compute anew
};

// As scoreMargins with the input's images, within rounding. Afterwards `last` holds the input; it
// stays as it was when this throws.
Rescored rescoreMargins(const Model& model, const ScoreInput& input, std::int64_t plus,
                        std::int64_t minus, Scored& last, std::stop_token stop = {});

} // namespace steplight
