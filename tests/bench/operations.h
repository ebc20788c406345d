// SPDX-License-Identifier: GPL-3.0-or-later
// Operations that the layers' products by weights take: a multiplication and an addition a weight.
// Attention is left out.
#pragma once

#include "engine/core/weights.h"

namespace steplight::bench {

inline double operationsOfToken(const Model& model)
{
    double weights = 0;
    for (const TextLayer& l : model.text.layers)
        for (const at::Tensor& w : {l.qkvW, l.outW, l.gateUpW, l.downW})
            weights += static_cast<double>(w.numel());
    return 2 * weights;
}

inline double operationsOfPatch(const Model& model)
{
    double weights = 0;
    for (const VisionBlock& b : model.vision.blocks)
        for (const at::Tensor& w : {b.qkvW, b.projW, b.gateUpW, b.downW})
            weights += static_cast<double>(w.numel());
    return 2 * weights;
}

} // namespace steplight::bench
