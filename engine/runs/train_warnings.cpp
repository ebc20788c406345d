// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/train_warnings.h"

#include <iostream>
#include <sstream>

namespace steplight {

using namespace protocol;

void TrainWarnings::write(const Warning& warning) const
{
    m_say({"", warning});
    if (m_processes.rank() > 0) // the first one says it
        return;
    std::cerr << "warning: " << (warning.trace.empty() ? "" : "trace " + warning.trace + ": ")
              << warning.detail << '\n';
}

void TrainWarnings::say(const std::string& code, const std::string& detail) const
{
    write({"", code, detail});
}

void TrainWarnings::sayOnce(const std::string& trace, const std::string& code,
                            const std::string& detail)
{
    if (!m_said.insert(trace).second)
        return;
    const Warning warning{trace, code, detail};
    write(warning);
    if (m_processes.rank() > 0)
        m_untold += writeEvent({"", warning});
}

void TrainWarnings::gather()
{
    const std::vector<std::string> all = m_processes.gather(m_untold);
    m_untold.clear();
    if (m_processes.rank() > 0)
        return;
    for (const std::string& untold : all) {
        std::istringstream lines(untold);
        for (std::string line; std::getline(lines, line);) {
            const auto warning = std::get<Warning>(readEvent(line).body);
            sayOnce(warning.trace, warning.code, warning.detail);
        }
    }
}

} // namespace steplight
