// SPDX-License-Identifier: GPL-3.0-or-later
// Every tensor of a model with the names that a checkpoint has for it: what is saved and what is
// trained. The tensors share the model's storage. One thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include "engine/core/weights.h"

namespace steplight {

// Some rows of a fused tensor, as a checkpoint has them; old names.
struct Part {
    std::string name;
    std::int64_t rows = 0; // of dimension 0
};

struct Parameter {
    std::string name; // the tensor's own: "model.layers.0.self_attn.qkv_proj.weight"
    at::Tensor tensor;
    std::vector<Part> parts; // in the order of the rows, which they sum to
};

// The head only where it is not the embedding.
std::vector<Parameter> parametersOf(const Model& model);

struct NamedTensor {
    std::string name;
    at::Tensor tensor;
};

// The parts as views, shaped as a checkpoint has them.
std::vector<NamedTensor> checkpointTensors(const Model& model);

// Which weights learn. The published PRMs: the text model alone.
struct Trainable {
    bool text = true;
    bool tower = false;  // patch projection and blocks of the vision model
    bool merger = false; // its last step, to the text model's width
};

// Whether the tensor of this (old) name learns.
bool isChosen(const std::string& name, const Trainable& trainable);

// Asks gradients of these and of no others.
std::vector<Parameter> chooseTrainable(const Model& model, const Trainable& trainable);

// Reads every weight. Throws EngineError "weights" that names one which is not finite.
void requireFinite(const Model& model);

// For a model whose result is no finite number: names the weight that is none itself, if one is.
// Throws EngineError "weights".
[[noreturn]] void throwNotFinite(const Model& model);

} // namespace steplight
