// SPDX-License-Identifier: GPL-3.0-or-later
// What a run has made, as traces, estimates, verdicts and trees of the project. On the project's
// thread, within the transaction that also stores how far the run was read.
#pragma once

#include "engine/protocol/event.h"
#include "storage/project.h"
#include "storage/records/run.h"
#include "storage/runs.h"

#include <variant>

namespace steplight {

/// A policy's solution, a judge's reply, what a search made of a question, a node of a tree.
using ToKeep =
    std::variant<protocol::Solution, protocol::Judged, protocol::Searched, protocol::Node>;

/// What belongs to no question or trace of the project is left out, and the run's message says so.
void keep(Project& project, Run& run, const ToKeep& one);

/// Of the run's own model.
EstimateSource sourceOf(const Run& run);

/// What a model said of a trace, as prm estimates of that source.
TraceEstimates estimatesOf(const protocol::Result& result, const EstimateSource& source);

} // namespace steplight
