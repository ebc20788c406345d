// SPDX-License-Identifier: GPL-3.0-or-later
// A run of kind "train" (docs/training.md): from the request and its examples to checkpoints and a
// model. Main thread of each process of the training; only the first one's events are kept.
#pragma once

#include "engine/core/processes.h"
#include "engine/protocol/event.h"
#include "engine/protocol/request.h"
#include "engine/runs/run.h"
#include "engine/runs/train_report.h"
#include "engine/training/recipe.h"

#include <stop_token>

namespace steplight {

/// What the request says, and otherwise its model's profile. Throws EngineError.
Recipe recipeOf(const RunOptions& options, const protocol::RunRequest& request);

/// Goes on from the newest checkpoint of the folder, if there is one. Leaves the best model in the
/// folder's `model`. Throws EngineError.
void trainRun(const RunOptions& options, const protocol::RunRequest& request,
              const Processes& processes, const SayFn& say, std::stop_token stop);

} // namespace steplight
