// SPDX-License-Identifier: GPL-3.0-or-later
// The ways to come to an answer with more than one try, by name. Any thread.
#pragma once

#include "engine/grade/choosing.h"

#include <array>
#include <optional>
#include <string_view>

namespace steplight::search {

// From a pool of n solutions, which all of them share:
//   single    the first of them
//   majority  the most frequent answer
//   likelihood   the one that the policy holds the likeliest, by the mean of its tokens' ln P
//   weighted  the same, each solution weighing the mean of its steps' P(+)
//   weighted_min, weighted_last, weighted_product   the same by another aggregation (openr's
//             prm_min_vote, prm_last_vote)
//   oneshot   the best, scored as a whole in one step
//   mean, min, last, product, odds   the best by that aggregation of its steps' P(+)
// With a tree of steps of its own:
//   greedy, beam, dvts   engine/search/levels.h
//   mcts                 engine/search/mcts.h
enum class Strategy {
    single,
    majority,
    likelihood,
    weighted,
    weightedMin,
    weightedLast,
    weightedProduct,
    oneshot,
    mean,
    min,
    last,
    product,
    odds,
    greedy,
    beam,
    dvts,
    mcts
};
inline constexpr std::array strategies{Strategy::single,
                                       Strategy::majority,
                                       Strategy::likelihood,
                                       Strategy::weighted,
                                       Strategy::weightedMin,
                                       Strategy::weightedLast,
                                       Strategy::weightedProduct,
                                       Strategy::oneshot,
                                       Strategy::mean,
                                       Strategy::min,
                                       Strategy::last,
                                       Strategy::product,
                                       Strategy::odds,
                                       Strategy::greedy,
                                       Strategy::beam,
                                       Strategy::dvts,
                                       Strategy::mcts};

std::string_view nameOf(Strategy strategy);
std::optional<Strategy> strategyNamed(std::string_view name);

bool isPooled(Strategy strategy);
// Pooled ones that need P(+) of each step.
bool needsSteps(Strategy strategy);
// Whether it asks a PRM at all.
bool needsPrm(Strategy strategy);
// By which a solution weighs in a vote; unset for the others and for majority, where all are equal.
std::optional<Aggregation> weightOf(Strategy strategy);
// By which a pooled one is the best; unset for the others.
std::optional<Aggregation> aggregationOf(Strategy strategy);

} // namespace steplight::search
