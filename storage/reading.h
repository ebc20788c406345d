// SPDX-License-Identifier: GPL-3.0-or-later
// Reading traces: one with all that is known of it, lists, counts, neighbours. Called on the
// project's thread. All take a query of the grammar in docs/queries.md and throw QueryError.
#pragma once

#include "storage/project.h"
#include "storage/records/trace_detail.h"
#include "storage/records/trace_row.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// Throws "no-such-trace".
TraceDetail traceDetail(Project& project, std::string_view traceId);
/// Parts of it, where that is all that is needed; throw as it does.
Question traceQuestion(Project& project, std::string_view traceId);
std::vector<Step> traceSteps(Project& project, std::string_view traceId);
/// Unset when there is none.
std::optional<Question> findQuestion(Project& project, std::string_view questionId);

/// What a list shows: which traces, in which order. Ties go by order of import.
struct Listing {
    std::string query;
    TraceOrder order = TraceOrder::imported;
    bool descending = false;
};

std::vector<TraceRow> traceRows(Project& project, const Listing& listing, std::int64_t offset,
                                std::int64_t limit);
/// The rows of these traces, in this order; unknown ids are left out.
std::vector<TraceRow> traceRows(Project& project, const std::vector<std::string>& traceIds);
/// limit < 0 = all.
std::vector<std::string> traceIds(Project& project, const Listing& listing,
                                  std::int64_t limit = -1);
std::int64_t countTraces(Project& project, const std::string& query);

/// What a policy would be asked: the questions of the traces that the query gives, each once, in
/// order of import; and, where the query asks for nothing but data sets (or for nothing), the
/// questions of these without a trace.
std::vector<std::string> questionIds(Project& project, const std::string& query);

/// Why a query finds nothing: the condition of it (bytes of the text) without which there would be
/// most traces, and whether it fits no trace at all. Unset when none of them alone is the reason.
struct EmptyReason {
    std::size_t begin = 0, length = 0;
    std::int64_t without = 0;
    bool never = false;
};
std::optional<EmptyReason> emptyReason(Project& project, const std::string& query);

/// Names that can follow a word of the grammar, in alphabetical order.
struct QueryNames {
    std::vector<std::string> datasets, policies, files, annotators, models;
};
QueryNames queryNames(Project& project);
/// Grows when there is a new name; cheap.
std::int64_t queryNamesVersion(Project& project);

/// The trace after (before) this one in the listing, also when this one has just left the query.
std::optional<std::string> nextTrace(Project& project, const Listing& listing,
                                     std::string_view traceId, bool forward = true);
/// How many traces of the listing stand before this one: its row number.
std::int64_t tracePosition(Project& project, const Listing& listing, std::string_view traceId);

/// Built-in queues, then the user's saved ones; with counts when asked.
std::vector<Queue> queues(Project& project, bool counted = true);
/// What a project opens on before anybody chose: the first queue where it holds any trace (its
/// corrections are worth most, docs/loop.md), else "all".
Queue firstQueue(Project& project);
/// Fills count and left. A window counts one queue at a time, so that opening a trace gets in
/// between.
void countQueue(Project& project, Queue& queue);

} // namespace steplight
