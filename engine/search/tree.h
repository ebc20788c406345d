// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of what a search has written of one question, and its growth: steps are written on from
// a node, what is alike becomes one child, and the PRM scores each. One thread an object.
#pragma once

#include "engine/search/models.h"
#include "engine/search/selection.h"

namespace steplight::search {

struct Node {
    std::int64_t parent = -1; // index in the tree; -1: the root, where nothing is written yet
    PolicyStep step;          // no text at the root and where only the answer was written
    std::string answer;       // not empty: the solution ends here
    double prior = 0;         // share of its parent's continuations that were this one
    // P(+) of the step; of an answer alone, which is no step to a PRM, that of the step before.
    // Unset: could not be scored.
    std::optional<double> score;
    std::int64_t visits = 0; // by MCTS, as value
    double value = 0; // mean of the scores that came back from here on, in [0, 1]; 0 at the root

    std::int64_t written = 0;     // tokens, from the root on
    std::int64_t askedTokens = 0; // of the PRM's prompt for the score
};

using Tree = std::vector<Node>; // the root first, parents before children

std::vector<std::size_t> pathTo(const Tree& tree, std::size_t node); // without the root
std::vector<PolicyStep> stepsTo(const Tree& tree, std::size_t node);
std::optional<Judged> judgedAt(const Tree& tree, std::size_t node, Rule rule);

// What a search comes to.
struct Found {
    Tree tree;
    std::optional<std::size_t> leaf; // the chosen answer's node; unset: none was reached
    Cost cost;
};

class Growth
{
public:
    explicit Growth(const Models& models) : m_models(models) {}

    struct Wish {
        std::size_t node = 0;
        std::int64_t count = 1; // continuations
        std::string key;
    };
    // The new children of each, in the order in which they were first written; all are written in
    // one call and scored in one.
    std::vector<std::vector<std::size_t>> grow(std::span<const Wish> wishes);

    Tree tree{Node()};
    Cost cost;

private:
    std::vector<std::size_t> join(std::size_t parent, std::span<const Continuation> written);
    void score(std::span<const std::size_t> nodes);

    const Models& m_models;
};

} // namespace steplight::search
