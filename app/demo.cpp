// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo.h"

#include "app/hints.h"
#include "app/model_folder.h"
#include "app/resources.h"
#include "app/run_news.h"
#include "app/run_order.h"
#include "app/shot.h"
#include "storage/content.h"
#include "storage/export/export.h"
#include "storage/import/import.h"
#include "storage/labels.h"
#include "storage/moved_models.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/stats.h"
#include "storage/upkeep.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <fstream>

namespace steplight {
namespace {

namespace fs = std::filesystem;
constexpr int tracesLabelled = 12;
constexpr auto demoAnnotator = "demo";

/// One line of truth.jsonl: the puzzle's own knowledge of where a trace goes wrong.
struct Truth {
    std::string trace; ///< external id
    int firstError = -1;
    ErrorKind kind = ErrorKind::reasoning;
    std::vector<Region> regions;
};

Truth truthOf(const nlohmann::json& line)
{
    Truth truth{line.at("uid"), -1, ErrorKind::reasoning, {}};
    const auto& steps = line.at("steps");
    for (std::size_t i = 0; i < steps.size() && truth.firstError < 0; ++i) {
        const auto& step = steps[i];
        if (step.at("local").get<bool>())
            continue;
        truth.firstError = static_cast<int>(i);
        truth.kind = errorKindFromWord(step.value("error_kind", "reasoning")).value_or(truth.kind);
        if (const auto box = step.find("region"); box != step.end() && box->size() == 4) {
            Region region;
            const double x = (*box)[0], y = (*box)[1];
            region.points = {{x, y}, {x + (*box)[2].get<double>(), y + (*box)[3].get<double>()}};
            truth.regions.push_back(region);
        }
    }
    return truth;
}

/// What an annotator would say: right up to the first wrong step, wrong there, the tail left alone.
void labelByTruth(Project& project, const Truth& truth)
{
    const auto traces = tracesByExternalId(project, truth.trace);
    if (traces.empty() || !currentLabels(project, traces.front()).empty())
        return;
    std::vector<Label> rows;
    for (int step = 0; step <= truth.firstError; ++step) {
        Label row;
        row.traceId = traces.front();
        row.step = step;
        row.annotator = demoAnnotator;
        row.program = STEPLIGHT_VERSION;
        row.verdict.rating = step == truth.firstError ? -1 : 1;
        if (step == truth.firstError) {
            row.verdict.errorKind = truth.kind;
            row.verdict.regions = truth.regions;
        }
        rows.push_back(row);
    }
    recordLabels(project, rows);
}

void labelSome(Project& project)
{
    std::ifstream file(resourceFolder() / "demo" / "truth.jsonl");
    int done = 0;
    for (std::string line; done < tracesLabelled && std::getline(file, line);) {
        const Truth truth = truthOf(nlohmann::json::parse(line));
        if (truth.firstError < 0)
            continue;
        labelByTruth(project, truth);
        ++done;
    }
}

Run carryOut(Project& project, const RunOrder& order)
{
    const Run run = waitForRun(project, startOrder(project, order));
    if (run.state != RunState::done)
        throw std::runtime_error("The run of kind " + order.kind + " ended as " +
                                 std::string(runStateWord(run.state)) + ": " + run.message);
    return run;
}

/// Trained from the demo's own and the labels, unless an earlier demo has done so; it has scored.
std::string correctedModel(Project& project)
{
    for (const Run& run : runs(project))
        if (run.kind == "train" && run.state == RunState::done)
            return modelOf(run).path;
    const Run trained = carryOut(project, {"train", demoModel().string(), "", {{"then", "score"}}});
    if (const auto next = takeOrderAfter(project, trained))
        carryOut(project, *next);
    return modelOf(trained).path;
}

/// Each picture by a process of its own: one QApplication cannot change its scale.
std::vector<fs::path> takePictures(const fs::path& folder)
{
    const fs::path pictures = folder / "pictures";
    fs::create_directories(pictures);
    const QString self = QString::fromStdString(fs::read_symlink("/proc/self/exe").string());
    std::vector<fs::path> written;
    for (const char* page :
         {"start", "label", "explore", "runs", "new-run", "models", "export", "keys"})
        for (const char* theme : {"light", "dark"}) {
            const fs::path file = pictures / (std::string(page) + "-" + theme + ".png");
            const QStringList arguments{
                QStringLiteral("shot"),    QString::fromStdString(folder.string()),
                QStringLiteral("--page"),  QString::fromUtf8(page),
                QStringLiteral("--theme"), QString::fromUtf8(theme),
                QStringLiteral("--out"),   QString::fromStdString(file.string())};
            QProcess shot; // which says what it wrote: this program's word is one
            shot.setStandardOutputFile(QProcess::nullDevice());
            shot.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            shot.start(self, arguments);
            if (!shot.waitForFinished(-1) || shot.exitCode() != 0)
                throw std::runtime_error("The picture " + file.string() + " could not be taken.");
            written.push_back(file);
        }
    return written;
}

/// What scored the traces, criticised them, and wrote them. A project that was made by a clone or
/// package that is gone knows them where they lay then.
void knowShippedModels(Project& project)
{
    const auto known = models(project);
    if (!known.empty() && std::all_of(known.begin(), known.end(),
                                      [](const Model& model) { return fs::exists(model.path); }))
        return;
    const fs::path policy = resourceFolder() / "policy";
    for (const fs::path& folder : {demoModel(), resourceFolder() / "demo" / "judge", policy}) {
        const ModelReply reply = readModel(QString::fromStdString(folder.string()));
        for (const Model& model : known)
            if (!model.hash.empty() && model.hash == reply.model.hash &&
                model.profile == reply.model.profile && !fs::exists(model.path))
                followModel(project, model.path, reply.model.path);
        if (!known.empty())
            continue;
        saveModel(project, reply.model);
        saveModelFacts(project, reply.model.path, reply.facts);
        if (reply.model.path == policy)
            for (const char* kind : {"synthesize", "search"})
                setSetting(project, usualModelSetting(kind), reply.model.path);
    }
}

} // namespace

fs::path defaultDemoFolder()
{
    return fs::path(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
                        .toStdString()) /
           "steplight" / "demo";
}

fs::path demoModel()
{
    return resourceFolder() / "demo" / "prm";
}

fs::path makeDemoProject(const fs::path& folder, bool hints)
{
    const bool isNew = !fs::exists(folder / "project.db");
    Project project = isNew ? Project::create(folder) : Project(folder);
    if (isNew && hints)
        setSetting(project, hintSetting, "1");
    const fs::path shipped = resourceFolder() / "demo";
    ImportOptions options;
    options.imageFolders = {shipped};
    options.judgePaths = {shipped / "judge_results.json"};
    const std::vector<fs::path> paths{shipped / "rollouts.jsonl"};
    importPaths(project, paths, options);
    while (indexTexts(project))
        continue;
    knowShippedModels(project);
    return project.folder();
}

DemoRun runDemoThrough(const fs::path& folder)
{
    DemoRun demo;
    demo.project = makeDemoProject(folder);
    {
        Project project(demo.project);
        demo.scored = carryOut(project, {"score", demoModel().string(), "", {}}).done;
        labelSome(project);
        demo.model = correctedModel(project);
        demo.exported = demo.project / "demo-labels.jsonl";
        ExportRecipe recipe;
        recipe.out = demo.exported.string();
        exportTraces(project, recipe);
        const Stats counted = stats(project);
        demo.traces = counted.traces;
        demo.labels = counted.labels;
    }
    demo.pictures = takePictures(demo.project);
    return demo;
}

} // namespace steplight
