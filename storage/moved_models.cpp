// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/moved_models.h"

#include "storage/runs.h"
#include "storage/sql.h"

#include <set>

namespace steplight {
namespace {

namespace fs = std::filesystem;

/// Where else the project's runs have lain, each with "/runs/" behind it.
std::set<std::string> formerPlaces(Project& project)
{
    std::set<std::string> places;
    Sql paths(project, "SELECT path FROM models UNION SELECT model FROM runs");
    while (paths.next()) {
        const fs::path model = paths.text(0), run = model.parent_path(), all = run.parent_path();
        if (model.filename() != "model" || all.filename() != "runs" ||
            all.parent_path() == project.folder() || !findRun(project, run.filename().string()))
            continue;
        std::error_code absent;
        if (fs::is_directory(project.folder() / "runs" / run.filename() / "model", absent))
            places.insert(all.string() + "/");
    }
    return places;
}

} // namespace

void followModel(Project& project, const std::string& was, const std::string& now)
{
    const auto follow = [&](const std::string& table, const std::string& column,
                            const std::string& before) {
        // A source that stands by both paths keeps both: estimates are told by it.
        runSql(project,
               "UPDATE OR " + std::string(table == "sources" ? "IGNORE " : "REPLACE ") + table +
                   " SET " + column + " = replace(" + column + ", ?1, ?2) WHERE instr(" + column +
                   ", ?1) = 1",
               before + was, before + now);
    };
    project.transact([&] {
        follow("models", "path", "");
        follow("runs", "model", "");
        follow("sources", "model", "");
        follow("settings", "key", "model-facts:");
        follow("settings", "value", "");
        // A search's PRM stands among the run's settings.
        runSql(project, "UPDATE runs SET settings = replace(settings, ?1, ?2)", '"' + was,
               '"' + now);
    });
}

void followMovedModels(Project& project)
{
    for (const std::string& was : formerPlaces(project))
        followModel(project, was, (project.folder() / "runs").string() + "/");
}

} // namespace steplight
