// SPDX-License-Identifier: GPL-3.0-or-later
// The model that engine benches draw: small, of true proportions.
#pragma once

#include "engine/core/config.h"

namespace steplight::bench {

// 38 M parameters with the shape of Qwen2.5-VL-3B: heads of 128, MLP 5.375 times as wide.
inline Config smallConfig()
{
    Config c;
    c.text.vocab = 16384;
    c.text.hidden = 384;
    c.text.layers = 12;
    c.text.heads = 3;
    c.text.kvHeads = 1;
    c.text.intermediate = 2064;
    c.text.maxPositions = 32768;
    c.text.rmsEps = 1e-6;
    c.text.tied = true;
    c.vision.depth = 2;
    c.vision.hidden = 160;
    c.vision.heads = 2;
    c.vision.intermediate = 428;
    c.vision.outHidden = 384;
    c.vision.fullBlocks = {1};
    c.imageToken = 16001;
    c.videoToken = 16002;
    return c;
}

} // namespace steplight::bench
