// SPDX-License-Identifier: GPL-3.0-or-later
// What "any step" gathers of the conditions beside it. Any thread. For the parser only.
#pragma once

#include "storage/query_parser.h"

#include <cstddef>

namespace steplight {

/// Of the children from `from` to `to`, those that are about a step become one child, which asks
/// that they hold on the same step; what is about the trace stays beside it. textToo: text is
/// looked for in that step. begin and end: the words "any step". False when none is about a step.
bool gatherSameStep(QueryNode& node, std::size_t from, std::size_t to, bool textToo,
                    std::size_t begin, std::size_t end);

} // namespace steplight
