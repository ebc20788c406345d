// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/answers.h"

#include "engine/evaluation/proportion.h"
#include "engine/grade/answer.h"

#include <algorithm>

namespace steplight {
namespace {

std::int64_t rightOf(std::span<const Graded> solutions)
{
    return std::count_if(solutions.begin(), solutions.end(),
                         [](const Graded& one) { return one.correct; });
}

/// By falling score: how right each is, those of one score their mean.
std::vector<double> inOrder(std::span<const Graded> solutions, Aggregation aggregation)
{
    std::vector<std::pair<double, double>> order;
    for (const Graded& one : solutions)
        order.emplace_back(aggregated(aggregation, one.plus), one.correct ? 1 : 0);
    std::sort(order.begin(), order.end(), std::greater());
    std::vector<double> right;
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i;
        double sum = 0;
        for (; end < order.size() && order[end].first == order[i].first; ++end)
            sum += order[end].second;
        right.insert(right.end(), end - i, sum / static_cast<double>(end - i));
        i = end;
    }
    return right;
}

/// Whether the answer that the votes choose is right, as any that is the same was graded.
bool votedRight(std::span<const Graded> solutions, bool byScore)
{
    std::vector<std::string> answers;
    std::vector<double> weights;
    for (const Graded& one : solutions) {
        answers.push_back(one.answer);
        weights.push_back(byScore ? aggregated(Aggregation::mean, one.plus) : 1);
    }
    const std::string chosen = voted(answers, weights);
    return std::any_of(solutions.begin(), solutions.end(), [&](const Graded& one) {
        return one.correct && sameAnswer(one.answer, chosen);
    });
}

/// The mean of what comes first among n of them, drawn in every way.
double bestOf(const std::vector<double>& inOrder, std::size_t n)
{
    const auto all = static_cast<double>(inOrder.size());
    double sum = 0;
    double chance = static_cast<double>(n) / all; // the first of the order is among the drawn
    for (std::size_t i = 0; i + n <= inOrder.size(); ++i) {
        sum += chance * inOrder[i];
        const double left = all - static_cast<double>(i) - 1; // C(left - 1, n - 1) / C(left, n - 1)
        chance *= left > 0 ? (left - static_cast<double>(n) + 1) / left : 0;
    }
    return sum;
}

} // namespace

void AnswerSums::add(std::span<const Graded> solutions)
{
    if (solutions.size() < 2)
        return;
    const auto n = static_cast<std::int64_t>(solutions.size());
    const std::int64_t right = rightOf(solutions);
    questions += 1;
    oracle += right > 0 ? 1 : 0;
    majority += votedRight(solutions, false) ? 1 : 0;
    weighted += votedRight(solutions, true) ? 1 : 0;
    for (std::size_t i = 0; i < best.size(); ++i)
        best[i] += inOrder(solutions, aggregations[i]).front();
    for (std::size_t i = 0; i < drawn.size(); ++i)
        if (const auto share = passAtK(n, right, drawn[i])) {
            pass[i] += *share;
            passOf[i] += 1;
        }
}

void AnswerSums::add(const AnswerSums& other, double times)
{
    questions += times * other.questions;
    oracle += times * other.oracle;
    majority += times * other.majority;
    weighted += times * other.weighted;
    for (std::size_t i = 0; i < best.size(); ++i)
        best[i] += times * other.best[i];
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        pass[i] += times * other.pass[i];
        passOf[i] += times * other.passOf[i];
    }
}

void AnswerSums::say(Values& values) const
{
    if (questions == 0)
        return;
    values["oracle"] = oracle / questions;
    values["majority"] = majority / questions;
    values["weighted"] = weighted / questions;
    for (std::size_t i = 0; i < best.size(); ++i)
        values[std::string("best_").append(nameOf(aggregations[i]))] = best[i] / questions;
    for (std::size_t i = 0; i < drawn.size(); ++i)
        if (passOf[i] == questions)
            values[std::string("pass_at_").append(std::to_string(drawn[i]))] = pass[i] / questions;
}

std::vector<BestOf> bestOfSome(std::span<const std::vector<Graded>> questions, std::size_t most)
{
    std::vector<BestOf> curve(most);
    double count = 0;
    for (const auto& solutions : questions) {
        if (solutions.size() < 2)
            continue;
        count += 1;
        curve.resize(std::min(curve.size(), solutions.size()));
        const std::vector<double> order = inOrder(solutions, Aggregation::mean);
        for (std::size_t i = 0; i < curve.size(); ++i) {
            curve[i].oracle += *passAtK(static_cast<std::int64_t>(solutions.size()),
                                        rightOf(solutions), static_cast<std::int64_t>(i) + 1);
            curve[i].best += bestOf(order, i + 1);
        }
    }
    for (BestOf& point : curve) {
        point.oracle /= count;
        point.best /= count;
    }
    return count > 0 ? curve : std::vector<BestOf>();
}

} // namespace steplight
