// SPDX-License-Identifier: GPL-3.0-or-later
// One trace with all that the Label page needs, and its neighbours in a queue read before they are
// asked for. Called on a project's thread; the values may go to any other.
#pragma once

#include "storage/reading.h"
#include "storage/team/training.h"

#include <memory>
#include <string>

namespace steplight {

struct OpenedTrace {
    TraceDetail detail;
    std::string view;               ///< how its first picture was looked at last; empty = never
    std::optional<Answers> answers; ///< of the training set; then labels are those in training
};

/// Throws "no-such-trace".
OpenedTrace readTrace(Project& project, const std::string& traceId);
/// Of a trace with answers, what people say of it in training in the place of labels.
TraceDetail readDetail(Project& project, const std::string& traceId, bool inTraining);
/// The setting that says how a picture was looked at.
std::string viewSetting(const std::string& imageHash);

/// The trace after (before) another in a listing.
struct Neighbour {
    /// nullptr = there is none. Shared because it is kept here while a database thread asks whether
    /// it still holds.
    std::shared_ptr<const OpenedTrace> trace;
    std::int64_t dataVersion = -1; ///< of the project when it was read
    bool held = false;             ///< nothing was read: what had been read ahead still holds
};

Neighbour readNeighbour(Project& project, const Listing& listing, const std::string& traceId,
                        bool forward);
/// ahead when nobody has committed anything since it was read; else it is read anew, so that a
/// trace that was labelled elsewhere meanwhile is never shown as it was.
Neighbour neighbour(Project& project, const Listing& listing, const std::string& traceId,
                    bool forward, const Neighbour& ahead);

} // namespace steplight
