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
/// The column of traces that holds the first step that the critic calls wrong.
std::string firstErrorColumn(Critic critic);
/// True when "some step is so", which traceCondition() asks, is all that any(predicate) asks. It is
/// not for labels, which may be of the trace as a whole.
bool tellsOfSteps(const Predicate& predicate);

} // namespace steplight
