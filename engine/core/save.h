// SPDX-License-Identifier: GPL-3.0-or-later
// A model as a folder that transformers loads with no missing and no unexpected key, and the
// safetensors files that it is made of. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

#include "engine/core/parameters.h"

namespace steplight {

// What a checkpoint says of its training (checkpoint.h); no part of the model.
inline constexpr const char* trainStateFile = "state.json";

// One safetensors file, durable and whole or not there. Types stay; tensors may be on any device.
// Throws EngineError "disk".
void writeSafeTensors(const std::filesystem::path& file, std::span<const NamedTensor> tensors);

struct SaveOptions {
    // The folder that the model came from: its config.json is kept but for the type of the weights
    // and whether the head is the embedding, its tokenizer and other small files are copied. Empty:
    // config.json is written from the Config, flat, as every transformers reads it.
    std::filesystem::path source;
    std::int64_t shardBytes = 5'000'000'000; // a file is closed before it would grow beyond
    std::optional<at::ScalarType> type = {}; // weights are rounded to it; nothing: they stay
};

// Old names, fused tensors split. `folder` is created; files in it of the same names are replaced
// one by one. Throws EngineError "disk", "config".
void saveModel(const Model& model, const std::filesystem::path& folder,
               const SaveOptions& options = {});

} // namespace steplight
