// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of a Qwen2.5-VL model as plain structs, all of one type on one device. Read-only
// after loading, then any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/config.h"
#include "engine/core/safetensors.h"

namespace steplight {

// d = hidden, f = intermediate, k = kvHeads * headDim, V = vocab; C, F the same of the vision
// model; M = C * merge². A [n, m] weight maps m values to n, as at::linear takes it.
struct VisionBlock {
    at::Tensor norm1;   // [C]
    at::Tensor qkvW;    // [3C, C]
    at::Tensor qkvB;    // [3C]
    at::Tensor projW;   // [C, C]
    at::Tensor projB;   // [C]
    at::Tensor norm2;   // [C]
    at::Tensor gateUpW; // [2F, C]
    at::Tensor gateUpB; // [2F]
    at::Tensor downW;   // [C, F]
    at::Tensor downB;   // [C]
};

struct VisionWeights {
    at::Tensor patchW; // [C, channels * temporalPatch * patch²]
    std::vector<VisionBlock> blocks;
    at::Tensor mergerNorm; // [C]
    at::Tensor merger1W;   // [M, M]
    at::Tensor merger1B;   // [M]
    at::Tensor merger2W;   // [d, M]
    at::Tensor merger2B;   // [d]
};

// What a LoRA adapter adds to some rows of a weight [n, m]: scale * b a. Undefined: nothing.
struct LowRank {
    at::Tensor a; // f32 [r, m]
    at::Tensor b; // f32 [n, r]
    double scale = 1;
};

struct TextLayer {
    struct Adapters {
        LowRank q, k, v, out, gate, up, down;
    };

    at::Tensor inputNorm; // [d]
    at::Tensor qkvW;      // [d + 2k, d]
    at::Tensor qkvB;      // [d + 2k]
    at::Tensor outW;      // [d, d]
    at::Tensor postNorm;  // [d]
    at::Tensor gateUpW;   // [2f, d]
    at::Tensor downW;     // [d, f]
    Adapters adapters;
};

struct TextWeights {
    at::Tensor embed; // [V, d]
    std::vector<TextLayer> layers;
    at::Tensor norm; // [d]
    at::Tensor head; // [V, d]; the same tensor as embed when tied
};

struct Model {
    Config config;
    VisionWeights vision;
    TextWeights text;
};

// The old names (`visual.…`, `model.…`) of a tensor that is named in the new way (`model.visual.…`,
// `model.language_model.…`, transformers >= 4.52); an old name stays.
std::string oldName(std::string_view name);

// What of a checkpoint does not fit its config.json, in old names.
struct TensorFaults {
    std::vector<std::string> missing;
    std::vector<std::string> misshapen; // "model.norm.weight is [64], not [96]"
    std::vector<std::string> unused;
    std::size_t all = 0;
};

// Reads no tensor. Throws EngineError "weights" for a doubled one, and beyond 200,000 faults.
TensorFaults compareTensors(const Config& config, const SafeTensors& file);

// Throws EngineError "weights" that names every missing, unused and misshapen tensor, a doubled
// one, or float16, which the vision model overflows. `progress` gets the share that is read. A type
// that the file has already is kept to the bit.
Model loadModel(const Config& config, const SafeTensors& file,
                const std::function<void(double)>& progress = {},
                at::TensorOptions place = at::kFloat);

// As transformers begins a training from nothing: matrices normal with the config's deviation,
// norms one, biases zero. The same on every machine for a seed.
Model randomModel(const Config& config, std::uint64_t seed, at::TensorOptions place = at::kFloat);

// Puts so many layers on top of the text model's, drawn as above but for what they add, which is
// nothing until they learn: what the model computes stays as it was (block expansion of LLaMA Pro,
// arXiv 2401.02415).
void addTextLayers(Model& model, std::int64_t count, std::uint64_t seed);

} // namespace steplight
