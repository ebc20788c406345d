// SPDX-License-Identifier: GPL-3.0-or-later
// Adding questions and traces; finding traces by the ids that data carries. Called on the
// project's thread, inside a WriteSlice or transact().
#pragma once

#include "storage/project.h"
#include "storage/records/estimate.h"
#include "storage/records/question.h"
#include "storage/records/trace.h"

#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// True when the question is new. question.id is computed when empty. A known question gains what
/// it lacked (answer key, grading, data set, prompt) and keeps what it has. ImageRefs with a hash
/// (from images.h) are attached, those without are kept as missing with their lookedFor.
bool addQuestion(Project& project, const Question& question);

/// True when the trace is new. trace.id is computed when empty; the question must be there. A
/// known trace gains what it lacked (answer, correct, policy, externalId, response).
bool addTrace(Project& project, const Trace& trace);

/// addTrace and addEstimates (estimates.h) in one and much faster. False, and nothing is done, when
/// the trace is there already.
bool addNewTrace(Project& project, const Trace& trace, const std::vector<Estimate>& estimates);

bool hasQuestion(Project& project, std::string_view questionId);
bool hasTrace(Project& project, std::string_view traceId);

/// Ids of the traces with this external id (uid, custom_id ...), in order of import.
std::vector<std::string> tracesByExternalId(Project& project, std::string_view externalId);
/// Ids of the traces whose raw response has this SHA-256 (hex), in order of import.
std::vector<std::string> tracesByResponse(Project& project, std::string_view responseHash);

} // namespace steplight
