// SPDX-License-Identifier: GPL-3.0-or-later
// How a training is done, read from a run's settings (docs/training.md lists them). Plain values,
// any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "engine/core/labels.h"
#include "engine/core/lora.h"
#include "engine/core/loss.h"
#include "engine/core/optim.h"
#include "engine/core/parameters.h"

namespace steplight {

// The defaults are those of the published PRMs (pipeline.md, 7.20) but for the loss, which is over
// the two tokens that scoring reads, and for what stands where earlier labels are: "+", as when
// scoring.
struct Recipe {
    std::int64_t epochs = 2;
    std::int64_t updates = 0;    // in all, instead of epochs; 0 = epochs decide
    std::int64_t batch = 64;     // examples an update, over all processes
    std::int64_t tokens = 16384; // of a pass at most; an update takes as many passes as it needs
    double rate = 1e-5;
    double warmup = 0.05; // share of the updates in which the rate rises
    double clip = 1;
    AdamWOptions adam;
    LossOver over = LossOver::pair;
    Trainable learns; // beside adapters, where there are any
    std::optional<LoraOptions> lora;
    double perceptionWeight = 1;
    bool balance = false;           // both classes weigh the same over the whole set
    bool plusHistory = true;        // else earlier labels stand in the chat as they are
    bool referenceLabels = false;   // labels where the published trainer has them (core/labels.h)
    bool recompute = true;          // activations, a layer at a time
    std::int64_t evaluateEvery = 0; // updates; 0 = once an epoch
    bool fromNothing = false;       // weights are drawn, not read
    std::int64_t addLayers = 0;     // put on top of the text model (core/weights.h)
    std::optional<at::ScalarType> saveAs; // nothing: as the model it began with
    std::string name;                     // of the model that is made; empty: as before
    std::int64_t processes = 1; // on this machine's processor; 0 = one a thread, eight at most
    int threads = 0;            // which those share
    std::string device = "auto";
};

// What the settings do not say is as `otherwise` has it: a profile's `training`. Throws EngineError
// "input" for a setting that is unknown, out of range, or at odds with another.
Recipe readRecipe(std::map<std::string, std::string> settings,
                  std::map<std::string, std::string> otherwise = {});

} // namespace steplight
