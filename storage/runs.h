// SPDX-License-Identifier: GPL-3.0-or-later
// Runs, models and settings of a project. Called on the project's thread.
#pragma once

#include "storage/project.h"
#include "storage/records/estimate.h"
#include "storage/records/run.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// Adds the run or replaces what is known of it, all but readOffset (see storeResults). Run::folder
/// is stored relative to the project.
void saveRun(Project& project, const Run& run);
std::optional<Run> findRun(Project& project, std::string_view runId);
/// Newest first.
std::vector<Run> runs(Project& project);
/// runs/<id> in the project, absolute; made when absent.
std::filesystem::path runFolder(Project& project, std::string_view runId);

struct TraceEstimates {
    std::string traceId;
    std::vector<Estimate> estimates;
};
/// Stores results and the read offset of events.jsonl in one transaction, so that a crash on
/// either side neither loses nor doubles one. Returns sentences for results that do not fit
/// (unknown trace, step out of range); the others are stored.
std::vector<std::string> storeResults(Project& project, std::string_view runId,
                                      std::int64_t readOffset,
                                      const std::vector<TraceEstimates>& results);

/// By path.
std::vector<Model> models(Project& project);
void saveModel(Project& project, const Model& model);
/// With its facts; what it scored stays.
void forgetModel(Project& project, std::string_view path);

/// What an engine said of the model besides its row: JSON that storage does not look into; empty =
/// nothing.
std::string modelFacts(Project& project, std::string_view path);
void saveModelFacts(Project& project, std::string_view path, std::string_view json);

/// The P(+) that a model gave, in all runs.
struct ModelScores {
    std::vector<std::string> paths; ///< where the same weights lay when they scored
    std::int64_t traces = 0;
    std::int64_t steps = 0;
    double mean = 0; ///< of all steps, those that were scored again by their own mean
    std::int64_t runs = 0;
    std::int64_t lastAt = 0; ///< milliseconds since 1970 UTC; 0 = imported, or never
};

/// By hash of the weights, or by path where that is unknown. Reads every estimate once when there
/// is any.
ModelScores modelScores(Project& project, const Model& model);

/// Settings that belong to the project: "annotator", "visibility", ... Empty = unset.
std::string setting(Project& project, std::string_view key);
void setSetting(Project& project, std::string_view key, std::string_view value);
std::map<std::string, std::string> settings(Project& project);
/// Sets it, unless it is set: whether it was this call that did, of all in all processes.
bool claimSetting(Project& project, std::string_view key, std::string_view value);

/// The user's own views beside the built-in queues; saving a name again replaces its query.
void saveQueue(Project& project, std::string_view name, std::string_view query);
void forgetQueue(Project& project, std::string_view name);
/// Throws "exists" when another queue has that name.
void renameQueue(Project& project, std::string_view name, std::string_view newName);

} // namespace steplight
