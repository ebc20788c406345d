// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/continuations.h"

#include "storage/content_keys.h"
#include "storage/reading.h"
#include "storage/sql.h"
#include "storage/training.h"

#include <algorithm>
#include <set>

namespace steplight {

namespace {

/// Every continuation from a wording has the counts of the run that wrote it (docs/rewriting.md).
void readCounts(Project& project, std::int64_t trace, ContinuedStep& continued)
{
    Sql sql(project,
            "SELECT max(e.won), max(e.drawn) FROM labels l"
            " JOIN continuations c ON c.label = l.key"
            " JOIN estimates e ON e.trace = c.trace AND e.step = l.step AND e.kind = 0"
            " JOIN sources s ON s.key = e.source"
            " WHERE l.trace = ? AND l.step = ? AND l.rewrite = ? AND s.run <> '' AND e.drawn > 0"
            " GROUP BY e.source",
            trace, continued.step, continued.rewrite);
    while (sql.next()) {
        continued.right += sql.number(0);
        continued.written += sql.number(1);
    }
}

} // namespace

void addContinuation(Project& project, std::string_view traceId, std::string_view labelId)
{
    const auto trace = traceKey(project, traceId);
    Sql label(project, "SELECT key, trace, rewrite FROM labels WHERE id = ?", labelId);
    if (!label.next())
        throw StorageError("no-such-label",
                           "There is no label " + std::string(labelId) + " in the project.");
    if (label.text(2).empty() || label.integer(1) == trace)
        throw StorageError("bad-label", "The label " + std::string(labelId) +
                                            " does not rewrite a step of another trace.");
    runSql(project,
           "INSERT INTO continuations VALUES (?, ?) ON CONFLICT (trace) DO UPDATE"
           " SET label = excluded.label WHERE (SELECT id FROM labels WHERE key = excluded.label)"
           " < (SELECT id FROM labels WHERE key = continuations.label)",
           trace, label.integer(0));
}

std::vector<ContinuedStep> continuedSteps(Project& project, std::int64_t trace)
{
    std::vector<ContinuedStep> steps;
    Sql sql(project,
            "SELECT l.step, l.rewrite, t.id, t.correct, x.answer, p.name FROM labels l"
            " JOIN continuations c ON c.label = l.key JOIN traces t ON t.key = c.trace"
            " JOIN trace_texts x ON x.trace = t.key JOIN names p ON p.key = t.policy"
            " WHERE l.trace = ? ORDER BY l.step, l.rewrite, t.key",
            trace);
    while (sql.next()) {
        const int step = sql.number(0);
        const std::string rewrite = sql.text(1);
        if (steps.empty() || steps.back().step != step || steps.back().rewrite != rewrite)
            steps.push_back({step, rewrite, 0, 0, {}});
        steps.back().traces.push_back({sql.text(2), sql.text(4), sql.maybeBool(3), sql.text(5)});
    }
    for (ContinuedStep& continued : steps)
        readCounts(project, trace, continued);
    return steps;
}

std::optional<Origin> originOf(Project& project, std::int64_t trace)
{
    Sql sql(project,
            "SELECT t.id, l.step, l.id FROM continuations c JOIN labels l ON l.key = c.label"
            " JOIN traces t ON t.key = l.trace WHERE c.trace = ?",
            trace);
    if (!sql.next())
        return std::nullopt;
    return Origin{sql.text(0), sql.number(1), sql.text(2)};
}

std::vector<Rewrite> currentRewrites(Project& project, const std::string& query)
{
    const std::vector<std::string> all = traceIds(project, {query});
    const std::set<std::string> wanted(all.begin(), all.end());
    std::vector<Rewrite> rewrites;
    Sql sql(project,
            std::string("SELECT t.id, l.id FROM current_labels c JOIN labels l ON l.key = c.label"
                        " JOIN traces t ON t.key = c.trace WHERE l.rewrite <> '' AND ") +
                notInTraining + " ORDER BY c.trace, c.step, c.label");
    while (sql.next())
        if (wanted.contains(sql.text(0)))
            rewrites.push_back({sql.text(0), sql.text(1)});
    return rewrites;
}

std::optional<Rewrite> findRewrite(Project& project, std::string_view labelId)
{
    Sql sql(project,
            std::string("SELECT t.id, l.id FROM labels l JOIN traces t ON t.key = l.trace"
                        " WHERE l.id = ? AND l.rewrite <> '' AND ") +
                notInTraining,
            labelId);
    return sql.next() ? std::optional(Rewrite{sql.text(0), sql.text(1)}) : std::nullopt;
}

const ContinuedStep* continuedFrom(const TraceDetail& detail, const Label& label)
{
    const auto found = std::find_if(
        detail.continued.begin(), detail.continued.end(), [&](const ContinuedStep& one) {
            return one.step == label.step && one.rewrite == label.verdict.rewrite;
        });
    return found == detail.continued.end() ? nullptr : &*found;
}

std::vector<Step> correctedSteps(const TraceDetail& detail, const Label& label)
{
    const auto& all = detail.trace.steps;
    const auto end = std::min(all.size(), static_cast<std::size_t>(label.step) + 1);
    std::vector<Step> steps(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(end));
    for (const Label& one : detail.labels)
        if (one.annotator == label.annotator && one.step >= 0 && one.step < label.step &&
            !one.verdict.rewrite.empty())
            steps[static_cast<std::size_t>(one.step)].text = one.verdict.rewrite;
    if (!steps.empty())
        steps.back().text = label.verdict.rewrite;
    return steps;
}

} // namespace steplight
