// SPDX-License-Identifier: GPL-3.0-or-later
// Monte-Carlo tree search over steps, with the PRM as its value: nothing is written to the end to
// learn what a node is worth. One thread a call.
#pragma once

#include "engine/search/tree.h"

namespace steplight::search {

struct Simulations {
    std::int64_t count = 1;  // each grows one node at most; the root's growth is the first
    std::int64_t expand = 1; // continuations of a node, of which the different ones are children
    std::int64_t depth = 1;  // of the tree: the steps of a solution and its answer
    double puct = 1;         // weight of what was visited little
};

// A simulation goes down by the greatest Q + puct * prior * sqrt(N) / (1 + n) (PUCT: Silver et al.
// 2017; N visits of the parent, n of the child, Q the child's value or, before its first visit, its
// score), grows the node where it ends, and takes that node's score (P(+), under either rule) back
// up; an end without an answer gives 0. Then the answer: down by most visits, past the ends without
// an answer, and greedily by the rule where nobody was. Of equals the greater value, then the first
// seen.
Found searchByVisits(const Simulations& simulations, Rule rule, const Models& models);

} // namespace steplight::search
