// SPDX-License-Identifier: GPL-3.0-or-later
// When days began here. Any thread.
#pragma once

#include <cstdint>
#include <ctime>

namespace steplight {

/// Local midnight of the day that is so many days from today, in milliseconds since 1970 UTC.
inline std::int64_t dayBegan(int days)
{
    const std::time_t now = std::time(nullptr);
    std::tm day{};
    ::localtime_r(&now, &day);
    day.tm_mday += days;
    day.tm_hour = day.tm_min = day.tm_sec = 0;
    day.tm_isdst = -1;
    return static_cast<std::int64_t>(std::mktime(&day)) * 1000;
}

inline std::int64_t todayBegan()
{
    return dayBegan(0);
}

} // namespace steplight
