// SPDX-License-Identifier: GPL-3.0-or-later
// AdamW with its learning rate and clipping, as transformers' Trainer does it (torch.optim.AdamW,
// get_cosine_schedule_with_warmup, clip_grad_norm_), but that the bias of a parameter's moments is
// corrected by the number of all updates, not of those in which it had a gradient. One thread an
// optimiser.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/parameters.h"
#include "engine/core/processes.h"
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
    // The process that keeps a parameter's moments and updates it, for all (ZeRO, arXiv 1910.02054,
    // stage 1): the largest first, each to the one with the least so far.
    std::vector<int> owners;
    std::vector<Moments> moments; // undefined where another process is the owner
    std::int64_t updates = 0;
    Processes processes;
};

AdamW adamW(std::vector<Parameter> parameters, const AdamWOptions& options = {},
            const Processes& processes = {});

// One update from the parameters' gradients, which are the same in all processes; those without one
// stay as they are. Every process has all new weights afterwards.
void update(AdamW& optimiser, double rate);

// This process's state by "<parameter>.m" and so on, sharing its storage; the count of updates is
// not in it.
std::vector<NamedTensor> stateOf(const AdamW& optimiser);
// From the files of all processes that wrote them, however many. Throws EngineError "weights" when
// something is missing or misshapen.
void restore(AdamW& optimiser, std::span<const SafeTensors> files, std::int64_t updates);

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
