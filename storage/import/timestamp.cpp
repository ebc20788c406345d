// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/timestamp.h"

#include <chrono>
#include <cstdio>

namespace steplight {

std::int64_t millisecondsOf(const std::string& timestamp)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (std::sscanf(timestamp.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d", &year, &month, &day, &hour,
                    &minute, &second) != 6)
        return 0;
    using namespace std::chrono;
    const auto date = std::chrono::year(year) / month / day;
    if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0)
        return 0;
    return duration_cast<milliseconds>(sys_days(date).time_since_epoch() + hours(hour) +
                                       minutes(minute) + seconds(second))
        .count();
}

} // namespace steplight
