// SPDX-License-Identifier: GPL-3.0-or-later
// What a model reaches on the examples that are kept for validation. One thread; all processes of a
// training call it together, each does its share, and each gets the same numbers.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/core/processes.h"
#include "engine/training/examples.h"
#include "engine/training/prepare.h"

namespace steplight {

struct Evaluation {
    // stepMetrics of the examples with targets; "text_loss" (nats a token) and "text_accuracy" of
    // those without. Empty when there are none.
    std::map<std::string, double> values;
    std::optional<double> loss; // by which checkpoints are compared: of the steps if there are any
    std::int64_t leftOut = 0;   // examples that could not be measured
    bool diverged = false;      // some score is no number; `values` are of the others
};

// Done and all examples, from time to time.
using CountFn = std::function<void(std::int64_t done, std::int64_t all)>;

// Throws EngineError "cancelled", in all processes, where one of them is told to stop.
Evaluation evaluate(const ModelFolder& folder, Examples& examples, Preparer& preparer,
                    const Recipe& recipe, const Processes& processes, const CountFn& count,
                    std::stop_token stop);

} // namespace steplight
