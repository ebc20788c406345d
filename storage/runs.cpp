// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/runs.h"

#include "storage/estimates.h"
#include "storage/sql.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace steplight {

namespace {

const std::string runColumns =
    "SELECT id, kind, model, query, folder, state, created_at, ended_at, done, total,"
    " seconds_left, read_offset, message, metrics, settings FROM runs ";

std::map<std::string, double> metricsOf(const std::string& json)
{
    std::map<std::string, double> metrics;
    const auto object = nlohmann::json::parse(json);
    for (const auto& [name, value] : object.items())
        metrics[name] = value.is_number() ? value.get<double>() : std::nan("");
    return metrics;
}

Run readRun(const Project& project, const Sql& sql)
{
    Run run;
    run.id = sql.text(0);
    run.kind = sql.text(1);
    run.model = sql.text(2);
    run.query = sql.text(3);
    run.folder = (project.folder() / sql.text(4)).string();
    run.state = runStateFromWord(sql.text(5)).value_or(RunState::failed);
    run.createdAt = sql.integer(6);
    run.endedAt = sql.integer(7);
    run.done = sql.integer(8);
    run.total = sql.integer(9);
    run.secondsLeft = sql.real(10);
    run.readOffset = sql.integer(11);
    run.message = sql.text(12);
    run.metrics = metricsOf(sql.text(13));
    run.settings = nlohmann::json::parse(sql.text(14)).get<decltype(run.settings)>();
    return run;
}

std::string dump(const nlohmann::json& json)
{
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

void saveRun(Project& project, const Run& run)
{
    const auto folder =
        run.folder.empty() ? std::filesystem::path("runs") / run.id
                           : std::filesystem::path(run.folder).lexically_relative(project.folder());
    project.transact([&] {
        runSql(project,
               "INSERT INTO runs (id, kind, model, query, folder, state, created_at, ended_at,"
               " done, total, seconds_left, message, metrics, settings)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
               " kind = excluded.kind, model = excluded.model, query = excluded.query,"
               " folder = excluded.folder, state = excluded.state,"
               " created_at = excluded.created_at, ended_at = excluded.ended_at,"
               " done = excluded.done, total = excluded.total,"
               " seconds_left = excluded.seconds_left, message = excluded.message,"
               " metrics = excluded.metrics, settings = excluded.settings",
               run.id, run.kind, run.model, run.query, folder.string(), runStateWord(run.state),
               run.createdAt, run.endedAt, run.done, run.total,
               std::isfinite(run.secondsLeft) ? run.secondsLeft : -1.0, run.message,
               dump(run.metrics), dump(run.settings));
    });
}

std::optional<Run> findRun(Project& project, std::string_view runId)
{
    Sql sql(project, runColumns + "WHERE id = ?", runId);
    if (!sql.next())
        return std::nullopt;
    return readRun(project, sql);
}

std::vector<Run> runs(Project& project)
{
    std::vector<Run> all;
    Sql sql(project, runColumns + "ORDER BY created_at DESC, id DESC");
    while (sql.next())
        all.push_back(readRun(project, sql));
    return all;
}

std::filesystem::path runFolder(Project& project, std::string_view runId)
{
    const auto folder = project.folder() / "runs" / runId;
    std::filesystem::create_directories(folder);
    return folder;
}

std::vector<std::string> storeResults(Project& project, std::string_view runId,
                                      std::int64_t readOffset,
                                      const std::vector<TraceEstimates>& results)
{
    return project.transact([&] {
        std::vector<std::string> unfit;
        for (const auto& result : results) {
            try {
                addEstimates(project, result.traceId, result.estimates);
            } catch (const StorageError& error) {
                if (error.code() != "no-such-trace" && error.code() != "bad-step")
                    throw; // the disk's; the transaction may be gone already
                unfit.emplace_back(error.what());
            }
        }
        if (runSql(project, "UPDATE runs SET read_offset = ? WHERE id = ?", readOffset, runId) == 0)
            throw StorageError("no-such-run", "There is no run " + std::string(runId) +
                                                  " in the project; its results were not stored.");
        return unfit;
    });
}

ModelScores modelScores(Project& project, const Model& model)
{
    // A source without a hash, or a model without one, goes by its path.
    const std::string sources = "FROM sources WHERE (model_hash <> '' AND model_hash = ?1)"
                                " OR ((model_hash = '' OR ?1 = '') AND model = ?2)";
    ModelScores scores;
    Sql paths(project, "SELECT DISTINCT model " + sources + " ORDER BY model", model.hash,
              model.path);
    while (paths.next())
        scores.paths.push_back(paths.text(0));
    if (scores.paths.empty())
        return scores;
    Sql sums(project,
             "SELECT count(*), sum(n), sum(v) FROM (SELECT trace, count(*) AS n, sum(v) AS v FROM"
             " (SELECT trace, avg(value) AS v FROM estimates WHERE kind = 2 AND value IS NOT NULL"
             " AND source IN (SELECT key " +
                 sources + ") GROUP BY trace, step) GROUP BY trace)",
             model.hash, model.path);
    if (sums.next()) {
        scores.traces = sums.integer(0);
        scores.steps = sums.integer(1);
        scores.mean = scores.steps > 0 ? sums.real(2) / static_cast<double>(scores.steps) : 0;
    }
    Sql lasts(project,
              "SELECT count(*), max(max(created_at, ended_at)) FROM runs WHERE id IN"
              " (SELECT run " +
                  sources + ")",
              model.hash, model.path);
    if (lasts.next()) {
        scores.runs = lasts.integer(0);
        scores.lastAt = lasts.integer(1);
    }
    return scores;
}

} // namespace steplight
