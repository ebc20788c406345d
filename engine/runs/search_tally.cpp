// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/search_tally.h"

#include "engine/evaluation/proportion.h"

#include <algorithm>

namespace steplight {
namespace {

using Choice = protocol::Searched::Choice;

std::int64_t costOf(const Choice& choice)
{
    return choice.policyTokens + choice.prmTokens;
}

/// Majority's choice that costs the most of those that cost no more than this; null: none does.
const Choice* majorityAt(std::int64_t cost, const std::vector<Choice>& choices)
{
    const Choice* most = nullptr;
    for (const Choice& choice : choices)
        if (choice.strategy == "majority" && costOf(choice) <= cost &&
            (!most || choice.n > most->n))
            most = &choice;
    return most;
}

} // namespace

void SearchTally::note(const std::string& name, double value)
{
    Mean& mean = m_means[name];
    mean.sum += value;
    ++mean.count;
}

void SearchTally::addPool(const std::vector<protocol::Searched::Pooled>& pool)
{
    const auto right = std::count_if(pool.begin(), pool.end(),
                                     [](const auto& one) { return one.correct.value_or(false); });
    note("n", double(pool.size()));
    note("pass_1", double(right) / double(pool.size()));
    note("oracle", right > 0 ? 1 : 0);
}

void SearchTally::add(const protocol::Searched& searched)
{
    ++m_questions;
    std::map<std::string, const Choice*> widest;
    for (const Choice& choice : searched.choices) { // in rising order of n
        widest[choice.strategy] = &choice;
        if (!choice.correct)
            continue;
        Point& point = m_points[choice.strategy][choice.n];
        ++point.questions;
        point.right += *choice.correct ? 1 : 0;
        point.tokens += double(costOf(choice));
    }
    bool graded = false;
    for (const auto& [name, choice] : widest) {
        note(name + "_policy_tokens", double(choice->policyTokens));
        note(name + "_prm_tokens", double(choice->prmTokens));
        if (!choice->correct)
            continue;
        graded = true;
        note(name, *choice->correct ? 1 : 0);
        if (choice->tree.empty() || !widest.contains("majority"))
            continue;
        const Choice* equal = majorityAt(costOf(*choice), searched.choices);
        note("majority_at_" + name, equal && equal->correct.value_or(false) ? 1 : 0);
    }
    m_graded += graded ? 1 : 0;
    if (graded && !searched.pool.empty())
        addPool(searched.pool);
}

std::vector<protocol::Curve> SearchTally::curves() const
{
    std::vector<protocol::Curve> curves;
    for (const auto& [name, points] : m_points) {
        protocol::Curve curve{"tokens_" + name, 0, {"n", "tokens", "accuracy", "low", "high"}, {}};
        for (const auto& [n, point] : points) {
            const auto [low, high] = wilson(point.right, point.questions).value_or(Interval());
            curve.rows.push_back({double(n), point.tokens / point.questions,
                                  point.right / point.questions, low, high});
        }
        curves.push_back(std::move(curve));
    }
    return curves;
}

std::map<std::string, double> SearchTally::metrics() const
{
    std::map<std::string, double> metrics{{"questions", m_questions}, {"graded", m_graded}};
    for (const auto& [name, mean] : m_means)
        metrics[name] = mean.sum / mean.count;
    return metrics;
}

} // namespace steplight
