// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sql.h"
#include "storage/trace_facts.h"
#include "storage/upkeep.h"

namespace steplight {

namespace {

void mendCurrentLabels(Project& project)
{
    runSql(project, "DELETE FROM current_labels");
    runSql(project, "INSERT INTO current_labels SELECT trace, step, key FROM labels"
                    " WHERE key NOT IN (SELECT older FROM supersedes)");
}

void mendEstimateCounts(Project& project)
{
    runSql(project, "DELETE FROM estimate_counts");
    runSql(project, "INSERT INTO estimate_counts SELECT kind, source, count(*) FROM estimates"
                    " WHERE value IS NOT NULL GROUP BY kind, source");
}

/// The value of the newest source of each kind, on each step.
void mendLights(Project& project, std::int64_t trace)
{
    static const std::string newest =
        "(SELECT value FROM estimates e WHERE e.trace = steps.trace AND e.step = steps.step"
        " AND e.value IS NOT NULL AND e.kind = ";
    static const std::string last = " ORDER BY e.source DESC LIMIT 1)";
    static const std::string sql = "UPDATE steps SET mc = " + newest + "0" + last +
                                   ", judge = " + newest + "1" + last + ", prm = " + newest + "2" +
                                   last + ", given = " + newest + "3" + last + " WHERE trace = ?";
    runSql(project, sql, trace);
}

void mendSources(Project& project, std::int64_t trace)
{
    runSql(project,
           "UPDATE traces SET (sources, prm_sources) ="
           " (SELECT ifnull(sum(DISTINCT 1 << min(source, 62)), 0),"
           " ifnull(sum(DISTINCT iif(kind = 2 AND value IS NOT NULL, 1 << min(source, 62), NULL)),"
           " 0) FROM estimates WHERE trace = traces.key) WHERE key = ?",
           trace);
}

void mendTrace(Project& project, std::int64_t trace)
{
    const auto steps = *firstInteger(project, "SELECT count(*) FROM steps WHERE trace = ?", trace);
    runSql(project, "UPDATE traces SET steps = ? WHERE key = ?", steps, trace);
    mendLights(project, trace);
    mendSources(project, trace);
    for (int step = wholeTrace; step < static_cast<int>(steps); ++step)
        refreshMarks(project, trace, step);
    refreshTrace(project, trace);
}

} // namespace

void mendProject(Project& project)
{
    WriteSlice slice(project);
    mendCurrentLabels(project);
    slice.tick();
    mendEstimateCounts(project);
    slice.tick();
    std::optional<std::int64_t> trace = firstInteger(project, "SELECT min(key) FROM traces");
    for (; trace;
         trace = firstInteger(project, "SELECT min(key) FROM traces WHERE key > ?", *trace)) {
        mendTrace(project, *trace);
        slice.tick();
    }
    slice.finish();
}

} // namespace steplight
