// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbs.h"

#include "app/json.h"
#include "app/progress_line.h"
#include "app/run_folder.h"
#include "app/run_news.h"
#include "app/run_order.h"
#include "storage/runs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iomanip>
#include <sstream>

namespace steplight {
namespace {

struct RunOptions {
    std::string project;
    RunOrder order;
    std::vector<std::string> settings;
    bool wait = false;
};

struct CancelOptions {
    std::string project, run;
};

/// "\nbeam: 0.812 right, 444 + 1387 tokens": a strategy of a search a line.
std::string strategiesOf(const Run& run)
{
    constexpr std::string_view written = "_policy_tokens", read = "_prm_tokens";
    std::string lines;
    for (const auto& [name, tokens] : run.metrics) {
        if (!name.ends_with(written))
            continue;
        const std::string strategy = name.substr(0, name.size() - written.size());
        std::ostringstream line;
        line << '\n' << strategy << ": ";
        if (const auto right = metricOf(run, strategy)) // else no question has a key
            line << std::fixed << std::setprecision(3) << *right << " right, ";
        line << std::llround(tokens) << " + "
             << std::llround(metricOf(run, strategy + std::string(read)).value_or(0)) << " tokens";
        lines += line.str();
    }
    return lines;
}

/// "0.812 (0.790 to 0.833)"; empty where it cannot be told.
std::string figure(const Run& run, const std::string& name)
{
    const auto rounded = [](double value) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.3f", value);
        return std::string(text.data());
    };
    const auto value = metricOf(run, name), low = metricOf(run, name + "_low"),
               high = metricOf(run, name + "_high");
    if (!value)
        return {};
    return rounded(*value) +
           (low && high ? " (" + rounded(*low) + " to " + rounded(*high) + ")" : "");
}

/// The measures that a paper prints, a line each; --json has all of them.
std::string evaluationText(const Run& run)
{
    std::string text;
    for (const auto& [name, words] : {std::pair("step_f1", "step F1"),
                                      {"first_error_f1", "first-error F1"},
                                      {"auc", "AUC"},
                                      {"ece", "ECE"},
                                      {"brier", "Brier"},
                                      {"best_mean", "best of N"}}) {
        const std::string own = figure(run, name),
                          other = figure(run, std::string("against_") + name),
                          gain = figure(run, std::string("gain_") + name);
        if (!own.empty())
            text += std::string("\n") + words + " " + own;
        if (!own.empty() && !other.empty())
            text += " against " + other + ", difference " + gain;
    }
    return text;
}

Outcome say(const Run& run)
{
    Json json = jsonOf(run);
    json["results"] = run.done;
    std::string text = "run " + run.id + " (" + run.kind +
                       "): " + std::string(runStateWord(run.state)) + ", " +
                       std::to_string(run.done) + " of " + std::to_string(run.total) +
                       (run.kind == "train"        ? " updates"
                        : run.kind == "synthesize" ? " solutions"
                        : run.kind == "search"     ? " questions"
                                                   : " traces");
    if (run.kind == "search")
        text += strategiesOf(run);
    if (run.kind == "evaluate" && run.state == RunState::done)
        text += evaluationText(run);
    if (run.kind == "train" && run.state == RunState::done)
        text += "\nthe model: " + modelOf(run).path;
    if (!run.message.empty())
        text += "\n" + run.message;
    const bool failed = run.state == RunState::failed || run.state == RunState::cancelled;
    return {json, text, failed ? exitFailed : exitDone};
}

RunOrder orderOf(const RunOptions& options)
{
    RunOrder order = options.order;
    for (const std::string& setting : options.settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos || equals == 0)
            throw CommandError("usage", "--set wants KEY=VALUE; \"" + setting + "\" is not.",
                               exitUsage);
        order.settings[setting.substr(0, equals)] = setting.substr(equals + 1);
    }
    // What is measured may go by a name, and is a setting like what it is measured against.
    if (const auto measured = order.settings.find("model");
        order.kind == "evaluate" && measured != order.settings.end()) {
        order.model = measured->second;
        order.settings.erase(measured);
    }
    return order;
}

