// SPDX-License-Identifier: GPL-3.0-or-later
// What the strategies of a run of kind "search" came to for one question. Any thread.
#pragma once

#include "storage/records/trace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace steplight::protocol {

struct Searched {
    /// One of the pool that the pooled strategies choose from.
    struct Pooled {
        std::string response;         ///< as written
        std::vector<Step> steps;      ///< empty: the response does not have the form
        std::string answer;           ///< empty: none
        std::optional<bool> correct;  ///< unset without a key or an answer
        std::vector<double> scores;   ///< P(+) of each step; empty: not scored
        std::optional<double> whole;  ///< P(+) of the response as one step
        std::int64_t askedTokens = 0; ///< of the PRM's prompt for it, 0 where it was not asked
        std::int64_t tokens = 0;      ///< written
        std::optional<double> logProb = std::nullopt; ///< ln P of them all; unset: not recorded
    };
    /// A place in a search tree; the first is the root, where nothing is written yet.
    struct Node {
        std::int64_t parent = -1;     ///< index in the tree, before its own; -1 at the root
        Step step;                    ///< no text at the root and where only the answer was written
        std::string answer;           ///< not empty: the solution ends here
        double prior = 0;             ///< share of its parent's continuations
        std::optional<double> score;  ///< P(+)
        std::int64_t askedTokens = 0; ///< of the PRM's prompt for it
        std::int64_t visits = 0;      ///< by MCTS; else 0
        double value = 0;             ///< mean of what came back, in [0, 1]
    };
    struct Choice {
        std::string strategy;
        std::int64_t n = 0; ///< of a pooled one: how many of the pool it looked at; else 0
        std::optional<std::int64_t> index; ///< in the pool
        std::vector<std::int64_t> path;    ///< nodes of the tree, to the answer
        std::string answer;                ///< empty: none
        std::optional<bool> correct;       ///< unset without a key; no answer is wrong
        std::int64_t policyTokens = 0;     ///< written for this strategy
        std::int64_t prmTokens = 0;        ///< read by the PRM for it
        std::vector<Node> tree;            ///< of its own; empty for a pooled one
    };

    std::string question;
    std::vector<Pooled> pool;
    std::vector<Choice> choices;
};

} // namespace steplight::protocol
