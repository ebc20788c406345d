// SPDX-License-Identifier: GPL-3.0-or-later
// When rollouts from a prefix have said enough. Any thread.
#pragma once

#include <cstdint>

namespace steplight {

struct Estimate;

// P(the chance of success is below `threshold`) after so many rollouts: the Beta(correct + 1,
// total - correct + 1) posterior of a uniform prior (pipeline.md §5). threshold in (0, 1).
double chanceBelow(double threshold, const Estimate& estimate);

// Whether the posterior says with probability `decided` on which side of `threshold` it lies.
bool isDecided(const Estimate& estimate, double threshold, double decided);

} // namespace steplight
