// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sql.h"
#include "storage/upkeep.h"

#include <functional>

namespace steplight {

namespace {

using Problems = std::vector<std::string>;

void checkDatabase(Project& project, Problems& problems)
{
    Sql integrity(project, "PRAGMA integrity_check(20)");
    while (integrity.next())
        if (integrity.text(0) != "ok")
            problems.push_back("The database is damaged (" + integrity.text(0) +
                               "). Restore project.db from a backup, or save what is readable "
                               "with \"sqlite3 project.db .recover\".");
    Sql keys(project, "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1");
    while (keys.next())
        problems.push_back(keys.text(1) + " rows of the table " + keys.text(0) +
                           " name rows that are not there. Restore project.db from a backup.");
}

void checkWorkedOut(Project& project, Problems& problems)
{
    const auto wrong = [&](const char* sql, const std::string& what) {
        if (const auto count = firstInteger(project, sql).value_or(0); count > 0)
            problems.push_back(std::to_string(count) + what);
    };
    wrong("SELECT count(*) FROM (SELECT trace, step, key FROM labels WHERE key NOT IN"
          " (SELECT older FROM supersedes) EXCEPT SELECT trace, step, label FROM current_labels)",
          " current labels are missing from lists. Mend them with \"steplight check --mend\".");
    wrong("SELECT count(*) FROM (SELECT trace, step, label FROM current_labels EXCEPT"
          " SELECT trace, step, key FROM labels WHERE key NOT IN (SELECT older FROM supersedes))",
          " labels are listed as current and are not. Mend them with \"steplight check --mend\".");
    wrong("SELECT count(*) FROM traces t WHERE t.steps <> (SELECT count(*) FROM steps s"
          " WHERE s.trace = t.key) OR t.labelled <> (SELECT count(*) FROM steps s"
          " WHERE s.trace = t.key AND s.marks & 127)"
          " OR t.mc_min IS NOT (SELECT min(mc) FROM steps s WHERE s.trace = t.key)"
          " OR t.prm_min IS NOT (SELECT min(prm) FROM steps s WHERE s.trace = t.key)"
          " OR (t.first_mc, t.first_judge, t.first_prm, t.first_person) IS NOT"
          " (SELECT min(iif(mc = 0, step + 1, NULL)), min(iif(judge = 0, step + 1, NULL)),"
          " min(iif(prm < 0.5, step + 1, NULL)), min(iif(marks & 1, step + 1, NULL))"
          " FROM steps s WHERE s.trace = t.key)"
          " OR (t.sources, t.prm_sources) IS NOT"
          " (SELECT ifnull(sum(DISTINCT 1 << min(source, 62)), 0),"
          " ifnull(sum(DISTINCT iif(kind = 2 AND value IS NOT NULL, 1 << min(source, 62), NULL)),"
          " 0) FROM estimates e WHERE e.trace = t.key)",
          " traces are counted wrongly in lists. Mend them with \"steplight check --mend\".");
    wrong("SELECT count(*) FROM (SELECT kind, source, count(*) FROM estimates WHERE value IS NOT"
          " NULL GROUP BY 1, 2 EXCEPT SELECT kind, source, count FROM estimate_counts)",
          " sources of estimates are counted wrongly. Mend them with \"steplight check --mend\".");
    wrong("SELECT count(*) FROM steps s LEFT JOIN step_texts x ON x.trace = s.trace"
          " AND x.step = s.step WHERE x.trace IS NULL",
          " steps have lost their text. Import their file again into a new project.");
    wrong("SELECT count(*) FROM continuations c JOIN labels l ON l.key = c.label"
          " WHERE l.rewrite = '' OR l.trace = c.trace",
          " traces are said to go on from a step that nobody rewrote. Restore project.db from a "
          "backup.");
}

void checkImages(Project& project, Problems& problems)
{
    Sql sql(project, "SELECT hash, path, bytes FROM images");
    while (sql.next()) {
        const auto file = project.folder() / sql.text(1);
        std::error_code absent;
        const auto bytes = std::filesystem::file_size(file, absent);
        if (absent)
            problems.push_back("The picture " + file.string() +
                               " is gone. Put it back, or import again with --images.");
        else if (static_cast<std::int64_t>(bytes) != sql.integer(2))
            problems.push_back("The picture " + file.string() + " has " + std::to_string(bytes) +
                               " bytes instead of " + std::to_string(sql.integer(2)) +
                               ". Remove it and import again with --images.");
    }
}

void checkRuns(Project& project, Problems& problems)
{
    Sql sql(project, "SELECT id, folder FROM runs");
    while (sql.next())
        if (const auto folder = project.folder() / sql.text(1);
            !std::filesystem::is_directory(folder))
            problems.push_back("The folder of run " + sql.text(0) + ", " + folder.string() +
                               ", is gone. Its stored results are kept; its log is lost.");
}

void checkImports(Project& project, Problems& problems)
{
    Sql sql(project, "SELECT path FROM imports WHERE counts IS NULL");
    while (sql.next())
        problems.push_back("The import of " + sql.text(0) +
                           " was cut short. Whole rows were kept; import the file again to add "
                           "the rest.");
}

} // namespace

std::vector<std::string> checkProject(Project& project)
{
    Problems problems;
    try {
        checkDatabase(project, problems);
        if (problems.empty())
            checkWorkedOut(project, problems);
        checkImages(project, problems);
        checkRuns(project, problems);
        checkImports(project, problems);
    } catch (const std::exception& error) {
        problems.emplace_back(explain(error).what());
    }
    return problems;
}

} // namespace steplight
