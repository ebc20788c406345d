// SPDX-License-Identifier: GPL-3.0-or-later
// When today began here. Any thread.
#pragma once

#include <cstdint>
#include <ctime>

namespace steplight {

/// Local midnight in milliseconds since 1970 UTC.
inline std::int64_t todayBegan()
{
    const std::time_t now = std::time(nullptr);
    std::tm day{};
    ::localtime_r(&now, &day);
    day.tm_hour = day.tm_min = day.tm_sec = 0;
    day.tm_isdst = -1;
    return static_cast<std::int64_t>(std::mktime(&day)) * 1000;
}

} // namespace steplight
