// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as the peers' forms are written: fields in our order, one row a line. Any thread.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace steplight {

using JsonRow = nlohmann::ordered_json;

/// Without any character at which Python's splitlines() would cut it: Potato reads lines so.
std::string lineOf(const JsonRow& row);

} // namespace steplight
