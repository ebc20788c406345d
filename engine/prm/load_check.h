// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a checkpoint folder can be used here: every tensor compared with what config.json asks
// for, memory compared with what there is, each weight file hashed, and the model loaded. Long:
// call it on a worker.
#pragma once

#include "engine/core/weights.h"
#include "engine/prm/prm.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace steplight {

struct WeightFile {
    std::string name;
    std::int64_t bytes = 0;
    std::string sha256; ///< as model hubs publish it
};

struct LoadCheck {
    bool loads = false;
    bool refused = false; ///< for want of memory: nothing was hashed and nothing loaded
    std::string error;    ///< why it does not load; a sentence
    TensorFaults faults;
    std::int64_t memoryNeeded = 0; ///< bytes; see memory.h
    std::int64_t memoryThere = -1; ///< bytes; -1 = unknown
    std::vector<WeightFile> files;
    double seconds = 0; ///< of the loading alone
};

/// Never throws EngineError: that is what it reports.
LoadCheck checkCheckpoint(const std::filesystem::path& folder, const ProgressFn& progress);

} // namespace steplight
