// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_news.h"

#include "app/run_folder.h"
#include "app/run_keeping.h"
#include "storage/reading.h"
#include "storage/runs.h"

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

/// What one event says of the run. Results are gathered, not stored.
struct TakeIn {
    Run& run;
    std::vector<TraceEstimates>& results;
    std::vector<ToKeep>& kept;

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
            kept.emplace_back(solution);
    }
    void operator()(const protocol::Judged& judged) const { kept.emplace_back(judged); }
    void operator()(const protocol::Searched& searched) const { kept.emplace_back(searched); }
    void operator()(const protocol::Node& node) const { kept.emplace_back(node); }
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

} // namespace

std::string scoredByQuery(const std::string& model)
{
    return model.find('"') == std::string::npos ? "scored-by:\"" + model + '"' : std::string();
}

std::string judgedByQuery(const std::string& judge)
{
    return judge.find('"') == std::string::npos ? "model:\"" + judge + '"' : std::string();
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

bool livesAgain(const Run& run)
{
    return run.state == RunState::failed &&
           saysMore(QString::fromStdString(run.folder), run.readOffset);
}

bool collectRun(Project& project, Run& run)
{
    // Another window or the command line may follow the same run: go on from what is stored.
    if (const auto stored = findRun(project, run.id))
        run = *stored;
    if (isOver(run) && !livesAgain(run))
        return false;
    const RunNews news = pollRun(QString::fromStdString(run.folder), run.readOffset);
    // A run that is just being started has no engine yet: that is not a dead one.
    const auto age = now() - run.createdAt; // below 0: the clock was set back, so it tells nothing
    const bool young = run.readOffset == 0 && news.offset == 0 && age >= 0 && age < startMs;
    if (young || (news.events.empty() && news.offset == run.readOffset))
        return false;
    if (isOver(run) && news.offset == run.readOffset)
        return false; // a line that this program cannot read, whoever wrote it
    Run told = run;
    if (isOver(run)) {
        told.state = RunState::running;
        told.message.clear();
        told.endedAt = 0;
    }
    if (news.reread) { // they are counted again
        told.metrics.erase("warnings");
        told.metrics.erase("rubbish_lines");
    }
    told.metrics["rubbish_lines"] += news.rubbish;
    if (told.metrics["rubbish_lines"] == 0)
        told.metrics.erase("rubbish_lines");
    std::vector<TraceEstimates> results;
    std::vector<ToKeep> kept;
    for (const protocol::Event& event : news.events)
        std::visit(TakeIn{told, results, kept}, event.body);
    told.readOffset = news.offset;
    const bool trained = told.kind == "train" && told.state == RunState::done;
    const bool first = project.transact([&] {
        if (const auto stored = findRun(project, run.id);
            stored && stored->readOffset != run.readOffset)
            return false; // somebody has taken these lines in meanwhile
        const auto misfits = storeResults(project, told.id, news.offset, results);
        if (!misfits.empty())
            told.message = misfits.front();
        for (const ToKeep& one : kept)
            keep(project, told, one);
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
