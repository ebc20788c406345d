// SPDX-License-Identifier: GPL-3.0-or-later
// Where each token of a sequence stands: M-RoPE positions and the rows that image features take;
// many sequences packed behind one another, and trees of continuations. Pure functions, any
// thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <vector>

#include "engine/core/attention.h"
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

// What one forward pass takes: T tokens of one or more sequences, and who attends to whom.
struct Packed {
    Sequence sequence;
    AttentionPlan plan;
};

// Behind one another, without padding; each attends to itself alone. Image features follow in the
// same order.
Packed pack(std::span<const Sequence> sequences);

// A node of a tree: tokens that follow those of its parent. A root is its own parent and has all
// the images of its tree; every other node's parent stands before it.
struct Node {
    std::vector<std::int64_t> ids;
    std::size_t parent = 0;
    std::vector<Grid> grids = {};
};

// Trees in one pass: a node's tokens see its ancestors and stand where they would stand in the path
// from the root (positions by depth), so that each path reads as if it were alone. Image features
// follow in the order of the roots. Throws EngineError "input".
Packed packTrees(const Config& config, std::span<const Node> nodes);

} // namespace steplight
