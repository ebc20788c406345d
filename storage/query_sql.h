// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL that each condition of a query stands for. Any thread. For storage's own files.
#pragma once

#include "storage/queries.h"
#include "storage/query_parser.h"
#include "storage/records/trace_row.h"

#include <string>

namespace steplight {

/// Condition on the row t of traces: some step, or the trace itself, is so.
Condition traceCondition(const Predicate& predicate, const QueryContext& context);
/// Condition on the row s of steps.
Condition stepCondition(const Predicate& predicate);
/// What the trace's own columns must say for any step of it to be so; cheap, "1" when they cannot
/// tell.
Condition necessaryCondition(const Predicate& predicate);
/// Number (from 1) of the first step of t that the critic calls wrong, or NULL; an expression.
std::string firstErrorSql(Critic critic);

} // namespace steplight
