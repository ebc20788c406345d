// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/queries.h"
#include "storage/runs.h"
#include "storage/sql.h"

namespace steplight {

std::vector<Model> models(Project& project)
{
    std::vector<Model> models;
    Sql sql(project, "SELECT path, name, hash, profile, parameters, dtype, note, error FROM models"
                     " ORDER BY path");
    while (sql.next())
        models.push_back({sql.text(0), sql.text(1), sql.text(2), sql.text(3), sql.integer(4),
                          sql.text(5), sql.text(6), sql.text(7)});
    return models;
}

void saveModel(Project& project, const Model& model)
{
    project.transact([&] {
        runSql(project, "INSERT OR REPLACE INTO models VALUES (?, ?, ?, ?, ?, ?, ?, ?)", model.path,
               model.name, model.hash, model.profile, model.parameters, model.dtype, model.note,
               model.error);
    });
}

void forgetModel(Project& project, std::string_view path)
{
    project.transact([&] { runSql(project, "DELETE FROM models WHERE path = ?", path); });
}

std::string setting(Project& project, std::string_view key)
{
    return firstText(project, "SELECT value FROM settings WHERE key = ?", key).value_or("");
}

void setSetting(Project& project, std::string_view key, std::string_view value)
{
    project.transact(
        [&] { runSql(project, "INSERT OR REPLACE INTO settings VALUES (?, ?)", key, value); });
}

std::map<std::string, std::string> settings(Project& project)
{
    std::map<std::string, std::string> values;
    Sql sql(project, "SELECT key, value FROM settings");
    while (sql.next())
        values.emplace(sql.text(0), sql.text(1));
    return values;
}

void saveQueue(Project& project, std::string_view name, std::string_view query)
{
    checkQuery(query);
    project.transact(
        [&] { runSql(project, "INSERT OR REPLACE INTO queues VALUES (?, ?)", name, query); });
}

void forgetQueue(Project& project, std::string_view name)
{
    project.transact([&] { runSql(project, "DELETE FROM queues WHERE name = ?", name); });
}

} // namespace steplight
