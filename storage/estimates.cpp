// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/estimates.h"

#include "storage/content_keys.h"
#include "storage/estimate_rows.h"
#include "storage/identity.h"
#include "storage/sql.h"
#include "storage/trace_facts.h"

#include <array>
#include <cmath>
#include <map>
#include <set>

namespace steplight {

std::int64_t sourceKey(Project& project, const EstimateSource& source)
{
    // One project may have its model elsewhere than another: a run, or the weights' hash, tells it.
    const bool told = !source.run.empty() || !source.modelHash.empty();
    const auto key =
        firstInteger(project,
                     "SELECT key FROM sources WHERE name = ? AND (? OR model = ?) AND"
                     " model_hash = ? AND profile = ? AND run = ? ORDER BY model <> ?, key",
                     source.name, told, source.model, source.modelHash, source.profile, source.run,
                     source.model);
    if (key)
        return *key;
    return *firstInteger(project,
                         "INSERT INTO sources (name, model, model_hash, profile, run)"
                         " VALUES (?, ?, ?, ?, ?) RETURNING key",
                         source.name, source.model, source.modelHash, source.profile, source.run);
}

void carrySources(Project& from, Project& into)
{
    Sql sql(from, "SELECT name, model, model_hash, profile, run FROM sources ORDER BY key");
    while (sql.next())
        sourceKey(into, {sql.text(0), sql.text(1), sql.text(2), sql.text(3), sql.text(4)});
}

std::optional<double> storedValue(const Estimate& estimate)
{
    if (estimate.kind == EstimateKind::mc && estimate.drawn == 0)
        return std::nullopt;
    if (!estimate.value || !std::isfinite(*estimate.value))
        return std::nullopt;
    if (*estimate.value < 0 || *estimate.value > 1)
        return std::nullopt;
    return estimate.value;
}

void requireSteps(const std::vector<Estimate>& estimates, std::int64_t steps)
{
    for (const auto& estimate : estimates)
        if (estimate.step < 0 || estimate.step >= steps)
            throw StorageError("bad-step", "An estimate from " + estimate.source.name +
                                               " is for step " + std::to_string(estimate.step) +
                                               ", but the trace has " + std::to_string(steps) +
                                               " steps, counted from 0.");
}

void addEstimateCounts(Project& project, const std::map<std::pair<int, std::int64_t>, int>& counts)
{
    for (const auto& [place, count] : counts)
        runSql(project,
               "INSERT INTO estimate_counts VALUES (?, ?, ?)"
               " ON CONFLICT DO UPDATE SET count = count + excluded.count",
               place.first, place.second, count);
}

namespace {

/// What lights the steps of a trace: of each, the value of the newest source that has one.
void lightSteps(Project& project, std::int64_t trace, EstimateKind kind)
{
    static const std::array<std::string, 4> columns = {"mc", "judge", "prm", "given"};
    runSql(project,
           "UPDATE steps SET " + columns[static_cast<std::size_t>(kind)] +
               " = (SELECT value FROM estimates e WHERE e.trace = steps.trace AND"
               " e.step = steps.step AND e.kind = ? AND e.value IS NOT NULL"
               " ORDER BY e.source DESC LIMIT 1) WHERE trace = ?",
           static_cast<int>(kind), trace);
}

using Counts = std::map<std::pair<int, std::int64_t>, int>; // (kind, source) -> new values

int insertEstimates(Project& project, std::int64_t trace, const std::vector<Estimate>& estimates)
{
    requireSteps(estimates,
                 *firstInteger(project, "SELECT steps FROM traces WHERE key = ?", trace));
    int added = 0;
    std::int64_t sources = 0, prmSources = 0; // bits of those that are new
    Counts counts;
    std::set<EstimateKind> lit;
    const EstimateSource* known = nullptr; // mostly the same for a whole trace
    std::int64_t source = 0;
    for (const auto& estimate : estimates) {
        const int kind = static_cast<int>(estimate.kind);
        if (!known || estimate.source != *known)
            source = sourceKey(project, estimate.source);
        known = &estimate.source;
        const auto value = storedValue(estimate);
        const int isNew = runSql(project,
                                 "INSERT INTO estimates VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                                 " ON CONFLICT DO NOTHING",
                                 trace, estimate.step, kind, source, value, estimate.won,
                                 estimate.drawn, estimate.analysis);
        sources |= isNew ? sourceBit(source) : 0;
        if (isNew && value) {
            prmSources |= estimate.kind == EstimateKind::prm ? sourceBit(source) : 0;
            lit.insert(estimate.kind);
            ++counts[{kind, source}];
        }
        added += isNew;
    }
    for (const auto kind : lit)
        lightSteps(project, trace, kind);
    addEstimateCounts(project, counts);
    runSql(project,
           "UPDATE traces SET sources = sources | ?, prm_sources = prm_sources | ? WHERE key = ?",
           sources, prmSources, trace);
    return added;
}

} // namespace

int addEstimates(Project& project, std::string_view traceId, const std::vector<Estimate>& estimates)
{
    return project.transact([&] {
        const auto trace = traceKey(project, traceId);
        const int added = insertEstimates(project, trace, estimates);
        if (added > 0)
            refreshTrace(project, trace);
        return added;
    });
}

std::vector<EstimateSource> prmSources(Project& project)
{
    std::vector<EstimateSource> sources;
    Sql sql(project, "SELECT name, model, model_hash, profile, run FROM sources WHERE key IN"
                     " (SELECT source FROM estimate_counts WHERE kind = 2 AND count > 0)"
                     " ORDER BY key");
    while (sql.next())
        sources.push_back({sql.text(0), sql.text(1), sql.text(2), sql.text(3), sql.text(4)});
    return sources;
}

bool addJudgeReply(Project& project, std::string_view traceId, const JudgeReply& reply,
                   const std::vector<Estimate>& estimates)
{
    return project.transact([&] {
        const auto trace = traceKey(project, traceId);
        const int isNew = runSql(project,
                                 "INSERT INTO judge_replies"
                                 " (trace, source, correct, first_error, raw, raw_hash)"
                                 " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                                 trace, sourceKey(project, reply.source), reply.correct,
                                 reply.firstError, reply.raw, sha256(reply.raw).substr(0, 32));
        insertEstimates(project, trace, estimates);
        refreshTrace(project, trace);
        return isNew > 0;
    });
}

} // namespace steplight
