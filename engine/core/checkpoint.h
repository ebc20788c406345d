// SPDX-License-Identifier: GPL-3.0-or-later
// A training on disk: folders step-00000012/ that hold the model (or adapter) as others load it,
// the optimiser's state and state.json, each folder whole or not there. One thread a training.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/optim.h"
#include "engine/core/weights.h"

namespace steplight {

// Where a training stands, to the bit together with weights and optimiser.
struct TrainState {
    std::int64_t step = 0;    // steps done, skipped ones included
    std::int64_t skipped = 0; // of these, without a finite gradient
    std::int64_t epoch = 0;
    std::int64_t cursor = 0; // examples of the epoch's order that are done
    std::uint64_t seed = 0;
    std::optional<double>
        metric; // of the evaluation at this step, if there was one; less is better
    std::map<std::string, double> measured; // by it, all finite
};

// Writes the checkpoint of state.step below `folder`, then removes all but the last two and the
// best. The whole model is saved where more than adapters learns; `source` as SaveOptions has it.
// All processes of the training call this, with a folder that they share. Throws EngineError
// "disk", in all processes if in one; the checkpoints before are then still there.
void saveCheckpoint(const std::filesystem::path& folder, const Model& model, const AdamW& optimiser,
                    const TrainState& state, const std::filesystem::path& source = {});

// The newest checkpoint that is whole to the last byte; nothing when there is none. `refused` gets
// a sentence for each newer one that is not.
std::optional<std::filesystem::path> newestCheckpoint(const std::filesystem::path& folder,
                                                      std::vector<std::string>* refused = nullptr);
// The one with the least metric, checked likewise.
std::optional<std::filesystem::path> bestCheckpoint(const std::filesystem::path& folder);

// Puts weights, adapters and optimiser back, in place; they must be those of the same training.
// Throws EngineError "weights", "config".
TrainState resume(const std::filesystem::path& checkpoint, const Model& model, AdamW& optimiser);

} // namespace steplight
