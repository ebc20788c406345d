// SPDX-License-Identifier: GPL-3.0-or-later
// What a run takes of memory, told from headers and settings before anything is loaded. Any thread.
#pragma once

#include "engine/core/safetensors.h"
#include "engine/prm/memory.h"
#include "engine/protocol/request.h"
#include "engine/runs/run.h"
#include "engine/training/recipe.h"

#include <optional>

namespace steplight {

/// All models that the run loads, and beside them a pass (memory.h); of a run that writes, what its
/// rollouts keep when each gets as long as it may; of a training, what planTraining() counts.
/// Nothing for a run that loads none, or where it cannot be told: the run itself then says why.
std::optional<MemoryPlan> planRun(const RunOptions& options, const protocol::RunRequest& request);

/// What a training of `learnt` weights takes with passes of so many tokens, a picture of `pixels`
/// in each where the vision model learns, too. A policy has a loss at every token, whatever the
/// recipe says; a PRM only behind its steps, which are no more than one in sixteen.
TrainingSize trainingSizeOf(const Config& config, const Recipe& recipe, std::int64_t learnt,
                            std::int64_t processes, std::int64_t tokens, std::int64_t pixels,
                            bool policy);

} // namespace steplight
