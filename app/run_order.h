// SPDX-License-Identifier: GPL-3.0-or-later
// A run as somebody orders it: which kind, model, traces and settings; and its start. The same code
// serves the Runs page and the verb `run`. On the project's thread unless said otherwise.
#pragma once

#include "storage/project.h"
#include "storage/records/run.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace steplight {

struct RunOrder {
    std::string kind = "score"; ///< one of runKinds()
    std::string model; ///< checkpoint folder, or a judge's; evaluate: as findScores() takes it
    std::string query; ///< which traces; empty = all
    /// Those of app/run_input.h and app/evaluation_input.h, and "prm" and "pool" of a search,
    /// a checkpoint folder and a run's; the others go to the engine as they are (docs/protocol.md,
    /// docs/training.md, docs/search.md).
    std::map<std::string, std::string> settings;
};

/// "score", "train", "synthesize", "judge", "search", "evaluate".
const std::vector<std::string>& runKinds();

/// Writes the run's folder and its row; nothing is started. Throws StorageError "bad-model",
/// "no-such-rule", "no-labels", "not-scored", "nothing-to-measure", "nothing-to-continue",
/// "no-such-label", "no-questions", "bad-setting"; QueryError, std::runtime_error.
/// meanwhile: called between the traces, outside any transaction.
Run prepareRun(Project& project, const RunOrder& order,
               const std::function<void()>& meanwhile = {});

/// What is to follow a run that is done: setting "then" of a training is "score", so its model
/// scores the same traces.
std::optional<RunOrder> orderAfter(const Run& run);
/// The same for the one that is to carry it out: given once, though several windows and a script
/// may have waited for the run.
std::optional<RunOrder> takeOrderAfter(Project& project, const Run& run);

/// Names the setting that says which model a run of that kind took last.
std::string usualModelSetting(std::string_view kind);

/// The checkpoint folder of the policy that wrote last in this project, else of the model that goes
/// by the name of who wrote the trace; empty = none that is still there.
std::string policyFor(Project& project, const std::string& writer);

/// prepareRun() and startRun(); for the command line, on the main thread.
Run startOrder(Project& project, const RunOrder& order);

} // namespace steplight
