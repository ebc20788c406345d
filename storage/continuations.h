// SPDX-License-Identifier: GPL-3.0-or-later
// Traces that a policy wrote on from rewritten steps, linked with the labels that rewrote them.
// Called on the project's thread, but for what takes no project.
#pragma once

#include "storage/project.h"
#include "storage/records/trace_detail.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// The trace goes on from the step that the label rewrote; both are there. A trace has one origin:
/// of two labels that lead to the same words the elder one, whatever came first. Throws
/// "no-such-trace", "no-such-label", and "bad-label" when the label rewrites nothing or is of this
/// very trace.
void addContinuation(Project& project, std::string_view traceId, std::string_view labelId);

/// From the rewritten steps of a trace, by its key; also from wordings that a later label has
/// replaced.
std::vector<ContinuedStep> continuedSteps(Project& project, std::int64_t trace);
/// Unset: it is no continuation.
std::optional<Origin> originOf(Project& project, std::int64_t trace);

/// A label of a trace that says how a step should read.
struct Rewrite {
    std::string traceId;
    std::string labelId;
};
/// The current ones in the traces that the query gives, in order of import, then by step. Throws
/// QueryError.
std::vector<Rewrite> currentRewrites(Project& project, const std::string& query);
/// Unset: there is no such label, or it rewrites nothing.
std::optional<Rewrite> findRewrite(Project& project, std::string_view labelId);

/// What was written on from this wording of the step; null when nothing was.
const ContinuedStep* continuedFrom(const TraceDetail& detail, const Label& label);
/// The steps with which a policy goes on from the label's: those before it, as the same person left
/// them or rewrote them, and the rewritten one. Any thread.
std::vector<Step> correctedSteps(const TraceDetail& detail, const Label& label);

} // namespace steplight
