// SPDX-License-Identifier: GPL-3.0-or-later
// One step of a training: gradients of some batches, clipped, into one update. One thread a model.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "engine/core/gradients.h"
#include "engine/core/optim.h"

namespace steplight {

struct StepOptions {
    GradientOptions gradients;
    double clip = 1; // the gradients' greatest common norm
};

struct StepResult {
    LossTally tally;
    std::int64_t tokens = 0; // like the tally, of all processes
    double norm = 0;         // of the gradients, before clipping
    bool skipped = false;    // it was not finite, or no label weighs anything: the weights stay
};

// The loss is the weighted sum over all batches divided by the sum of all weights, so that neither
// the packing nor the number of batches matters, nor over how many processes they are spread (each
// brings its own, perhaps none). Throws as addGradients does, in all processes if in one, and
// EngineError "memory" in all where memory ran out in some; the weights are then as before and the
// gradients cleared.
StepResult trainStep(const Model& model, AdamW& optimiser, std::span<const Batch> batches,
                     const StepOptions& options, double rate, std::stop_token stop = {});

// The order in which `count` examples are visited in an epoch: a permutation that depends on the
// arguments alone, so that a resumed training goes on where it was.
std::vector<std::size_t> epochOrder(std::size_t count, std::uint64_t seed, std::uint64_t epoch);

} // namespace steplight
