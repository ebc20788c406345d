// SPDX-License-Identifier: GPL-3.0-or-later
// How well scores of steps agree with what is known of them (pipeline.md §5). Pure functions, any
// thread.
#pragma once

#include "engine/evaluation/trace_sums.h"

#include <span>

namespace steplight {

/// Over all steps: "steps", how many; "loss" (cross-entropy, nats), "brier", "accuracy"; "f1_right"
/// and "f1_wrong" of telling right and wrong steps, "step_f1" their mean (VisualProcessBench,
/// 2503.10291); "auc" (a right step scores above a wrong one); "ece", "mce" (ten bins of equal
/// width). Over traces whose first error is known: "first_error_found" (told at the very step),
/// "right_passed", "first_error_f1" (their harmonic mean; ProcessBench, 2412.06559). The same under
/// "perception_…" and "reasoning_…", but that a first error belongs to the section that it stands
/// in, and right traces to both. What nothing is known for is left out, and so is an F1 without
/// both classes.
Values stepMetrics(std::span<const JudgedTrace> traces, const Thresholds& thresholds);

/// The threshold with the greatest `name` ("step_f1", "first_error_f1"), the lowest of equals; of
/// at most 200 scores, equally far apart in rank. Unset where no threshold has it. To be told of
/// other questions than it was chosen on.
std::optional<double> bestThreshold(std::span<const JudgedTrace> traces, const char* name);

} // namespace steplight
