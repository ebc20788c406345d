// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_news.h"

#include "app/run_folder.h"
#include "storage/content.h"
#include "storage/estimates.h"
#include "storage/identity.h"
#include "storage/import/judge_verdict.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/trees.h"

#include <QString>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace steplight {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t startMs = 5000; ///< within it an engine has said something or is dead

std::int64_t now()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

EstimateSource sourceOf(const Run& run)
{
    return {settingOf(run, "model_name"), run.model, settingOf(run, "model_hash"),
            settingOf(run, "profile"), run.id};
}

/// What one event says of the run. Results are gathered, not stored.
struct TakeIn {
    Run& run;
    Project& project;
    std::vector<TraceEstimates>& results;
    std::vector<protocol::Solution>& solutions;
    std::vector<protocol::Judged>& replies;
    std::vector<protocol::Searched>& searches;
    std::vector<protocol::Node>& nodes;

    void operator()(const protocol::Started& started) const
    {
        run.state = RunState::running;
        run.total = started.total;
        run.done = started.done;
    }
    void operator()(const protocol::ModelLoaded& loaded) const
    {
        const bool second = loaded.role == "prm"; // beside the policy
        run.settings[second ? "prm_name" : "model_name"] = loaded.name;
        run.settings[second ? "prm_hash" : "model_hash"] = loaded.hash;
        run.settings[second ? "prm_profile" : "profile"] = loaded.profile;
    }
    void operator()(const protocol::Progress& progress) const
    {
        if (progress.phase != run.kind) // loading, measuring
            return;
        run.done = progress.done;
        run.total = progress.total;
        run.secondsLeft = progress.secondsLeft;
    }
    void operator()(const protocol::Result& result) const
    {
        results.push_back(estimatesOf(result, sourceOf(run)));
    }
    void operator()(const protocol::Solution& solution) const
    {
        if (!solution.steps.empty()) // else it is not in the policy's form
            solutions.push_back(solution);
    }
    void operator()(const protocol::Judged& judged) const { replies.push_back(judged); }
    void operator()(const protocol::Searched& searched) const { searches.push_back(searched); }
    void operator()(const protocol::Node& node) const { nodes.push_back(node); }
    void operator()(const protocol::Grown&) const {}       // for a run that is taken up
    void operator()(const protocol::Explanation&) const {} // only serve gives one
    void operator()(const protocol::Warning& warning) const
    {
        run.message = warning.detail;
        run.metrics["warnings"] += 1;
    }
    void operator()(const protocol::Metrics& metrics) const
    {
        for (const auto& [name, value] : metrics.values)
            run.metrics[name] = value;
    }
    // The run's folder keeps them, for who looks at it (app/comparison.h).
    void operator()(const protocol::Curve&) const {}
    void operator()(const protocol::Apart&) const {}
    void operator()(const protocol::Done&) const { end(RunState::done); }
    void operator()(const protocol::Failed& failed) const
    {
        run.message = failed.detail;
        end(RunState::failed);
    }
    void operator()(const protocol::Cancelled&) const { end(RunState::cancelled); }

    void end(RunState state) const
    {
        run.state = state;
        run.endedAt = now();
        run.secondsLeft = -1;
    }
};

/// A trace of its own; where the project has the very same, the estimates join it.
void keep(Project& project, Run& run, Trace trace, const std::vector<Estimate>& estimates)
{
    if (!hasQuestion(project, trace.questionId)) {
        run.message = "A solution of a question that the project does not have was left out.";
        return;
    }
    trace.id = traceId(trace.questionId, trace.steps);
    trace.policy = run.settings["model_name"];
    if (addNewTrace(project, trace, estimates))
        run.metrics["new_traces"] += 1;
    else
        addEstimates(project, trace.id, estimates);
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
    keep(project, run, std::move(trace), estimates);
}

/// The pool and what was chosen in each tree, with the PRM's estimates.
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
    for (const protocol::Searched::Choice& choice : searched.choices) {
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

TraceEstimates estimatesOf(const protocol::Result& result, const EstimateSource& source)
{
    TraceEstimates estimates{result.trace, {}};
    for (std::size_t step = 0; step < result.scores.size(); ++step)
        estimates.estimates.push_back(
            {EstimateKind::prm, static_cast<int>(step), source, result.scores[step], 0, 0, {}});
    return estimates;
}

std::string scoredByQuery(const std::string& model)
{
    return model.find('"') == std::string::npos ? "scored-by:\"" + model + '"' : std::string();
}

Model modelOf(const Run& training)
{
    Model model;
    model.path = training.folder + "/model";
    model.name = settingOf(training, "name");
    return model;
}

bool isOver(const Run& run)
{
    return run.state != RunState::waiting && run.state != RunState::running;
}

bool collectRun(Project& project, Run& run)
{
    // Another window or the command line may follow the same run: go on from what is stored.
    if (const auto stored = findRun(project, run.id))
        run = *stored;
    if (isOver(run))
        return false;
    const RunNews news = pollRun(QString::fromStdString(run.folder), run.readOffset);
    // A run that is just being started has no engine yet: that is not a dead one.
    const auto age = now() - run.createdAt; // below 0: the clock was set back, so it tells nothing
    const bool young = run.readOffset == 0 && news.offset == 0 && age >= 0 && age < startMs;
    if (young || (news.events.empty() && news.offset == run.readOffset))
        return false;
    Run told = run;
    told.metrics["rubbish_lines"] += news.rubbish;
    if (told.metrics["rubbish_lines"] == 0)
        told.metrics.erase("rubbish_lines");
    std::vector<TraceEstimates> results;
    std::vector<protocol::Solution> solutions;
    std::vector<protocol::Judged> replies;
    std::vector<protocol::Searched> searches;
    std::vector<protocol::Node> nodes;
    for (const protocol::Event& event : news.events)
        std::visit(TakeIn{told, project, results, solutions, replies, searches, nodes}, event.body);
    told.readOffset = news.offset;
    const bool trained = told.kind == "train" && told.state == RunState::done;
    const bool first = project.transact([&] {
        if (const auto stored = findRun(project, run.id);
            stored && stored->readOffset != run.readOffset)
            return false; // somebody has taken these lines in meanwhile
        const auto misfits = storeResults(project, told.id, news.offset, results);
        if (!misfits.empty())
            told.message = misfits.front();
        for (const protocol::Solution& solution : solutions)
            keep(project, told, solution);
        for (const protocol::Judged& reply : replies)
            keep(project, told, reply);
        for (const protocol::Searched& searched : searches)
            keep(project, told, searched);
        for (const protocol::Node& node : nodes)
            keep(project, told, node);
        saveRun(project, told);
        if (trained)
            saveModel(project, modelOf(told));
        return true;
    });
    if (first)
        run = told;
    return news.more;
}

void reopenRun(Project& project, const std::string& runId)
{
    project.transact([&] {
        auto run = findRun(project, runId);
        if (!run)
            return;
        run->state = RunState::running;
        run->message.clear();
        run->endedAt = 0;
        saveRun(project, *run);
    });
}

Run waitForRun(Project& project, Run run, const RunWatch& watch)
{
    while (!isOver(run)) {
        if (!collectRun(project, run))
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        if (watch)
            watch(run);
    }
    return run;
}

} // namespace steplight
