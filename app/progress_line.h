// SPDX-License-Identifier: GPL-3.0-or-later
// A bar on stderr for long verbs, when that is a terminal. Main thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace steplight {

class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine(); ///< clears the line
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// total <= 0 = unknown. Redraws ten times a second at most.
    void show(const std::string& what, std::int64_t done, std::int64_t total);

private:
    bool m_terminal;
    std::chrono::steady_clock::time_point m_begun;
    std::chrono::steady_clock::time_point m_drawn;
};

} // namespace steplight
