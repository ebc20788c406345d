// SPDX-License-Identifier: GPL-3.0-or-later
// LoRA adapters on the text model's linear layers, in PEFT's files and with its meaning (Hu et al.,
// arXiv 2106.09685): W + scale * b a, no dropout. One thread a model.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/parameters.h"
#include "engine/core/weights.h"

namespace steplight {

struct LoraOptions {
    std::int64_t rank = 16;
    double alpha = 32; // scale = alpha / rank
    std::vector<std::string> targets{"q_proj",    "k_proj",  "v_proj",   "o_proj",
                                     "gate_proj", "up_proj", "down_proj"};
};

// New adapters of float32 in every layer, in place of any there: a uniform within 1 / sqrt(m), b
// zero, so that the model is as before. Throws EngineError "config" for an unknown target.
void attachLora(Model& model, const LoraOptions& options, std::uint64_t seed);

// All adapters, named "model.layers.0.self_attn.q_proj.lora_A.weight"; they ask for gradients.
std::vector<Parameter> loraParameters(const Model& model);

// Adds the adapters to the weights and removes them.
void mergeLora(Model& model);

// adapter_config.json and adapter_model.safetensors. `base`: the name that PEFT shows for the
// model. Throws EngineError "disk".
void saveLora(const Model& model, const std::filesystem::path& folder, const std::string& base);
// Throws EngineError "config" for what PEFT can and this cannot (DoRA, trained biases, …),
// "weights" for tensors that do not fit.
void loadLora(Model& model, const std::filesystem::path& folder);

} // namespace steplight
