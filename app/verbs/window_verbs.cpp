// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbs.h"

#include "app/demo.h"
#include "app/shot.h"
#include "app/start.h"
#include "storage/reading.h"

#include <cstdio>

namespace steplight {
namespace {

struct DemoOptions {
    std::string folder;
    bool offScreen = false;
};

void readSize(const std::string& words, Shot& shot)
{
    char rest = 0;
    if (std::sscanf(words.c_str(), "%dx%d%c", &shot.width, &shot.height, &rest) != 2 ||
        shot.width < 200 || shot.height < 150 || shot.width > 16384 || shot.height > 16384)
        throw CommandError("usage", "--size is WIDTHxHEIGHT in pixels, 1366x768 for example.",
                           exitUsage);
}

/// Throws where the picture would be of something else.
void requireShown(const Shot& shot)
{
    if (shot.page == "start")
        return;
    Project project(shot.project, Access::readOnly);
    if (!shot.query.empty())
        countTraces(project, shot.query);
    if (shot.trace.empty())
        return;
    const auto steps = static_cast<int>(traceDetail(project, shot.trace).trace.steps.size());
    if (shot.step >= steps)
        throw CommandError("bad-step",
                           "The trace has " + std::to_string(steps) + " steps, counted from 0.");
}

struct ShotOptions {
    Shot shot;
    std::string project, out, size;
};

Outcome shoot(const ShotOptions& options)
{
    Shot shot = options.shot;
    shot.project = options.project;
    shot.out = options.out;
    if (!options.size.empty())
        readSize(options.size, shot);
    requireShown(shot);
    const Picture picture = takeShot(shot);
    return {{{"file", picture.file.string()}, {"width", picture.width}, {"height", picture.height}},
            "Wrote " + picture.file.string() + "."};
}

void declareShot(CLI::App& command, ShotOptions& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command
        .add_option(
            "--page", options.shot.page,
            "start|label|explore|runs|new-run|models|compare|export|journal|adjudication|figures|"
            "guideline|rules|keys|change-keys")
        ->required();
    command.add_option("--out", options.out, "the PNG to write")->required();
    command.add_option("--trace", options.shot.trace, "which trace");
    command.add_option("--step", options.shot.step, "which step, 0-based");
    command.add_option("--query", options.shot.query, "what Explore searches");
    command.add_option("--size", options.size, "WIDTHxHEIGHT (default 1366x768)");
    command.add_option("--scale", options.shot.scale, "2 for a 4K screen")
        ->check(CLI::Range(0.5, 4.0));
    command.add_option("--text-size", options.shot.textPercent, "per cent: 200 for large text")
        ->check(CLI::Range(50, 400));
    command
        .add_option("--theme", options.shot.theme, "light|dark|high-contrast|high-contrast-dark")
        ->check(CLI::IsMember({"light", "dark", "high-contrast", "high-contrast-dark"}));
    command.add_option("--lang", options.shot.language, "en|zh_CN")
        ->check(CLI::IsMember({"en", "zh_CN"}));
}

Outcome showDemo(const std::filesystem::path& folder)
{
    makeDemoProject(folder, true); // a new one is scored when it is opened (app/hints.h)
    const int code = openWindow(folder.string());
    return {{{"project", folder.string()}}, {}, code};
}

Outcome demo(const DemoOptions& options)
{
    const std::filesystem::path folder =
        options.folder.empty() ? defaultDemoFolder() : std::filesystem::path(options.folder);
    if (hasDisplay() && !options.offScreen)
        return showDemo(folder);
    const DemoRun done = runDemoThrough(folder);
    Json pictures = Json::array();
    for (const auto& picture : done.pictures)
        pictures.push_back(picture.string());
    return {{{"project", done.project.string()},
             {"traces", done.traces},
             {"scored", done.scored},
             {"labels", done.labels},
             {"model", done.model},
             {"export", done.exported.string()},
             {"pictures", pictures}},
            "Imported " + std::to_string(done.traces) + " traces, scored " +
                std::to_string(done.scored) + " of them with the small PRM, holds " +
                std::to_string(done.labels) +
                " labels, and a model that has learnt from them.\nProject:  " +
                done.project.string() + "\nExport:   " + done.exported.string() +
                "\nPictures: " + (done.project / "pictures").string()};
}

} // namespace

void addWindowVerbs(CLI::App& app, std::vector<Verb>& verbs)
{
    addVerb<ShotOptions>(app, verbs, "shot", "the real window, off screen, into a picture",
                         declareShot, shoot);
    addVerb<DemoOptions>(
        app, verbs, "demo", "make the demo project and open it",
        [](CLI::App& command, DemoOptions& options) {
            command.add_option("DIR", options.folder, "where (default: the user's data folder)");
            command.add_flag("--off-screen", options.offScreen,
                             "run it through and write pictures");
        },
        demo);
}

} // namespace steplight
