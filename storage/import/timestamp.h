// SPDX-License-Identifier: GPL-3.0-or-later
// Points in time as data writes them. Any thread.
#pragma once

#include <cstdint>
#include <string>

namespace steplight {

/// "2022-07-30T23:23:32.118856", UTC, as milliseconds since 1970, to the second; 0 when it is none.
std::int64_t millisecondsOf(const std::string& timestamp);

} // namespace steplight
