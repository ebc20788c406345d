// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the queue grammar and the SQL that each stands for. Any thread. For storage's own
// files.
#pragma once

#include "storage/queries.h"
#include "storage/query_parser.h"

#include <string>
#include <string_view>

namespace steplight {

bool isComparedKey(std::string_view key);
bool isFlag(std::string_view word);
/// Empty when the predicate can be asked; else what is wrong with it, to be followed by a position.
/// inStep: it stands inside any( ).
std::string problemWith(const Predicate& predicate, bool inStep);

/// Condition on the row t of traces: some step, or the trace itself, is so.
Condition traceCondition(const Predicate& predicate, const QueryContext& context);
/// Condition on the row s of steps.
Condition stepCondition(const Predicate& predicate);

} // namespace steplight
