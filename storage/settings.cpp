// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/queries.h"
#include "storage/queue_desk.h"
#include "storage/runs.h"
#include "storage/sql.h"

namespace steplight {
namespace {

std::string factsKey(std::string_view path)
{
    return "model-facts:" + std::string(path);
}

} // namespace

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
    project.transact([&] {
        runSql(project, "DELETE FROM models WHERE path = ?", path);
        runSql(project, "DELETE FROM settings WHERE key = ?", factsKey(path));
    });
}

std::string modelFacts(Project& project, std::string_view path)
{
    return setting(project, factsKey(path));
}

void saveModelFacts(Project& project, std::string_view path, std::string_view json)
{
    setSetting(project, factsKey(path), json);
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

bool claimSetting(Project& project, std::string_view key, std::string_view value)
{
    bool claimed = false;
    project.transact([&] {
        claimed = setting(project, key).empty();
        if (claimed)
            runSql(project, "INSERT OR REPLACE INTO settings VALUES (?, ?)", key, value);
    });
    return claimed;
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
    project.transact([&] {
        runSql(project, "DELETE FROM queues WHERE name = ?", name);
        for (const auto of : {visibilitySetting, orderSetting, placeSetting})
            runSql(project, "DELETE FROM settings WHERE key = ?", of(std::string(name)));
    });
}

void renameQueue(Project& project, std::string_view name, std::string_view newName)
{
    project.transact([&] {
        if (firstInteger(project, "SELECT 1 FROM queues WHERE name = ?", newName))
            throw StorageError("exists", "There is a queue named \"" + std::string(newName) +
                                             "\" already. Nothing was changed.");
        runSql(project, "UPDATE queues SET name = ? WHERE name = ?", newName, name);
        const std::string from(name), to(newName);
        for (const auto of : {visibilitySetting, orderSetting, placeSetting})
            runSql(project, "UPDATE OR REPLACE settings SET key = ? WHERE key = ?", of(to),
                   of(from));
    });
}

} // namespace steplight
