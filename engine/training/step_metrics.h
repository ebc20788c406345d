// SPDX-License-Identifier: GPL-3.0-or-later
// How well scores of steps agree with what is known of them (pipeline.md, 5). Pure functions, any
// thread.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace steplight {

struct JudgedStep {
    double plus = 0;              // P(+)
    std::optional<double> target; // of it, in [0, 1]; right from 0.5 on; unset: not counted
    bool perception = false;
};
using JudgedTrace = std::vector<JudgedStep>;

// Over all steps: "loss" (cross-entropy, nats), "accuracy", "step_f1" (mean of the F1 of right and
// of wrong steps, as VisualProcessBench), "auc" (a right step scores above a wrong one), "ece" (ten
// bins of equal width). Over traces: "first_error_found" (the first step at or below the threshold
// is the first wrong one), "right_passed", "first_error_f1" (their harmonic mean, ProcessBench).
// The same under "perception_…" and "reasoning_…" but for the last two: a first error belongs to
// the section that it stands in, and right traces to both. What nothing is known for is left out.
std::map<std::string, double> stepMetrics(std::span<const JudgedTrace> traces, double threshold);

} // namespace steplight
