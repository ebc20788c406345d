// SPDX-License-Identifier: GPL-3.0-or-later
// Where each token of a sequence stands: M-RoPE positions and the rows that image features take.
// Pure functions, any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <vector>

#include "engine/core/config.h"
#include "engine/core/image.h"

namespace steplight {

struct Sequence {
    at::Tensor ids;       // i64 [T]
    at::Tensor pos;       // i64 [3, T]: time, height, width
    at::Tensor imageRows; // i64 [N/4]: the rows of image_pad tokens
};

// Text counts up on all three axes; an image's tokens share one time and count rows and columns,
// and the text after it goes on from the largest. Throws EngineError "input" when image tokens and
// grids do not match, or a video token is there.
Sequence layOut(const Config& config, std::span<const std::int64_t> ids,
                std::span<const Grid> grids);

} // namespace steplight
