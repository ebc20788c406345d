// SPDX-License-Identifier: GPL-3.0-or-later
// One pass forward and backward over a packed batch: adds to the gradients of whatever asks for
// them. One thread a model.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <limits>
#include <stop_token>
#include <vector>

#include "engine/core/loss.h"
#include "engine/core/sequence.h"
#include "engine/core/weights.h"

namespace steplight {

struct Batch {
    Packed packed;
    // [N/4, d]: image features, computed once by the caller. Undefined without images, and where
    // the vision model learns: then they come from the patches each time.
    at::Tensor images;
    at::Tensor patches;      // f32 [N, 1176]
    std::vector<Grid> grids; // of the patches
    Labels labels;
};

constexpr std::size_t allLayers = std::numeric_limits<std::size_t>::max();

struct GradientOptions {
    LossOver over = LossOver::pair;
    // The upper layers whose activations are kept from forward to backward. Those below keep their
    // input alone and are computed again, one at a time. allLayers: nothing is computed twice.
    std::size_t keptLayers = 1;
};

// Adds the gradient of scale * sumLoss. Throws EngineError "input" without labels, "cancelled"
// (gradients are then partial: clear them).
LossTally addGradients(const Model& model, const Batch& batch, const GradientOptions& options,
                       double scale, std::stop_token stop = {});

// The loss alone.
LossTally evaluateLoss(const Model& model, const Batch& batch, LossOver over,
                       std::stop_token stop = {});

} // namespace steplight
