// SPDX-License-Identifier: GPL-3.0-or-later
// What an evaluation measures: traces that PRMs have scored already, with what is known of them. On
// the project's thread.
#pragma once

#include "app/run_folder.h"
#include "app/run_input.h"
#include "app/run_order.h"
#include "storage/records/estimate.h"

#include <memory>

namespace steplight {

/// A PRM by what it has scored in the project.
struct ScoredBy {
    std::string path; ///< of its folder; or the name of its scores, where no folder is known
    std::string name;
    std::vector<EstimateSource> sources; ///< oldest first
};

/// By path, by name, or by the last part of a path. Throws StorageError "not-scored" when it has
/// scored nothing here, "bad-model" when several go by that name.
ScoredBy findScores(Project& project, const std::string& nameOrPath);

/// Settings:
///   "against"       another PRM: both are measured on what both have scored;
///   "rule"          what is known of the steps: one of trainingRules() or softRule, human-first;
///   "mc_threshold"  of a Monte-Carlo value, 0: at or below it a step is wrong;
///   "questions"     "held-out": where a PRM was trained in this project, or one that it was
///                   trained from, only questions that none of these trainings learnt; "all";
///   "by"            what is told apart: "dataset", "file" or "policy".
/// Counts: traces that are left out, "left_out_learnt" for their question, "left_out_unscored" for
/// a step without a score, "left_out_unknown" for want of labels; the steps that are measured,
/// "people_steps" and "machine_steps", by who knows.
/// order.model and "against" as findScores() takes them. Throws as it does; "no-such-rule",
/// "bad-setting".
CountedInput tracesToMeasure(Project& project, const RunOrder& order);

/// The settings that are read here, and not by the engine.
const std::vector<std::string>& evaluationSettings();

} // namespace steplight
