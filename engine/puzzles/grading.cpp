// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/grading.h"

#include <algorithm>
#include <map>

namespace steplight::puzzles {
namespace {

using protocol::Solution;

/// Empty when no solution has an answer.
std::string mostFrequentAnswer(std::span<const Solution> solutions)
{
    std::map<std::string, int> votes;
    for (const Solution& solution : solutions)
        if (!solution.answer.empty())
            ++votes[solution.answer];
    const Solution* best = nullptr;
    for (const Solution& solution : solutions)
        if (!solution.answer.empty() && (!best || votes[solution.answer] > votes[best->answer]))
            best = &solution;
    return best ? best->answer : "";
}

bool isTrue(const Puzzle& puzzle, const Solution& solution)
{
    return !solution.steps.empty() && verdictsOf(puzzle, solution.steps).back().cumulative;
}

} // namespace

std::vector<Verdict> verdictsOf(const Puzzle& puzzle, const std::vector<Step>& steps)
{
    Checker checker(puzzle);
    std::vector<Verdict> verdicts;
    for (const Step& step : steps)
        verdicts.push_back(checker.check(step.text));
    return verdicts;
}

void ScalingTally::add(const Puzzle& puzzle, std::span<const Solution> solutions)
{
    const std::string key = answer(puzzle);
    const auto share = [&](auto holds) {
        return double(std::count_if(solutions.begin(), solutions.end(), holds)) /
               double(solutions.size());
    };
    const double right = share([&](const Solution& s) { return s.answer == key; });
    const std::string voted = mostFrequentAnswer(solutions);
    const auto chosen = std::find_if(solutions.begin(), solutions.end(),
                                     [&](const Solution& s) { return isTrue(puzzle, s); });
    ++m_sum.puzzles;
    m_sum.single += right;
    m_sum.majority += voted == key ? 1 : 0;
    m_sum.oracle += right > 0 ? 1 : 0;
    m_sum.verifier += (chosen == solutions.end() ? voted : chosen->answer) == key ? 1 : 0;
    m_sum.read += share([](const Solution& s) { return !s.steps.empty(); });
}

Scaling ScalingTally::scaling() const
{
    Scaling mean = m_sum;
    for (double* value : {&mean.single, &mean.majority, &mean.oracle, &mean.verifier, &mean.read})
        *value /= std::max(double(m_sum.puzzles), 1.0);
    return mean;
}

} // namespace steplight::puzzles
