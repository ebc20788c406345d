// SPDX-License-Identifier: GPL-3.0-or-later
// What a project remembers of a queue beside its query: its own visibility, its order, and the
// trace at which one left it; and what a label changes in the counts of all queues. Called on the
// project's thread.
#pragma once

#include "storage/project.h"
#include "storage/reading.h"
#include "storage/records/label.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

struct QueueDesk {
    std::optional<Visibility> visibility; ///< unset = the project's
    TraceOrder order = TraceOrder::imported;
    bool descending = false;
    std::string trace; ///< that was on the screen last; empty = none yet
};

/// queue is its name; empty = a query that was typed, which has an order and nothing else.
QueueDesk queueDesk(Project& project, const std::string& queue);
/// Of the queues that have their own.
std::map<std::string, Visibility> queueVisibilities(Project& project);

// The settings that hold this: setSetting() of an empty value forgets it.
std::string visibilitySetting(const std::string& queue);
std::string orderSetting(const std::string& queue);
std::string placeSetting(const std::string& queue);
std::string orderText(TraceOrder order, bool descending);

/// Where one goes on in a listing after this trace was on the screen last: at itself while it meets
/// the query or is half labelled, else at the next after it, else at the last before it. Unset when
/// the trace is gone or the listing is empty. A query that cannot be read keeps it where it was.
std::optional<std::string> placeIn(Project& project, const Listing& listing,
                                   const std::string& traceId);

/// All queues, counted as if this trace were the only one: before and after a label they tell what
/// it has changed, without counting anew. One that cannot be asked, or only by looking at all
/// traces ("mine", text), has -1. Throws nothing, for a label hangs on it: empty when nothing can
/// be read.
std::vector<Queue> queuesOf(Project& project, std::string_view traceId);

/// Steps that this annotator has labelled since local midnight.
std::int64_t labelledToday(Project& project, const std::string& annotator);

} // namespace steplight
