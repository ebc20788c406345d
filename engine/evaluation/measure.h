// SPDX-License-Identifier: GPL-3.0-or-later
// One PRM measured, or two on the same traces, with intervals (docs/evaluation.md). One thread.
#pragma once

#include "engine/evaluation/answers.h"
#include "engine/evaluation/ranking.h"

#include <functional>
#include <stdexcept>

namespace steplight {

/// A trace that every model has scored.
struct Case {
    std::string question;
    std::string source;              ///< a benchmark's part, told apart too; may be empty
    std::vector<JudgedTrace> scored; ///< by model, one or two of them; all scores are numbers
    std::string answer;
    std::optional<bool> correct; ///< the answer, where that is known
};

struct MeasureOptions {
    /// Unset: each model's own, chosen on one half of the questions; the other half is measured.
    std::optional<double> threshold = 0.5;
    std::int64_t resamples = 10'000;
    std::uint64_t seed = 0;
};

/// Where two models differ most in a trace: at this step.
struct Difference {
    std::size_t at = 0; ///< of the case
    std::size_t step = 0;
    double first = 0, second = 0; ///< P(+)
};

struct Measured {
    Values values; ///< docs/evaluation.md
    struct Curves {
        Bins reliability;
        std::vector<Ranking::Point> roc;
        std::vector<BestOf> bestOf;
    };
    std::vector<Curves> curves;    ///< by model
    std::vector<Difference> apart; ///< at most 200, the greatest difference first
};

/// No threshold can be chosen.
class NoThreshold : public std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// progress: resamples done; may throw to end it. Throws NoThreshold.
Measured measure(std::span<const Case> cases, const MeasureOptions& options,
                 const std::function<void(std::int64_t done)>& progress);

} // namespace steplight
