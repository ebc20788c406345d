// SPDX-License-Identifier: GPL-3.0-or-later
// A search tree: the prefixes of a question's solutions from which a policy wrote on. Plain values,
// any thread.
#pragma once

#include "storage/records/estimate.h"
#include "storage/records/trace.h"

#include <optional>
#include <string>
#include <vector>

namespace steplight {

struct TreeNode {
    struct Rollout {
        std::string text;   ///< behind the prefix; untrusted
        bool right = false; ///< it came to the answer key
        int tokens = 0;
    };

    int node = 0;                ///< in the tree; 0 = it is the root, the bare question
    int parent = -1;             ///< a lesser node; -1 = it is the root
    std::vector<Step> steps;     ///< from the parent on
    std::optional<double> value; ///< won / drawn, or what a search knew; unset = no estimate
    int won = 0;
    int drawn = 0;
    int visits = 0;              ///< searches that began with one of its rollouts
    std::optional<double> prior; ///< of the way here, when it was chosen
    std::vector<Rollout> rollouts;
};

struct SearchTree {
    std::string questionId;
    EstimateSource source;
    int number = 0;              ///< among those of the question and source
    std::vector<TreeNode> nodes; ///< in order
};

/// Where a trace passes a node.
struct NodeOnTrace {
    int step = 0; ///< the last of the prefix, 0-based
    EstimateSource source;
    int tree = 0; ///< SearchTree::number
    int node = 0;
};

} // namespace steplight
