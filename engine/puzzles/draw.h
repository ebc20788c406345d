// SPDX-License-Identifier: GPL-3.0-or-later
// A puzzle's picture. Any thread.
#pragma once

#include "engine/puzzles/puzzle.h"

namespace steplight::puzzles {

/// A side of a cell. A model that reads the picture at a quarter of it (a profile's max_pixels of
/// 7,056) has one merged patch a cell; people see smooth edges.
inline constexpr int cellPixels = 112;

/// A PNG of columns × rows cells.
std::string picture(const Puzzle& puzzle);
/// Of these cells alone, side by side, at a quarter: one merged patch each.
std::string picture(const Puzzle& puzzle, const std::vector<int>& cells);

/// The cell's rectangle in the picture's pixels: x, y, width, height.
std::array<int, 4> boxOf(const Puzzle& puzzle, int cell);

} // namespace steplight::puzzles
