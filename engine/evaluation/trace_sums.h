// SPDX-License-Identifier: GPL-3.0-or-later
// Sums over traces from which their measures follow (pipeline.md §5), so that a resample is a sum
// of sums. Plain values, any thread.
#pragma once

#include "engine/evaluation/calibration.h"

#include <map>
#include <string>

namespace steplight {

using Values = std::map<std::string, double>; ///< by name; what cannot be told is not there

/// A step is taken for wrong when its score is at or below `steps`; a trace's first error is the
/// first step at or below `errors`.
struct Thresholds {
    double steps = 0.5, errors = 0.5;
};

struct StepSums {
    double right = 0, passed = 0, rightPassed = 0;
    double loss = 0, brier = 0;
    Bins bins;

    void add(const JudgedStep& step, double threshold);
    void add(const StepSums& other, double times);
    void say(Values& values, const std::string& prefix) const;
};

/// Of traces whose first error is known: up to it, or to the end, every step has been judged, and
/// every one with a target has a score.
struct ErrorSums {
    double right = 0, passed = 0;               ///< traces without an error; taken for such
    double perception = 0, foundPerception = 0; ///< first errors there; told at the very step
    double reasoning = 0, foundReasoning = 0;

    void add(const JudgedTrace& trace, double threshold);
    void add(const ErrorSums& other, double times);
    void say(Values& values) const;
};

struct TraceSums {
    StepSums all, perception, reasoning;
    ErrorSums errors;

    void add(const JudgedTrace& trace, const Thresholds& thresholds);
    void add(const TraceSums& other, double times);
    /// Those of stepMetrics() but "auc".
    Values values() const;
};

/// Where the first error is and where the scores tell one: indices of steps, unset = none.
struct FirstErrorVerdict {
    std::optional<std::size_t> there, told;
    bool found() const { return there == told; }
};
/// Unset where it is not known.
std::optional<FirstErrorVerdict> firstErrors(const JudgedTrace& trace, double threshold);

} // namespace steplight
