// SPDX-License-Identifier: GPL-3.0-or-later
// Traces through the PRM: from the protocol's input to the protocol's result. One thread at a time.
#pragma once

#include "engine/prm/prm.h"
#include "engine/protocol/call.h"
#include "engine/protocol/event.h"
#include "engine/runs/image_folder.h"

#include <span>
#include <stop_token>
#include <variant>
#include <vector>

namespace steplight {

/// One trace, which may come again after an edit (Prm::scoreAgain). Scores that are not finite are
/// unset. Throws EngineError: "image", "input", "cancelled".
protocol::Result scoreTrace(const Prm& prm, ImageFolder& images, const protocol::TraceInput& trace,
                            std::stop_token stop);
/// The call's step. Throws as scoreTrace does.
protocol::Explanation explainStep(const Prm& prm, ImageFolder& images,
                                  const protocol::ExplainCall& call, const ProgressFn& progress,
                                  std::stop_token stop);
/// Solutions of one question in one pass, each with its own outcome, in order. Throws EngineError
/// "cancelled" only.
using TraceOutcome = std::variant<protocol::Result, EngineError>;
std::vector<TraceOutcome> scoreTraces(const Prm& prm, ImageFolder& images,
                                      std::span<const protocol::TraceInput> traces,
                                      std::stop_token stop);
/// A trace that could not be scored: finished, without any estimate.
protocol::Result unscored(const protocol::TraceInput& trace);
/// How many scores are unset.
std::size_t missingScores(const protocol::Result& result);

/// Throws EngineError "model", "device".
Prm loadPrm(const std::filesystem::path& folder, int threads, const std::string& device,
            const ProgressFn& progress);
protocol::ModelLoaded describe(const Prm& prm);

} // namespace steplight
