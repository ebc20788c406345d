// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_order.h"

#include "app/evaluation_input.h"
#include "app/order_settings.h"
#include "app/run_input.h"
#include "app/run_news.h"
#include "storage/identity.h"
#include "storage/runs.h"

#include <QDateTime>

#include <algorithm>

namespace steplight {
namespace {

namespace fs = std::filesystem;

fs::path checkedModel(const RunOrder& order)
{
    const fs::path model = fs::absolute(order.model).lexically_normal();
    if (order.kind == "judge" && !fs::exists(model / protocol::judgeFile))
        throw StorageError("bad-model", "There is no " + std::string(protocol::judgeFile) + " in " +
                                            model.string() + ". Name a judge's folder.");
    if (order.kind != "judge" && !fs::exists(model / "config.json"))
        throw StorageError("bad-model",
                           "There is no config.json in " + model.string() +
                               ". Name a checkpoint folder in the HuggingFace layout.");
    return model;
}

/// "steplight-prm 2026-11-29 12:05": of the model that it begins with, and when.
std::string nameOfChild(Project& project, const fs::path& parent)
{
    std::string name = parent.filename().string();
    for (const Model& known : models(project))
        if (known.path == parent && !known.name.empty())
            name = known.name;
    // A child of a child: the first parent and the last moment.
    const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    const auto size = static_cast<std::size_t>(stamp.size());
    if (name.size() > size + 1 &&
        QDateTime::fromString(QString::fromStdString(name.substr(name.size() - size)),
                              QStringLiteral("yyyy-MM-dd HH:mm"))
            .isValid())
        name.resize(name.size() - size - 1);
    return name + " " + stamp.toStdString();
}

void requireExamples(const CountedInput& input, const protocol::RunRequest& request)
{
    if ((*input.counts)["learnt"] > 0)
        return;
    const std::string all = std::to_string(static_cast<int>((*input.counts)["left_out"]));
    throw StorageError("no-labels",
                       request.traces > 0
                           ? "All traces with labels belong to questions that are held out to be "
                             "measured. Label more of them, or set holdout to 0."
                           : "None of the " + all +
                                 " traces that the query gives has a label that "
                                 "the rule can use. Label some first, or choose another rule.");
}

/// Says what to do next: whatever most traces are left out for comes first.
void requireMeasured(const CountedInput& input, const protocol::RunRequest& request)
{
    if (request.traces > 0)
        return;
    auto& counts = *input.counts;
    const auto count = [&](const char* why) {
        return std::to_string(static_cast<std::int64_t>(counts[why]));
    };
    const double learnt = counts["left_out_learnt"], unscored = counts["left_out_unscored"],
                 unknown = counts["left_out_unknown"];
    if (learnt + unscored + unknown == 0)
        throw StorageError("nothing-to-measure", "The query gives no trace to measure.");
    if (unscored > 0 && unscored >= unknown)
        throw StorageError("not-scored", count("left_out_unscored") +
                                             " traces have no score of every PRM that is to be "
                                             "measured. Score them with each first: a run of kind "
                                             "score, with the same query.");
    if (unknown > 0)
        throw StorageError("nothing-to-measure",
                           "Nothing is known of the " + count("left_out_unknown") +
                               " traces that are scored. Label some, or choose another rule.");
    throw StorageError("nothing-to-measure",
                       "A PRM has learnt from this project, perhaps from the questions of all " +
                           count("left_out_learnt") +
                           " traces. Set questions to \"all\" to measure it on them all the same.");
}

/// The order with both PRMs by their paths.
RunOrder withPaths(Project& project, RunOrder order)
{
    order.model = findScores(project, order.model).path;
    if (const auto other = order.settings.find("against"); other != order.settings.end())
        other->second = findScores(project, other->second).path;
    return order;
}

/// Going on from the same rewrites once more is to draw anew: the same draws would count twice.
std::uint64_t seedOf(const RunOrder& order, const std::string& runId)
{
    if (goesOnFromRewrites(order) && !order.settings.contains("seed"))
        return std::stoull(runId.substr(runId.size() - 12), nullptr, 16); // 48 random bits
    constexpr double mostSeed = 9e15; // a double has each of them
    return static_cast<std::uint64_t>(numberOf(order.settings, "seed", 0, mostSeed));
}

/// Also says in `run` what is known before an engine has begun; updates, solutions and questions
/// only it counts.
void writeFolder(Project& project, const RunOrder& order, Run& run,
                 const std::function<void()>& meanwhile)
{
    protocol::RunRequest request;
    request.program = "steplight " STEPLIGHT_VERSION;
    request.kind = order.kind;
    request.model = order.model;
    request.images = (project.folder() / "images").string();
    request.seed = seedOf(order, run.id);
    request.settings = engineSettings(order);
    const auto create = [&](const NextLine& next) {
        const auto nextAfter = [&] {
            if (meanwhile)
                meanwhile();
            return next();
        };
        request = createRunFolder(QString::fromStdString(run.folder), request, nextAfter);
    };
    if (order.kind == "train") {
        const CountedInput input = examplesToLearn(project, order);
        create(input.next);
        requireExamples(input, request);
        run.metrics = *input.counts;
        run.settings["rule"] = ruleOf(order);
        run.settings["input_sha256"] = request.inputHash; // the model's lineage
        if (const std::string rules = stoppingRules(project, *input.rolloutsOf); !rules.empty())
            run.settings["estimates"] = rules;
    } else if (goesOnFromRewrites(order)) {
        create(rewritesToContinue(project, order));
        run.settings["from"] = "rewrites"; // also where a label alone said so
        run.settings.erase("seed");        // who repeats the run draws what was not drawn yet
    } else if (order.kind == "synthesize" || order.kind == "search") {
        create(questionsToSolve(project, order));
    } else if (order.kind == "judge") {
        create(tracesToJudge(project, order));
        run.total = request.traces;
    } else if (order.kind == "evaluate") {
        const CountedInput input = tracesToMeasure(project, order);
        create(input.next);
        requireMeasured(input, request);
        run.metrics = *input.counts;
        run.settings["rule"] = ruleOf(order);
        run.settings["model_name"] = findScores(project, order.model).name;
        run.total = request.traces;
    } else {
        create(tracesToScore(project, order));
        run.total = request.traces;
    }
}

} // namespace

const std::vector<std::string>& runKinds()
{
    static const std::vector<std::string> kinds{"score", "train",  "synthesize",
                                                "judge", "search", "evaluate"};
    return kinds;
}

Run prepareRun(Project& project, const RunOrder& order, const std::function<void()>& meanwhile)
{
    Q_ASSERT(std::count(runKinds().begin(), runKinds().end(), order.kind) == 1);
    RunOrder wanted = order;
    if (order.kind == "evaluate")
        wanted = withPaths(project, order);
    else
        wanted.model = checkedModel(order).string();
    if (const auto prm = wanted.settings.find("prm");
        order.kind == "search" && prm != wanted.settings.end())
        prm->second = checkedModel({"score", prm->second, {}, {}}).string();
    if (const auto pool = wanted.settings.find("pool");
        order.kind == "search" && pool != wanted.settings.end())
        pool->second = fs::absolute(pool->second).lexically_normal().string();
    if (order.kind == "train" && !order.settings.contains("name"))
        wanted.settings["name"] = nameOfChild(project, wanted.model);
    Run run;
    run.id = newUuid();
    run.kind = wanted.kind;
    run.model = wanted.model;
    run.query = wanted.query;
    run.settings = wanted.settings;
    run.settings.erase("first"); // of the moment: who repeats the run looks elsewhere
    run.folder = runFolder(project, run.id).string();
    try {
        writeFolder(project, wanted, run, meanwhile);
    } catch (...) {
        fs::remove_all(run.folder); // nobody would find it again
        throw;
    }
    run.createdAt = QDateTime::currentMSecsSinceEpoch(); // its engine is expected from now on
    saveRun(project, run);
    if (!run.model.empty())
        setSetting(project, usualModelSetting(run.kind), run.model);
    return run;
}

std::string usualModelSetting(std::string_view kind)
{
    return std::string("model-for:").append(kind);
}

std::string policyFor(Project& project, const std::string& writer)
{
    std::vector<std::string> folders;
    for (const char* kind : {"synthesize", "search"})
        folders.push_back(setting(project, usualModelSetting(kind)));
    for (const Run& run : runs(project))
        if (run.kind == "synthesize" || run.kind == "search")
            folders.push_back(run.model);
    for (const Model& model : models(project))
        if (model.name == writer && !writer.empty())
            folders.push_back(model.path);
    std::error_code absent;
    for (const std::string& folder : folders)
        if (!folder.empty() && fs::is_regular_file(fs::path(folder) / "config.json", absent))
            return folder;
    return {};
}

std::optional<RunOrder> orderAfter(const Run& run)
{
    if (run.kind != "train" || run.state != RunState::done || settingOf(run, "then") != "score")
        return std::nullopt;
    return RunOrder{"score", modelOf(run).path, run.query, {}};
}

std::optional<RunOrder> takeOrderAfter(Project& project, const Run& run)
{
    auto next = orderAfter(run);
    if (next && !claimSetting(project, "followed:" + run.id, "1"))
        next.reset();
    return next;
}

Run startOrder(Project& project, const RunOrder& order)
{
    Run run = prepareRun(project, order);
    startRun(QString::fromStdString(run.folder));
    return run;
}

} // namespace steplight
