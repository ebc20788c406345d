// SPDX-License-Identifier: GPL-3.0-or-later
// A query with the project's own circumstances, and traces by their keys. For storage's own files.
#pragma once

#include "storage/project.h"
#include "storage/queries.h"
#include "storage/records/trace_detail.h"

#include <cstdint>
#include <string>
#include <vector>

namespace steplight {

/// The last listing that was gone through far, so that its other pages cost nothing. Good while
/// nothing has been written, here (changes) or elsewhere (dataVersion).
struct ListedKeys {
    std::string sql;
    std::vector<SqlValue> values;
    std::int64_t changes = -1;
    std::int64_t dataVersion = -1;
    std::vector<std::int64_t> keys;
};

/// Compiled with the project's annotator, today, and how far the text index reaches.
Condition compileFor(Project& project, const std::string& query);

/// What people see differently is left until they do not, though each has labelled it.
bool leftWhileItHolds(const Queue& queue);

/// A trace before it is read whole.
struct Candidate {
    std::int64_t key = 0;
    int steps = 0;
    bool judged = false; ///< training could use what is said of it: a label, a given sign, a reply
};
/// All that the query finds, in order of import.
std::vector<Candidate> candidates(Project& project, const std::string& query);

TraceDetail traceDetail(Project& project, std::int64_t trace);

} // namespace steplight
