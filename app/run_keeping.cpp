// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_keeping.h"

#include "storage/content.h"
#include "storage/continuations.h"
#include "storage/estimates.h"
#include "storage/identity.h"
#include "storage/import/judge_verdict.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/trees.h"

#include <algorithm>

namespace steplight {
namespace {

/// A trace of its own; where the project has the very same, the estimates join it. Returns its id;
/// empty when it was left out.
std::string keep(Project& project, Run& run, Trace trace, const std::vector<Estimate>& estimates)
{
    if (!hasQuestion(project, trace.questionId)) {
        run.message = "A solution of a question that the project does not have was left out.";
        return {};
    }
    trace.id = traceId(trace.questionId, trace.steps);
    trace.policy = run.settings["model_name"];
    if (addNewTrace(project, trace, estimates))
        run.metrics["new_traces"] += 1;
    else
        addEstimates(project, trace.id, estimates);
    return trace.id;
}

/// With mc estimates.
void keep(Project& project, Run& run, const protocol::Solution& solution)
{
    const EstimateSource source = sourceOf(run);
    std::vector<Estimate> estimates;
    for (std::size_t step = 0; step < std::min(solution.estimates.size(), solution.steps.size());
         ++step) {
        const auto& [correct, total] = solution.estimates[step];
        // No row where nothing was drawn: it would keep out what another solution of the same
        // words was given there.
        if (total > 0)
            estimates.push_back({EstimateKind::mc,
                                 static_cast<int>(step),
                                 source,
                                 static_cast<double>(correct) / static_cast<double>(total),
                                 static_cast<int>(correct),
                                 static_cast<int>(total),
                                 {}});
    }
    Trace trace;
    trace.questionId = solution.question;
    trace.steps = solution.steps;
    trace.answer = solution.answer;
    trace.correct = solution.correct;
    trace.response = solution.response;
    if (settingOf(run, "from") != "rewrites") {
        keep(project, run, std::move(trace), estimates);
        return;
    }
    const auto rewrite = findRewrite(project, solution.question); // its input went by labels
    trace.questionId = rewrite ? traceQuestion(project, rewrite->traceId).id : std::string();
    const std::string made = keep(project, run, std::move(trace), estimates);
    if (!made.empty() && made != rewrite->traceId)
        addContinuation(project, made, rewrite->labelId);
}

/// A strategy's tree; its values are the PRM's, those of MCTS what came back up.
SearchTree treeOf(const std::string& question, const protocol::Searched::Choice& choice,
                  EstimateSource source, int number)
{
    source.name = choice.strategy;
    SearchTree tree{question, std::move(source), number, {}};
    for (std::size_t i = 0; i < choice.tree.size(); ++i) {
        const protocol::Searched::Node& node = choice.tree[i];
        if (i > 0 && node.step.text.empty())
            continue; // the answer alone, at the end of a branch
        TreeNode kept;
        kept.node = static_cast<int>(i);
        kept.parent = static_cast<int>(node.parent);
        if (i > 0) {
            kept.steps.push_back(node.step);
            kept.prior = node.prior;
        }
        kept.visits = static_cast<int>(node.visits);
        kept.value = node.visits > 0 ? std::optional(node.value) : node.score;
        tree.nodes.push_back(std::move(kept));
    }
    return tree;
}

/// The pool and what was chosen in each tree, with the PRM's estimates, and the trees.
void keep(Project& project, Run& run, const protocol::Searched& searched)
{
    const EstimateSource prm{run.settings["prm_name"], run.settings["prm"],
                             run.settings["prm_hash"], run.settings["prm_profile"], run.id};
    const auto keepScored = [&](Trace trace, const std::vector<std::optional<double>>& scores) {
        trace.questionId = searched.question;
        if (!trace.steps.empty()) // else it is not in the policy's form, or there is no choice
            keep(project, run, std::move(trace),
                 estimatesOf(protocol::Result{{}, scores}, prm).estimates);
    };
    for (const protocol::Searched::Pooled& one : searched.pool) {
        Trace trace;
        trace.steps = one.steps;
        trace.answer = one.answer;
        trace.correct = one.correct;
        trace.response = one.response;
        keepScored(std::move(trace), {one.scores.begin(), one.scores.end()});
    }
    int trees = 0;
    for (const protocol::Searched::Choice& choice : searched.choices) {
        if (!choice.tree.empty() && hasQuestion(project, searched.question))
            addNodes(project, treeOf(searched.question, choice, prm, trees++));
        Trace trace;
        trace.answer = choice.answer;
        trace.correct = choice.correct;
        std::vector<std::optional<double>> scores;
        for (const std::int64_t place : choice.path) {
            const protocol::Searched::Node& node = choice.tree[static_cast<std::size_t>(place)];
            if (node.step.text.empty()) // the answer alone
                continue;
            trace.steps.push_back(node.step);
            scores.push_back(node.score);
        }
        keepScored(std::move(trace), scores);
    }
}

/// A judge's reply is read as an imported one is; one that says nothing clear is kept and counted.
void keep(Project& project, Run& run, const protocol::Judged& judged)
{
    if (!hasTrace(project, judged.trace)) {
        run.message = "A reply to a trace that the project does not have was left out.";
        return;
    }
    const JudgeVerdict verdict =
        readVerdict(judged.reply, traceSteps(project, judged.trace), sourceOf(run));
    run.metrics[verdict.parsed() ? "parsed" : "unparsable"] += 1;
    addJudgeReply(project, judged.trace, verdict.reply, verdict.estimates);
}

/// A node of a tree of its question.
void keep(Project& project, Run& run, const protocol::Node& node)
{
    if (!hasQuestion(project, node.question))
        return; // its solutions say so
    const auto& [won, drawn] = node.estimate;
    TreeNode kept{static_cast<int>(node.node),
                  static_cast<int>(node.parent),
                  node.steps,
                  {},
                  static_cast<int>(won),
                  static_cast<int>(drawn),
                  static_cast<int>(node.visits),
                  node.prior,
                  {}};
    if (drawn > 0)
        kept.value = static_cast<double>(won) / static_cast<double>(drawn);
    for (const auto& [text, right, tokens] : node.rollouts)
        kept.rollouts.push_back({text, right, static_cast<int>(tokens)});
    addNodes(project,
             {node.question, sourceOf(run), static_cast<int>(node.tree), {std::move(kept)}});
}

} // namespace

EstimateSource sourceOf(const Run& run)
{
    return {settingOf(run, "model_name"), run.model, settingOf(run, "model_hash"),
            settingOf(run, "profile"), run.id};
}

void keep(Project& project, Run& run, const ToKeep& one)
{
    std::visit([&](const auto& event) { keep(project, run, event); }, one);
}

TraceEstimates estimatesOf(const protocol::Result& result, const EstimateSource& source)
{
    TraceEstimates estimates{result.trace, {}};
    for (std::size_t step = 0; step < result.scores.size(); ++step)
        estimates.estimates.push_back(
            {EstimateKind::prm, static_cast<int>(step), source, result.scores[step], 0, 0, {}});
    return estimates;
}

} // namespace steplight
