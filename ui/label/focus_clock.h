// SPDX-License-Identifier: GPL-3.0-or-later
// How long each step of a trace had the focus; pauses count for 30 seconds at most. Times come in
// as milliseconds of any steady clock. GUI thread only.
#pragma once

#include <cstdint>
#include <map>

namespace steplight {

class FocusClock
{
public:
    static constexpr std::int64_t longestPause = 30'000; ///< ms

    void reset(); ///< another trace
    /// The user did something while step was current (-1: looked away).
    void touch(int step, std::int64_t now);
    /// Milliseconds gathered for step, which then starts at 0 again.
    std::int64_t take(int step, std::int64_t now);

private:
    void gather(std::int64_t now);

    int m_step = -1;
    std::int64_t m_since = 0;
    std::map<int, std::int64_t> m_spent;
};

} // namespace steplight
