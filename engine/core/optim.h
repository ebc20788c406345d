// SPDX-License-Identifier: GPL-3.0-or-later
// AdamW with its learning rate and clipping, as transformers' Trainer does it (torch.optim.AdamW,
// get_cosine_schedule_with_warmup, clip_grad_norm_). One thread an optimiser.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/parameters.h"
#include "engine/core/safetensors.h"

namespace steplight {

// The defaults are those of the published PRMs.
struct AdamWOptions {
    double beta1 = 0.9;
    double beta2 = 0.95;
    double eps = 1e-8;
    double decay = 1e-4;
    bool decayAll = false; // norms and biases, too; Trainer leaves them out
};

struct Moments {
    at::Tensor
        master;   // f32, the weight as the optimiser knows it; undefined where the weight is f32
    at::Tensor m; // f32: mean of the gradients
    at::Tensor v; // f32: mean of their squares
};

struct AdamW {
    AdamWOptions options;
    std::vector<Parameter> parameters;
    std::vector<Moments> moments; // one a parameter
    std::int64_t updates = 0;
};

AdamW adamW(std::vector<Parameter> parameters, const AdamWOptions& options = {});

// One update from the parameters' gradients; those without one stay as they are.
void update(AdamW& optimiser, double rate);

// The state by "<parameter>.m" and so on, sharing its storage; the count of updates is not in it.
std::vector<NamedTensor> stateOf(const AdamW& optimiser);
// Throws EngineError "weights" when something is missing or misshapen.
void restore(AdamW& optimiser, const SafeTensors& state, std::int64_t updates);

// Whether Trainer would decay a parameter of this name.
bool isDecayed(std::string_view name);

// The rate of step `step`, counted from 0: up to `peak` in `warmup` steps, then down to 0 at
// `total` along a half cosine.
double cosineRate(std::int64_t step, std::int64_t warmup, std::int64_t total, double peak);

// Scales all gradients so that their common norm is at most `most`; returns the norm before. Leaves
// them alone when it is not finite.
double clipGradients(std::span<const Parameter> parameters, double most);

void clearGradients(std::span<const Parameter> parameters);

} // namespace steplight
