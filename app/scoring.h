// SPDX-License-Identifier: GPL-3.0-or-later
// Score runs between the database and their folders: prepare, start, take in what the engine says.
// The same code serves the Runs page and the verb `run`. On the project's thread unless said
// otherwise.
#pragma once

#include "engine/protocol/event.h"
#include "storage/project.h"
#include "storage/records/run.h"
#include "storage/runs.h"

#include <functional>
#include <map>
#include <string>

namespace steplight {

struct ScoreOrder {
    std::string model; ///< checkpoint folder
    std::string query; ///< which traces; empty = all
    /// "overwrite": "true" scores again what this model has scored; "threads". Others go to the
    /// engine as they are.
    std::map<std::string, std::string> settings;
};

/// Writes the run's folder and its row; nothing is started. Throws "bad-model", QueryError,
/// std::runtime_error.
Run prepareScore(Project& project, const ScoreOrder& order);

/// prepareScore() and startRun(); for the command line, on the main thread.
Run startScore(Project& project, const ScoreOrder& order);

/// Takes in the lines that the engine has written since, with the read offset, in one transaction.
/// True while more wait.
bool collectRun(Project& project, Run& run);

using RunWatch = std::function<void(const Run&)>;
/// Follows a run to its end.
Run waitForRun(Project& project, Run run, const RunWatch& watch = {});

/// What a model said of a trace, as prm estimates of that source.
TraceEstimates estimatesOf(const protocol::Result& result, const EstimateSource& source);

/// The query for what a model has scored; empty when none can say it: a query knows no quotation
/// mark in a path.
std::string scoredByQuery(const std::string& model);

bool isOver(const Run& run);

} // namespace steplight
