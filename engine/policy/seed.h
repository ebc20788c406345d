// SPDX-License-Identifier: GPL-3.0-or-later
// What a request to a policy draws by. Any thread.
#pragma once

#include <cstdint>
#include <string>

namespace steplight {

// A hash of all that tells the request from the others: the run's seed, the problem's id, and what
// is asked for.
std::uint64_t seedOf(std::uint64_t run, const std::string& problem, const std::string& which);

} // namespace steplight
