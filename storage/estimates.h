// SPDX-License-Identifier: GPL-3.0-or-later
// Adding what machines say of steps. Called on the project's thread, inside a WriteSlice or
// transact(). The columns that lists and queues rest on are brought up to date at once.
#pragma once

#include "storage/project.h"
#include "storage/records/estimate.h"
#include "storage/records/trace_detail.h"

#include <string_view>
#include <vector>

namespace steplight {

/// Number of new ones. One estimate per step, kind and source: one that is there already stays as
/// it is. A value that is not finite or out of 0..1, and 0 of 0 rollouts, are kept as
/// "no estimate"; a value whose counts are not told (countsNotTold) is one. Throws "no-such-trace",
/// and "bad-step" for a step the trace does not have.
int addEstimates(Project& project, std::string_view traceId,
                 const std::vector<Estimate>& estimates);

/// Whoever gave a P(+), oldest first.
std::vector<EstimateSource> prmSources(Project& project);

/// The reply as a whole with its words on single steps (kind judge). True when new: a reply with
/// the same source and raw text is there once.
bool addJudgeReply(Project& project, std::string_view traceId, const JudgeReply& reply,
                   const std::vector<Estimate>& estimates);

} // namespace steplight
