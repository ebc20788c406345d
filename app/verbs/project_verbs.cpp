// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbs.h"

#include "storage/project.h"
#include "storage/stats.h"
#include "storage/upkeep.h"

namespace steplight {
namespace {

struct Folder {
    std::string project;
};

struct CheckOptions : Folder {
    bool mend = false;
};

struct BackupOptions : Folder {
    std::string file;
};

void declareFolder(CLI::App& command, Folder& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
}

Outcome init(const Folder& options)
{
    const std::string folder = Project::create(options.project).folder().string();
    return {{{"project", folder}}, "Made an empty project in " + folder + "."};
}

Outcome printStats(const Folder& options)
{
    Project project(options.project, Access::readOnly);
    const Stats s = stats(project);
    Json json{{"questions", s.questions},
              {"traces", s.traces},
              {"steps", s.steps},
              {"images", s.images},
              {"images_missing", s.imagesMissing},
              {"estimates", {{"mc", s.mc}, {"judge", s.judge}, {"prm", s.prm}, {"given", s.given}}},
              {"labels", s.labels},
              {"label_rows", s.labelRows},
              {"runs", s.runs}};
    std::string text;
    const Json flat = json.flatten(); // items() refers to it
    for (const auto& [name, value] : flat.items())
        text += (text.empty() ? "" : "\n") + name.substr(1) + ": " + value.dump();
    return {json, text};
}

Outcome check(const CheckOptions& options)
{
    Project project(options.project);
    if (options.mend)
        mendProject(project);
    const std::vector<std::string> problems = checkProject(project);
    std::string text = problems.empty() ? "No problems found." : "";
    for (const std::string& problem : problems)
        text += (text.empty() ? "" : "\n") + problem;
    return {{{"ok", problems.empty()}, {"problems", problems}},
            text,
            problems.empty() ? exitDone : exitFailed};
}

Outcome makeBackup(const BackupOptions& options)
{
    Project project(options.project, Access::readOnly);
    const Backup made = backup(project, options.file);
    return {{{"file", made.file.string()}, {"bytes", made.bytes}, {"sha256", made.sha256}},
            "Wrote " + made.file.string() + " (" + std::to_string(made.bytes) + " bytes)."};
}

} // namespace

void addProjectVerbs(CLI::App& app, std::vector<Verb>& verbs)
{
    addVerb<Folder>(app, verbs, "init", "make an empty project", declareFolder, init);
    addVerb<Folder>(app, verbs, "stats", "count what a project holds", declareFolder, printStats);
    addVerb<CheckOptions>(
        app, verbs, "check", "verify database, images and runs; say how to mend",
        [](CLI::App& command, CheckOptions& options) {
            declareFolder(command, options);
            command.add_flag("--mend", options.mend,
                             "first work out anew what rests on estimates and labels");
        },
        check);
    addVerb<BackupOptions>(
        app, verbs, "backup", "copy the whole database into one file",
        [](CLI::App& command, BackupOptions& options) {
            declareFolder(command, options);
            command.add_option("FILE", options.file, "the copy; must not exist")->required();
        },
        makeBackup);
}

} // namespace steplight
