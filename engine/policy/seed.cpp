// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/policy/seed.h"

#include "engine/text/sha256.h"

namespace steplight {

std::uint64_t seedOf(std::uint64_t run, const std::string& problem, const std::string& which)
{
    const std::string hex =
        Sha256().add(std::to_string(run)).add(" ").add(which).add(" ").add(problem).hex();
    return std::stoull(hex.substr(0, 16), nullptr, 16);
}

} // namespace steplight