/// The model that was named, or the only one that the project knows.
std::string modelFor(Project& project, const RunOrder& order)
{
    if (!order.model.empty())
        return order.model;
    std::vector<Model> known = models(project);
    std::erase_if(known,
                  [&](const Model& model) { return isJudge(model) != (order.kind == "judge"); });
    if (known.size() == 1)
        return known.front().path;
    throw CommandError("usage", "Which model? Name its checkpoint folder with --model.", exitUsage);
}

Run follow(Project& project, const Run& started)
{
    ProgressLine line;
    const std::string what = started.kind == "train"        ? "training"
                             : started.kind == "synthesize" ? "writing"
                             : started.kind == "judge"      ? "judging"
                             : started.kind == "search"     ? "searching"
                             : started.kind == "evaluate"   ? "measuring"
                                                            : "scoring";
    return waitForRun(project, started,
                      [&](const Run& now) { line.show(what, now.done, now.total); });
}

Outcome run(const RunOptions& options)
{
    const auto& kinds = runKinds();
    if (std::find(kinds.begin(), kinds.end(), options.order.kind) == kinds.end())
        throw CommandError("usage",
                           "KIND is score, train, synthesize, judge, search or evaluate; \"" +
                               options.order.kind + "\" is not built yet.",
                           exitUsage);
    Project project(options.project);
    RunOrder order = orderOf(options);
    order.model = modelFor(project, order);
    const Run started = startOrder(project, order);
    if (!options.wait)
        return say(started);
    Run ended = follow(project, started);
    if (const auto next = takeOrderAfter(project, ended)) // as a window that is open would
        ended = follow(project, startOrder(project, *next));
    return say(ended);
}

/// The row brought up to date with what the engine has said since.
Run upToDate(Project& project, Run run)
{
    while (collectRun(project, run))
        continue;
    return run;
}

Outcome list(const std::string& folder)
{
    Project project(folder);
    Json all = Json::array();
    std::string text;
    for (const Run& known : runs(project)) {
        const Outcome one = say(upToDate(project, known));
        all.push_back(one.json);
        text += (text.empty() ? "" : "\n") + one.text;
    }
    return {{{"runs", all}}, text.empty() ? "No runs yet." : text};
}

Outcome cancel(const CancelOptions& options)
{
    Project project(options.project);
    auto known = findRun(project, options.run);
    if (!known)
        throw CommandError("no-such-run", "There is no run " + options.run +
                                              " in this project; steplight runs lists them.");
    Run now = upToDate(project, *known);
    if (!isOver(now)) {
        cancelRun(QString::fromStdString(now.folder));
        now = waitForRun(project, now);
    }
    Outcome outcome = say(now);
    outcome.exit = exitDone;
    return outcome;
}

void declareRun(CLI::App& command, RunOptions& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command
        .add_option("KIND", options.order.kind, "score, train, synthesize, judge, search, evaluate")
        ->required();
    command.add_option("--model", options.order.model, "checkpoint folder");
    command.add_option("--query", options.order.query, "which traces; empty = all");
    command
        .add_option("--set", options.settings,
                    "KEY=VALUE: overwrite, threads; train: rule, holdout, then, rate, …; "
                    "synthesize: solutions, from, …; search: prm, strategies, n, …; evaluate: "
                    "against, rule, threshold, …")
        ->expected(1)
        ->take_all();
    command.add_flag("--wait", options.wait, "follow it to its end");
}

} // namespace

void addRunVerbs(CLI::App& app, std::vector<Verb>& verbs)
{
    addVerb<RunOptions>(app, verbs, "run", "start a run", declareRun, run);
    addVerb<std::string>(
        app, verbs, "runs", "list the runs",
        [](CLI::App& command, std::string& folder) {
            command.add_option("DIR", folder, "the project's folder")->required();
        },
        list);
    addVerb<CancelOptions>(
        app, verbs, "cancel", "stop a run; what it has done is kept",
        [](CLI::App& command, CancelOptions& options) {
            command.add_option("DIR", options.project, "the project's folder")->required();
            command.add_option("RUN", options.run, "its id, as runs prints it")->required();
        },
        cancel);
}

} // namespace steplight
