// SPDX-License-Identifier: GPL-3.0-or-later
// What a checkpoint folder says of itself before any weight is read. Any thread.
#pragma once

#include "engine/core/config.h"
#include "engine/core/safetensors.h"
#include "engine/text/profile.h"
#include "engine/text/tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace steplight {

/// See Prm::modelHash().
std::string hashModel(const std::filesystem::path& folder, const Tokenizer& tokenizer,
                      const SafeTensors& file);

struct CheckpointFacts {
    std::string name;         ///< the folder's
    std::string architecture; ///< the class that config.json names; may be empty
    Config config;
    Profile profileInFull;
    std::int64_t bytes = 0; ///< of all tensors
    std::string hash;       ///< hashModel()
    std::string dtype;      ///< of most parameters, as stored: "BF16", "F32"
    std::string profile;    ///< its name
    bool profileFromFile = false;
    std::int64_t parameters = 0;
};

/// Reads headers, tokenizer and profile only. Throws EngineError, as Prm::load() would.
CheckpointFacts describeCheckpoint(const std::filesystem::path& folder);

} // namespace steplight
