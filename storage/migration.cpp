// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migration.h"

#include "storage/schema.h"
#include "storage/sql.h"
#include "storage/upkeep.h"

#include <SQLiteCpp/Database.h>

namespace steplight {

namespace {

void backupBefore(Project& project, int version)
{
    const std::string stem = "project-v" + std::to_string(version);
    auto file = project.folder() / (stem + ".db");
    for (int copy = 2; std::filesystem::exists(file); ++copy)
        file = project.folder() / (stem + "-" + std::to_string(copy) + ".db");
    backup(project, file);
}

} // namespace

int currentSchemaVersion()
{
    return static_cast<int>(schemaSteps().size());
}

int readSchemaVersion(Project& project)
{
    const auto tables = firstInteger(project, "SELECT count(*) FROM sqlite_schema").value_or(0);
    const auto application = firstInteger(project, "PRAGMA application_id").value_or(0);
    const auto version = firstInteger(project, "PRAGMA user_version").value_or(0);
    if (tables == 0 && version == 0)
        return 0;
    if (application != projectApplicationId || version < 1)
        throw StorageError("not-a-project",
                           "project.db in " + project.folder().string() +
                               " is a database of another program. Nothing was changed.");
    if (version > currentSchemaVersion())
        throw StorageError("newer-version",
                           "The project was last written by a newer Steplight (database version " +
                               std::to_string(version) + ", this program knows " +
                               std::to_string(currentSchemaVersion()) +
                               "). Nothing was changed; open it with that version or newer.");
    if (firstInteger(project,
                     "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')") != 0)
        throw StorageError("damaged",
                           "project.db holds triggers or views, which no project has: it was "
                           "made or changed by another program. Nothing was changed.");
    return static_cast<int>(version);
}

void migrate(Project& project, int fromVersion)
{
    if (fromVersion > 0)
        backupBefore(project, fromVersion);
    for (int version = fromVersion; version < currentSchemaVersion(); ++version)
        project.transact([&] {
            // Another process may have been quicker.
            if (readSchemaVersion(project) != version)
                return;
            project.database().exec(schemaSteps()[static_cast<std::size_t>(version)]);
            project.database().exec("PRAGMA application_id = " +
                                    std::to_string(projectApplicationId));
            project.database().exec("PRAGMA user_version = " + std::to_string(version + 1));
        });
}

} // namespace steplight
