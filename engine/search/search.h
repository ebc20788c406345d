// SPDX-License-Identifier: GPL-3.0-or-later
// Test-time scaling of one question: every strategy's answer, and what it cost (pipeline.md §5 and
// §7, 24-28). One thread a call.
#pragma once

#include "engine/search/pool.h"
#include "engine/search/tree.h"

namespace steplight::search {

struct Options {
    std::vector<Strategy> strategies; // each once
    Rule rule = Rule::plus;           // by which oneshot and the trees choose
    std::int64_t n = 16;      // solutions of the pool; continuations of a greedy step; simulations
    std::int64_t beam = 4;    // solutions that beam keeps; groups of DVTS
    std::int64_t expand = 4;  // continuations of each node of beam, DVTS and MCTS
    std::int64_t depth = 100; // levels of a tree; published
    double puct = 1;
};

struct Result {
    Strategy strategy = Strategy::single;
    std::int64_t n = 0;               // of a pooled one: how many of the pool it looked at
    std::optional<std::size_t> index; // of these the chosen one
    std::vector<std::size_t> path;    // of the others: nodes of the tree, to the answer
    std::string answer;               // empty: none
    Cost cost;
    Tree tree; // empty for a pooled one
};

struct Searched {
    std::vector<Pooled> pool; // empty where no strategy asks for it
    // In the order of the strategies. Of a pooled one several: for the first 1, 2, 4, … solutions
    // and for all, so that any two strategies can be compared at what they cost.
    std::vector<Result> results;
};

// Throws what the models throw.
Searched searchQuestion(const Options& options, const Models& models);

} // namespace steplight::search
