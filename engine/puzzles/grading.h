// SPDX-License-Identifier: GPL-3.0-or-later
// What a policy's solutions of a puzzle are worth, by the truth. Any thread.
#pragma once

#include "engine/grade/choosing.h"
#include "engine/protocol/event.h"
#include "engine/puzzles/checker.h"

#include <span>

namespace steplight::puzzles {

/// Ways to choose one of N solutions, as shares of puzzles answered rightly (pipeline.md §5).
struct Scaling {
    std::int64_t puzzles = 0;
    double single = 0;   ///< pass@1: the mean over the solutions
    double majority = 0; ///< the most frequent answer, the first of them on a tie
    double oracle = 0;   ///< any right answer among them: what choosing cannot exceed
    double verifier = 0; ///< the first whose every step is true, else the majority
    double read = 0;     ///< share of solutions in the policy's form
    /// Shares of steps that are true by themselves, and how many there are, by section.
    std::array<double, 2> local{};
    std::array<std::int64_t, 2> steps{};
    /// With a PRM's scores: the best by each aggregation, and the vote weighted by the mean.
    std::array<double, aggregations.size()> best{};
    double weighted = 0;
};

/// P(+) of each step of each solution; empty where one was not scored.
using Scores = std::vector<std::vector<double>>;

class ScalingTally
{
public:
    /// All solutions of one puzzle, at least one.
    void add(const Puzzle& puzzle, std::span<const protocol::Solution> solutions,
             const Scores& scores = {});
    Scaling scaling() const; ///< zeros before the first puzzle

private:
    Scaling m_sum;
};

} // namespace steplight::puzzles
