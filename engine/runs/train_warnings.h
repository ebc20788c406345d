// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong in a training without ending it. Of many processes the first one alone writes
// events, so the others hand it what only they have seen. Main thread of each process.
#pragma once

#include "engine/core/processes.h"
#include "engine/runs/train_report.h"

#include <string>
#include <unordered_set>

namespace steplight {

class TrainWarnings
{
public:
    TrainWarnings(SayFn say, const Processes& processes)
        : m_say(std::move(say)), m_processes(processes)
    {
    }

    /// What every process sees: the first one says it for all.
    void say(const std::string& code, const std::string& detail) const;
    /// What the process sees that has read this trace. Said once a trace, by another process than
    /// the first one when gather() is called next.
    void sayOnce(const std::string& trace, const std::string& code, const std::string& detail);
    /// All processes at once: the first one says what the others have seen.
    void gather();

private:
    void write(const protocol::Warning& warning) const;

    SayFn m_say;
    const Processes& m_processes;
    std::unordered_set<std::string> m_said; ///< traces
    std::string m_untold;                   ///< events, a line each
};

} // namespace steplight
