// SPDX-License-Identifier: GPL-3.0-or-later
// A run of kind "search" (docs/search.md): a policy and a PRM answer the questions in input.jsonl
// by several strategies, as events. Main thread.
#pragma once

#include "engine/protocol/request.h"
#include "engine/runs/event_log.h"
#include "engine/runs/run.h"

#include <stop_token>

namespace steplight {

/// Takes up what an earlier start has left. Throws EngineError, "cancelled" after a stop request.
void searchRun(const RunOptions& options, const protocol::RunRequest& request, EventLog& log,
               std::stop_token stop);

} // namespace steplight
