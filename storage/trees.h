// SPDX-License-Identifier: GPL-3.0-or-later
// Search trees of questions. Called on the project's thread.
#pragma once

#include "storage/project.h"
#include "storage/records/tree.h"

#include <string_view>
#include <vector>

namespace steplight {

/// Adds to what the project has of the tree, in one transaction; a root (node 0) begins it anew.
/// How many were left out: they have a number that is taken, or a parent that is not there. Throws
/// "no-such-question".
int addNodes(Project& project, const SearchTree& tree);

/// By source, then number.
std::vector<SearchTree> searchTrees(Project& project, std::string_view questionId);

/// The nodes whose prefix is one of the trace's, roots excepted; by source, tree, then step.
std::vector<NodeOnTrace> nodesOnTrace(Project& project, std::string_view traceId);

} // namespace steplight
