// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/search/strategy.h"

#include <algorithm>

namespace steplight::search {
namespace {

constexpr std::array<std::string_view, strategies.size()> names{"single",
                                                                "majority",
                                                                "likelihood",
                                                                "weighted",
                                                                "weighted_min",
                                                                "weighted_last",
                                                                "weighted_product",
                                                                "oneshot",
                                                                "mean",
                                                                "min",
                                                                "last",
                                                                "product",
                                                                "odds",
                                                                "greedy",
                                                                "beam",
                                                                "dvts",
                                                                "mcts"};

} // namespace

std::string_view nameOf(Strategy strategy)
{
    return names[std::size_t(strategy)];
}

std::optional<Strategy> strategyNamed(std::string_view name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? std::nullopt
                                : std::optional(strategies[std::size_t(found - names.begin())]);
}

bool isPooled(Strategy strategy)
{
    return strategy < Strategy::greedy;
}

bool needsSteps(Strategy strategy)
{
    return weightOf(strategy) || aggregationOf(strategy);
}

bool needsPrm(Strategy strategy)
{
    return strategy > Strategy::likelihood;
}

std::optional<Aggregation> weightOf(Strategy strategy)
{
    switch (strategy) {
    case Strategy::weighted:
        return Aggregation::mean;
    case Strategy::weightedMin:
        return Aggregation::min;
    case Strategy::weightedLast:
        return Aggregation::last;
    case Strategy::weightedProduct:
        return Aggregation::product;
    default:
        return std::nullopt;
    }
}

std::optional<Aggregation> aggregationOf(Strategy strategy)
{
    for (const Aggregation aggregation : aggregations)
        if (steplight::nameOf(aggregation) == nameOf(strategy))
            return aggregation;
    return std::nullopt;
}

} // namespace steplight::search
