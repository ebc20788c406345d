// SPDX-License-Identifier: GPL-3.0-or-later
// What a PRM's choice among the solutions of a question is worth (pipeline.md §5). Sums over
// questions, so that a resample is a sum of them. Plain values, any thread.
#pragma once

#include "engine/evaluation/trace_sums.h"
#include "engine/grade/choosing.h"

#include <array>
#include <string>
#include <vector>

namespace steplight {

/// A solution of which it is known whether its answer is right.
struct Graded {
    std::string answer;
    bool correct = false;
    std::vector<double> plus; ///< of each step, at least one; all of them numbers
};

struct AnswerSums {
    static constexpr std::array<int, 7> drawn{1, 2, 4, 8, 16, 32, 64};

    double questions = 0; ///< with at least two solutions: only there is something to choose
    double oracle = 0;    ///< any of them is right
    double majority = 0, weighted = 0; ///< the voted answer, by count and by mean P(+)
    std::array<double, aggregations.size()> best{};
    std::array<double, drawn.size()> pass{}, passOf{}; ///< pass@k, and of how many questions

    void add(std::span<const Graded> solutions);
    void add(const AnswerSums& other, double times);
    /// "pass_at_K" where every question has K solutions, "oracle", "majority", "weighted",
    /// "best_mean", "best_min", …; equally good solutions count as their mean.
    void say(Values& values) const;
};

/// How right the best by mean P(+) of n solutions is, n from 1 to the number that all questions
/// with two or more have, at most `most`: the mean over all ways to draw n. First pass@n, what no
/// choice can exceed. Empty when nothing can be chosen.
struct BestOf {
    double oracle = 0, best = 0;
};
std::vector<BestOf> bestOfSome(std::span<const std::vector<Graded>> questions, std::size_t most);

} // namespace steplight
