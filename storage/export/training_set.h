// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows of an export make a training set: all, or balanced by the kind of their error, or
// without errors of perception (pipeline.md §7, 15). Any thread.
#pragma once

#include "storage/records/trace.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace steplight {

/// "full", "balanced", "ablation".
const std::vector<std::string>& trainingSets();

enum class RowKind { correct, perceptionError, reasoningError };

/// By the section of the step with the "-". signs: of the first steps, at least one.
RowKind kindOf(const std::vector<bool>& signs, const std::vector<Step>& steps);

/// The balanced set: all rows but those with an error of perception, and of these as many as have
/// one of reasoning, or all there are. Which ones is decided by a hash of the trace's id, so that
/// another order of the same traces gives the same set.
class Balance
{
public:
    void add(std::int64_t trace, std::string_view traceId, RowKind kind);
    std::unordered_set<std::int64_t> chosen(); ///< the traces; after the last add()

private:
    struct Row {
        std::string hash;
        std::int64_t trace;
    };
    std::vector<Row> m_rows[3]; ///< by kind
};

} // namespace steplight
