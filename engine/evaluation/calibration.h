// SPDX-License-Identifier: GPL-3.0-or-later
// Whether P(+) is as often right as it says (Guo et al. 2017, 1706.04599). Any thread.
#pragma once

#include "engine/evaluation/judged_step.h"

#include <array>
#include <optional>
#include <span>

namespace steplight {

/// Steps whose scores are alike: sums, so that bins add up.
struct Bin {
    double steps = 0, target = 0, plus = 0;
};
using Bins = std::array<Bin, 10>;

/// Of equal width: 0 … 0.1, …; 1 belongs to the last. Steps that do not count are passed over.
void addToBins(Bins& bins, const JudgedStep& step);
/// Of equal numbers of steps, in order of score; steps of one score stay together.
Bins equalMassBins(std::span<const JudgedStep> steps);

/// The distance of a bin's mean score and mean target, on average over the steps (ECE) and in the
/// worst bin (MCE). Unset without a step.
std::optional<double> calibrationError(const Bins& bins);
std::optional<double> worstCalibrationError(const Bins& bins);

} // namespace steplight
