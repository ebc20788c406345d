// SPDX-License-Identifier: GPL-3.0-or-later
// The vision model: patches of all images of a sequence in, one feature row per image token out.
// Reads the model only; one thread a call.
#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <stop_token>
#include <vector>

#include "engine/core/image.h"
#include "engine/core/weights.h"

namespace steplight {

// Which patches attend to which, and where each lies in its image. N = patches of all images, in
// the order of toPatches.
struct VisionPlan {
    at::Tensor window; // i64 [N/4]: image tokens in window order; patches move in groups of merge²
    at::Tensor inverse; // i64 [N/4]: back to the images' own order
    at::Tensor pos;     // i64 [N, 2]: row and column of each patch, in the images' own order
    std::vector<std::int64_t> windowSizes; // patches of each window, none empty; they sum to N
    std::vector<std::int64_t> fullSizes;   // patches of each frame
};

VisionPlan planVision(const VisionConfig& vision, std::span<const Grid> grids);

// f32 [N, 1176] -> [N/4, d] in the model's type on its device; patches and plan may lie on the CPU.
// Throws EngineError "cancelled".
at::Tensor encodeImages(const Model& model, const at::Tensor& patches, const VisionPlan& plan,
                        std::stop_token stop = {});

} // namespace steplight
