// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/memory.h"

#include <algorithm>
#include <fstream>
#include <string>

namespace steplight {
namespace {

std::int64_t numberIn(const char* file)
{
    std::ifstream in(file);
    std::int64_t bytes = -1; // stays so for "max", too
    in >> bytes;
    return in ? bytes : -1;
}

std::int64_t machines()
{
    std::ifstream in("/proc/meminfo");
    for (std::string word; in >> word;)
        if (word == "MemAvailable:") {
            std::int64_t kibibytes = 0;
            return in >> kibibytes ? kibibytes * 1024 : -1;
        }
    return -1;
}

} // namespace

std::int64_t memoryNeeded(std::int64_t parameters)
{
    return parameters * 4 + parameters * 4 / 10 + 64 * 1024 * 1024;
}

std::int64_t memoryThere()
{
    const std::int64_t all = machines();
    const std::int64_t most = numberIn("/sys/fs/cgroup/memory.max");
    const std::int64_t used = numberIn("/sys/fs/cgroup/memory.current");
    if (most < 0 || used < 0)
        return all;
    const std::int64_t left = std::max<std::int64_t>(0, most - used);
    return all < 0 ? left : std::min(all, left);
}

} // namespace steplight
