// SPDX-License-Identifier: GPL-3.0-or-later
// Which parts of the pictures moved P(+) of one step: what each image token adds to
// logit(plus) - logit(minus), against pictures whose every feature is their mean. By the gradient
// (quick, and only as good as a straight line), by gradients along the way from the mean
// (Sundararajan et al. 2017, "Axiomatic attribution for deep networks"), or by occlusion (slow, and
// an experiment rather than an estimate). Reads the model only; one thread a call.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "engine/core/image.h"
#include "engine/core/weights.h"

namespace steplight {

struct ExplainInput {
    std::vector<std::int64_t> ids; // the whole chat, image_pad repeated for each image token
    std::int64_t row = 0;          // the token before the step's + or -; what follows has no part
    at::Tensor images;             // [N/4, d] of all images, as encodeImages gives them
    std::vector<Grid> grids;       // one per image, at least one
};

enum class ExplainBy { gradient, integrated, occlusion };

struct ExplainHow {
    ExplainBy by = ExplainBy::gradient;
    std::int64_t points = 16; // integrated: midpoints of as many equal parts of the way
    std::int64_t block = 1;   // occlusion: image tokens a side that are covered at once
};

struct Explanation {
    std::vector<at::Tensor> maps; // f64 [h/2, w/2] per image; positive = towards plus
    double margin = 0;            // logit(plus) - logit(minus) with the pictures as they are
    double baseline = 0;          // the same with every feature the mean of its image's
    double sum = 0;               // of all maps

    // How far the maps are from telling all: |sum - (margin - baseline)| as a share of
    // |margin - baseline|. 0 = they add up; near or above 1 = do not trust them. Infinite when
    // there is no difference to tell.
    double gap() const;
};

// Throws EngineError "input", "weights" (no number), "cancelled". `progress` gets the share done.
Explanation explain(const Model& model, const ExplainInput& input, std::int64_t plus,
                    std::int64_t minus, const ExplainHow& how = {},
                    const std::function<void(double)>& progress = {}, std::stop_token stop = {});

} // namespace steplight
