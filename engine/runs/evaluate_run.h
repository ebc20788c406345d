// SPDX-License-Identifier: GPL-3.0-or-later
// A run of kind "evaluate" (docs/evaluation.md): how well one or two PRMs' scores in input.jsonl
// agree with what is known of the traces. No model is loaded. One thread.
#pragma once

#include "engine/protocol/request.h"
#include "engine/runs/event_log.h"
#include "engine/runs/run.h"

#include <stop_token>

namespace steplight {

/// Throws EngineError.
void evaluateRun(const RunOptions& options, const protocol::RunRequest& request, EventLog& log,
                 std::stop_token stop);

} // namespace steplight
