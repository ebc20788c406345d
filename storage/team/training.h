// SPDX-License-Identifier: GPL-3.0-or-later
// A training set: traces with answers that are shown after each label of one's own and never before
// (docs/team.md). The answers are a setting of the project and no labels, so that no list, mark or
// stamp tells them. Called on the project's thread.
#pragma once

#include "storage/project.h"
#include "storage/records/figures.h"
#include "storage/records/label.h"
#include "storage/records/trace_row.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace steplight {

using Answers = std::map<int, Verdict>; // by step

/// Answers are what `by` (a person, "dataset:<name>") says now of the traces of the query; their
/// number of traces and steps. Those that the set has stay; a queue `training` shows them. Throws
/// QueryError, and "no-labels".
struct TrainingSet {
    std::int64_t traces = 0, steps = 0;
};
TrainingSet addTraining(Project& project, const std::string& query, const std::string& by);
/// All of it; labels that were given in training stay, and its traces are open again.
void forgetTraining(Project& project);
/// Ids of its traces.
std::set<std::string> trainingTraces(Project& project);
/// Unset where the trace is none of the set; empty where they are damaged.
std::optional<Answers> trainingAnswers(Project& project, const std::string& traceId);
/// Gives them to another project.
void carryTraining(Project& from, Project& to);

/// Takes other people's labels off the rows of its traces, so that a list does not tell them.
void hideAnswers(Project& project, std::vector<TraceRow>& rows);

/// What the annotator says in training beside the answers, first words only; unset when nothing.
std::optional<GoldFigures> trainingAnswered(Project& project, const std::string& annotator);

} // namespace steplight
