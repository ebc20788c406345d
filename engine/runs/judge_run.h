// SPDX-License-Identifier: GPL-3.0-or-later
// A run of kind "judge": a judge's reply to each trace of input.jsonl (docs/protocol.md). Main
// thread, once a process.
#pragma once

#include "engine/protocol/request.h"
#include "engine/runs/event_log.h"
#include "engine/runs/run.h"

#include <stop_token>

namespace steplight {

/// Throws EngineError; see run.h.
void judgeRun(const RunOptions& options, const protocol::RunRequest& request, EventLog& log,
              std::stop_token stop);

} // namespace steplight
