// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine says of a run, taken into the database. The same code serves the Runs page and
// the verb `run`. On the project's thread.
#pragma once

#include "engine/protocol/event.h"
#include "storage/project.h"
#include "storage/records/run.h"
#include "storage/runs.h"

#include <functional>
#include <string>

namespace steplight {

/// Takes in the lines that the engine has written since, with the read offset, in one transaction:
/// a score run's estimates, a training's model, a synthesis' traces and trees, a search's traces.
/// True while more wait.
bool collectRun(Project& project, Run& run);

/// Takes a run that had ended for a running one again; its engine is to be started by startRun().
void reopenRun(Project& project, const std::string& runId);

using RunWatch = std::function<void(const Run&)>;
/// Follows a run to its end.
Run waitForRun(Project& project, Run run, const RunWatch& watch = {});

/// The query for what a model has scored; empty when none can say it: a query knows no quotation
/// mark in a path.
std::string scoredByQuery(const std::string& model);
/// The same for what a judge has replied to.
std::string judgedByQuery(const std::string& judge);

bool isOver(const Run& run);
/// It failed, its engine died it seemed, but has said more since: somebody started it again.
bool livesAgain(const Run& run);

/// What a training that is done has made. Its hash is not known yet: an engine tells it.
Model modelOf(const Run& training);

} // namespace steplight
