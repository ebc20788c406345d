// SPDX-License-Identifier: GPL-3.0-or-later
// `steplight-engine run FOLDER`: carries out one run folder, from its lock to its final event. Main
// thread, once a process.
#pragma once

#include <filesystem>

namespace steplight {

struct RunOptions {
    std::filesystem::path folder;
    std::filesystem::path
        images; ///< --images: find images here by hash; empty = as the request says
    std::filesystem::path model; ///< --model; empty = as the request says
    int lockFile = -1;           ///< --lock-fd: already locked by the starter; -1 = none
    bool turn = false;           ///< --turn: waits until no run beside it is at work
};

/// The exit code: 0 done, 1 failed, cancelled or busy. Errors become the final event.
int runFolder(const RunOptions& options);

} // namespace steplight
