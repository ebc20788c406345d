// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/grading.h"

#include <algorithm>

namespace steplight::puzzles {
namespace {

using protocol::Solution;

bool isTrue(const Puzzle& puzzle, const Solution& solution)
{
    return !solution.steps.empty() && verdictsOf(puzzle, solution.steps).back().cumulative;
}

} // namespace

void ScalingTally::add(const Puzzle& puzzle, std::span<const Solution> solutions,
                       const Scores& scores)
{
    const std::string key = answer(puzzle);
    const auto share = [&](auto holds) {
        return double(std::count_if(solutions.begin(), solutions.end(), holds)) /
               double(solutions.size());
    };
    std::vector<std::string> answers;
    for (const Solution& solution : solutions)
        answers.push_back(solution.answer);
    const double right = share([&](const Solution& s) { return s.answer == key; });
    const std::string majority = voted(answers, std::vector<double>(answers.size(), 1.0));
    const auto chosen = std::find_if(solutions.begin(), solutions.end(),
                                     [&](const Solution& s) { return isTrue(puzzle, s); });
    ++m_sum.puzzles;
    m_sum.single += right;
    m_sum.majority += majority == key ? 1 : 0;
    m_sum.oracle += right > 0 ? 1 : 0;
    m_sum.verifier += (chosen == solutions.end() ? majority : chosen->answer) == key ? 1 : 0;
    m_sum.read += share([](const Solution& s) { return !s.steps.empty(); });
    for (const Solution& solution : solutions)
        for (std::size_t i = 0; const Verdict& verdict : verdictsOf(puzzle, solution.steps)) {
            const auto section = std::size_t(solution.steps[i++].section);
            ++m_sum.steps[section];
            m_sum.local[section] += verdict.local ? 1 : 0;
        }
    if (scores.empty())
        return;
    std::vector<double> means;
    for (const Aggregation aggregation : aggregations) {
        std::vector<std::optional<double>> values;
        for (const auto& steps : scores)
            values.push_back(steps.empty() ? std::nullopt
                                           : std::optional(aggregated(aggregation, steps)));
        const auto best = firstBest(values);
        m_sum.best[std::size_t(aggregation)] += best && answers[*best] == key ? 1 : 0;
        if (aggregation == Aggregation::mean)
            for (const auto& value : values)
                means.push_back(value.value_or(0));
    }
    m_sum.weighted += voted(answers, means) == key ? 1 : 0;
}

Scaling ScalingTally::scaling() const
{
    Scaling mean = m_sum;
    const double puzzles = std::max(double(m_sum.puzzles), 1.0);
    for (double* value :
         {&mean.single, &mean.majority, &mean.oracle, &mean.verifier, &mean.read, &mean.weighted})
        *value /= puzzles;
    for (double& value : mean.best)
        value /= puzzles;
    for (std::size_t i = 0; i < mean.local.size(); ++i)
        mean.local[i] /= std::max(double(m_sum.steps[i]), 1.0);
    return mean;
}

} // namespace steplight::puzzles
