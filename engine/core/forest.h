// SPDX-License-Identifier: GPL-3.0-or-later
// Token sequences that begin alike as trees, so that what they share is computed once: the
// solutions of one question, or a search tree's paths. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/sequence.h"

namespace steplight {

// One sequence. Two share their images when they have the same key, and tokens only up to where
// they first differ, behind all images.
struct Path {
    std::span<const std::int64_t> ids;
    std::span<const Grid> grids;
    std::string imageKey; // of the images' content; anything where there are none
};

struct Forest {
    std::vector<Node> nodes;                      // parents before children
    std::vector<std::vector<std::size_t>> chains; // for each path: its nodes, from the root down
    std::vector<std::size_t> firstOfRoot; // for each root in order: a path that begins in it

    // The row that token `index` of path `path` has in packTrees(nodes).
    std::int64_t row(std::size_t path, std::int64_t index) const;
};

// Throws EngineError "input" for an empty path.
Forest share(const Config& config, std::span<const Path> paths);

} // namespace steplight
