// SPDX-License-Identifier: GPL-3.0-or-later
// Goes through the traces of an export. On the project's thread.
#pragma once

#include "storage/export/export.h"
#include "storage/listing.h"
#include "storage/sql.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace steplight {

/// Calls look for each trace in turn and adds them to progress, which a second pass continues.
/// False after a stop request.
template <typename Look>
bool passTraces(Project& project, const std::vector<Candidate>& traces, ExportProgress& progress,
                const ExportProgressed& progressed, const std::stop_token& stop, const Look& look)
{
    constexpr std::int64_t tracesPerProgress = 50;
    std::optional<Sql> reading; // one read transaction: beginning each anew takes longer
    for (const auto& trace : traces) {
        if (!reading)
            reading.emplace(project, "SELECT 1 FROM sqlite_schema").next();
        if (stop.stop_requested())
            return false;
        look(trace);
        if (++progress.traces % tracesPerProgress != 0)
            continue;
        reading.reset(); // the callee may write, and the log must not grow for ever
        if (progressed)
            progressed(progress);
    }
    return !stop.stop_requested();
}

} // namespace steplight
