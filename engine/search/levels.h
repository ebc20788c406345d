// SPDX-License-Identifier: GPL-3.0-or-later
// Search level by level: every solution that is kept is written on from, and the best are kept.
// Greedy, beam and DVTS are its three widths. One thread a call.
#pragma once

#include "engine/search/tree.h"

namespace steplight::search {

struct Widths {
    std::int64_t groups = 1; // searches side by side, which share nothing
    std::int64_t keep = 1;   // solutions that a group keeps of each level
    std::int64_t expand = 1; // continuations of each; of the root, `keep` times as many
    std::int64_t depth = 1;  // levels: the steps of a solution and its answer
};

// A solution is worth what its newest step is (as `last`). One that is finished stays among the
// kept while it is among the best. In the end the best finished one of all groups; of equals the
// first seen.
//   greedy: one group that keeps one (pipeline.md §7, 27; prefixes are joined without doubling)
//   beam:   one group that keeps several
//   DVTS:   several groups that keep one each (Beeching et al. 2024)
Found searchLevels(const std::string& name, const Widths& widths, Rule rule, const Models& models);

} // namespace steplight::search
