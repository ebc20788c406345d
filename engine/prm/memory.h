// SPDX-License-Identifier: GPL-3.0-or-later
// What a checkpoint needs of this machine's memory, and what there is. Any thread.
#pragma once

#include <cstdint>

namespace steplight {

/// Bytes to hold the weights as float32 and to score one trace: four a parameter, a tenth more for
/// what is joined and computed, and 64 MiB.
std::int64_t memoryNeeded(std::int64_t parameters);

/// Bytes that can be taken without swapping: MemAvailable of /proc/meminfo, less where the cgroup
/// allows less; -1 = unknown.
std::int64_t memoryThere();

} // namespace steplight
