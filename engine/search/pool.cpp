// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/search/pool.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace steplight::search {
namespace {

std::string answerOf(const Pooled& one)
{
    return one.solution.turn ? one.solution.turn->answer : std::string();
}

// Scores those that have the form, by what `partsOf` makes of one.
template <typename PartsOf, typename Place>
void scoreAll(std::vector<Pooled>& pool, const Models& models, PartsOf partsOf, Place place)
{
    std::vector<std::vector<std::string>> asked;
    for (const Pooled& one : pool)
        if (one.solution.turn)
            asked.push_back(partsOf(one.solution));
    if (asked.empty())
        return;
    const auto scores = models.score(asked);
    std::size_t next = 0;
    for (Pooled& one : pool)
        if (one.solution.turn)
            one.*place = scores[next++];
}

std::optional<std::size_t> vote(std::span<const Pooled> pool, std::optional<Aggregation> weight)
{
    std::vector<std::string> answers;
    std::vector<double> weights;
    for (const Pooled& one : pool) {
        answers.push_back(answerOf(one));
        const double value = weight && one.steps ? aggregated(*weight, one.steps->plus) : 0;
        weights.push_back(weight ? value : 1);
    }
    const std::string winner = voted(answers, weights);
    const auto first = std::find(answers.begin(), answers.end(), winner);
    return winner.empty() ? std::nullopt : std::optional(std::size_t(first - answers.begin()));
}

std::optional<Judged> judgedBy(Strategy strategy, const Pooled& one, Rule rule)
{
    if (const Whole& solution = one.solution; strategy == Strategy::likelihood)
        return solution.logProb && solution.tokens > 0
                   ? std::optional(Judged{std::exp(*solution.logProb / double(solution.tokens)), 0})
                   : std::nullopt;
    if (strategy == Strategy::oneshot)
        return one.whole
                   ? std::optional(judge(rule, one.whole->plus.back(), one.whole->askedTokens))
                   : std::nullopt;
    if (!one.steps)
        return std::nullopt;
    const double value = aggregated(*aggregationOf(strategy), one.steps->plus);
    return Judged{value, 0}; // of a product or odds there is no P(-), and nothing is rejected
}

std::optional<std::size_t> best(Strategy strategy, std::span<const Pooled> pool, Rule rule)
{
    std::vector<std::size_t> places;
    std::vector<std::optional<Judged>> judged;
    for (std::size_t i = 0; i < pool.size(); ++i)
        if (pool[i].solution.turn) {
            places.push_back(i);
            judged.push_back(judgedBy(strategy, pool[i], rule));
        }
    return places.empty() ? std::nullopt : std::optional(places[choose(judged)]);
}

std::optional<std::size_t> indexBy(Strategy strategy, std::span<const Pooled> pool, Rule rule)
{
    switch (strategy) {
    case Strategy::single:
        return answerOf(pool[0]).empty() ? std::nullopt : std::optional<std::size_t>(0);
    case Strategy::majority:
    case Strategy::weighted:
    case Strategy::weightedMin:
    case Strategy::weightedLast:
    case Strategy::weightedProduct:
        return vote(pool, weightOf(strategy));
    default:
        return best(strategy, pool, rule);
    }
}

} // namespace

std::vector<Pooled> makePool(std::int64_t n, std::span<const Strategy> wanted, const Models& models)
{
    std::vector<Pooled> pool;
    for (Whole& solution : models.writeWhole(n))
        pool.push_back({std::move(solution), {}, {}});
    if (std::any_of(wanted.begin(), wanted.end(), needsSteps))
        scoreAll(
            pool, models,
            [](const Whole& solution) {
                std::vector<std::string> texts;
                for (const PolicyStep& step : solution.turn->steps)
                    texts.push_back(step.text);
                return texts;
            },
            &Pooled::steps);
    if (std::find(wanted.begin(), wanted.end(), Strategy::oneshot) != wanted.end())
        scoreAll(
            pool, models, [](const Whole& solution) { return std::vector{solution.response}; },
            &Pooled::whole);
    return pool;
}

Chosen chooseFrom(Strategy strategy, std::span<const Pooled> pool, Rule rule)
{
    Chosen chosen{indexBy(strategy, pool, rule), {}};
    for (const Pooled& one : pool.first(strategy == Strategy::single ? 1 : pool.size())) {
        chosen.cost.policyTokens += one.solution.tokens;
        if (needsSteps(strategy) && one.steps)
            chosen.cost.prmTokens += one.steps->tokens;
        if (strategy == Strategy::oneshot && one.whole)
            chosen.cost.prmTokens += one.whole->tokens;
    }
    return chosen;
}

} // namespace steplight::search
