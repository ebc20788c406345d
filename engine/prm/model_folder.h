// SPDX-License-Identifier: GPL-3.0-or-later
// A checkpoint folder that is loaded, and pictures as its model takes them: what a PRM and a policy
// share. Read-only once the weights are there; one thread a call.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/image.h"
#include "engine/core/weights.h"
#include "engine/prm/memory.h"
#include "engine/prm/prm.h"
#include "engine/text/chat.h"

namespace steplight {

struct ModelFolder {
    std::filesystem::path path;
    Profile profile;
    Tokenizer tokenizer;
    ChatTokens tokens; // without plus and minus
    Preprocessing preprocessing;
    Model model;
    std::string name, modelHash; // see Prm
    std::string note;            // of the weights as stored: "stored as float16", or empty
};

// All but the weights; `threads` 0 = LibTorch's own choice. Throws EngineError.
ModelFolder openModelFolder(const std::filesystem::path& path, const ProgressFn& progress,
                            int threads);
std::int64_t parametersOf(const SafeTensors& file);
enum class For { training, use };
// The weights where placeOf(device) says, or to be used as planUse() has it, if there is memory for
// them.
MemoryPlan readWeights(ModelFolder& folder, const ProgressFn& progress, std::string_view device,
                       For what);

// Throws EngineError "input" where a trace of so many tokens is too long for the model.
void requireFit(const ModelFolder& folder, std::size_t tokens);

// "tiny: 3 layers of 32, vision 2 of 16, float32 on the CPU"
std::string sizesOf(const ModelFolder& folder);

struct Pictures {
    at::Tensor patches; // f32 [N, 1176] of all; undefined without
    std::vector<Grid> grids;
    std::vector<std::int64_t> tokens; // of each
};

// Whole encoded files, resized as the profile says. Throws EngineError "image".
Pictures preparePictures(const ModelFolder& folder, const std::vector<std::string>& files);

} // namespace steplight
