// SPDX-License-Identifier: GPL-3.0-or-later
// A run of kind "score": every trace of input.jsonl through the PRM, in order. Main thread.
#pragma once

#include "engine/protocol/request.h"
#include "engine/runs/event_log.h"
#include "engine/runs/run.h"

#include <stop_token>

namespace steplight {

/// Says model, progress, results, warnings and metrics; the final event is the caller's. Traces
/// that have a result are skipped. Throws EngineError: "input", "model", "disk", "malformed" (a
/// setting), "cancelled".
void scoreRun(const RunOptions& options, const protocol::RunRequest& request, EventLog& log,
              std::stop_token stop);

} // namespace steplight
