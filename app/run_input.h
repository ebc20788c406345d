// SPDX-License-Identifier: GPL-3.0-or-later
// What a run works on: the lines of its input.jsonl, read from the project one trace after the
// other. On the project's thread.
#pragma once

#include "app/run_folder.h"
#include "app/run_order.h"

#include <memory>
#include <set>
#include <string>

namespace steplight {

struct CountedInput {
    NextLine next;
    std::shared_ptr<std::map<std::string, double>> counts; ///< filled as `next` is drawn
    /// Of a training: whose rollouts its traces have, runs of kind "synthesize"; filled likewise.
    std::shared_ptr<std::set<std::string>> rolloutsOf = {};
};

/// Traces to be scored. Setting "overwrite": "true" also gives those that this model has scored;
/// "first": the trace that comes before the others, whatever the query says of it.
NextLine tracesToScore(Project& project, const RunOrder& order);

/// Traces that the judge has not replied to yet.
NextLine tracesToJudge(Project& project, const RunOrder& order);

/// What a training is made of. Settings:
///   "rule"           one of trainingRules() or softRule, human-first by default;
///   "base_rule"      of human-first, where neither people nor the data speak: "paper" (default),
///                    "judge", "consensus", "mc-hard";
///   "threshold"      of a Monte-Carlo value, 0: at or below it a step is wrong;
///   "holdout"        the share of questions that is measured and never learnt, 0.1. A question's
///                    traces are all on one side, in every training;
///   "people_weight"  how often a trace stands in an epoch where a person rated a step of it, 1;
///   "whole_solutions"  "also": what is learnt comes once more as one step (protocol::Example).
/// Setting "after_error": "left-out" gives the steps after an error no target; else they are wrong,
/// for P(+) is of all up to a step.
/// Counts: "learnt", "validated" traces, "steps" with a target, "corrected" traces with a person's
/// rating, "left_out" traces without a target. Throws StorageError "no-such-rule", "bad-setting".
CountedInput examplesToLearn(Project& project, const RunOrder& order);

/// What a policy is to solve: questionIds() of the query, each with its key where there is one.
/// Throws StorageError "no-questions" when there is none.
NextLine questionsToSolve(Project& project, const RunOrder& order);

/// Whether the order asks a policy to go on from steps that people rewrote, not from questions:
/// settings of a synthesis
///   "from"       "questions", or "rewrites";
///   "label"      of one label, which rewrites a step: only that one;
///   "overwrite"  "true": also those from which something was written on before.
bool goesOnFromRewrites(const RunOrder& order);

/// The beginnings that the query's current labels leave, each under its label's id. Throws
/// StorageError "no-such-label", "bad-setting", and "nothing-to-continue" when there is none.
NextLine rewritesToContinue(Project& project, const RunOrder& order);

/// The least share of questions that a training in the model's line has held out; 1 where none was
/// trained here.
double heldOutShare(const std::vector<Run>& runs, std::string path);

/// How these runs estimated, and when they stopped, a clause each: "omega, 16 rollouts, decided at
/// 0.95 about 0.2 (01a2…)". Empty: nobody did, or no run is known.
std::string stoppingRules(Project& project, const std::set<std::string>& runIds);

/// The rule of a training or an evaluation, whether it is set or not.
std::string ruleOf(const RunOrder& order);
/// Throws StorageError "no-such-rule" unless it is one of trainingRules() or softRule.
void requireRule(const std::string& rule);
/// Where a question stands among all, from 0 to 1: below the share that is held out, it is never
/// learnt. The first 32 bits of its id, which is a hash.
double placeOf(const std::string& questionId);

/// The order's settings without those that are read here or in app/evaluation_input.h, and without
/// "then" (orderAfter()): what the engine is to know. Solutions from
/// rewrites are shorter and have no estimates, unless that is asked for.
std::map<std::string, std::string> engineSettings(const RunOrder& order);

} // namespace steplight
