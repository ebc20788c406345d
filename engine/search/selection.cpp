// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/search/selection.h"

#include "engine/grade/choosing.h"

#include <cmath>
#include <vector>

namespace steplight::search {
namespace {

constexpr double rejected = -1;

} // namespace

Judged judge(Rule rule, double plus, std::int64_t length)
{
    const double minus = 1 - plus;
    if (rule == Rule::plus)
        return {plus, minus};
    const bool no = minus > plus;
    return {no ? rejected : std::pow(plus, 0.3) / std::pow(double(length), 0.6), minus};
}

double rankOf(const Judged& judged)
{
    return judged.reward > rejected ? judged.reward : rejected - judged.minus;
}

std::size_t choose(std::span<const std::optional<Judged>> candidates)
{
    std::vector<std::optional<double>> ranks;
    for (const auto& judged : candidates)
        ranks.push_back(judged ? std::optional(rankOf(*judged)) : std::nullopt);
    return firstBest(ranks).value_or(0);
}

} // namespace steplight::search
