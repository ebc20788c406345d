// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/content_keys.h"
#include "storage/listing.h"
#include "storage/local_day.h"
#include "storage/query_sql.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/sql.h"
#include "storage/trace_facts.h"

#include <SQLiteCpp/Database.h>

#include <algorithm>

namespace steplight {

namespace {

std::string nameSql(const char* column)
{
    return std::string("(SELECT n.name FROM names n WHERE n.key = t.") + column + ")";
}

/// Traces without such an error come last.
std::string firstErrorOrder(Critic critic)
{
    return "ifnull(t." + firstErrorColumn(critic) + ", 1000000)";
}

/// What the order compares; where isIndexed(), the same expression stands in the schema's indexes.
std::string orderExpression(TraceOrder order)
{
    switch (order) {
    case TraceOrder::imported:
        return "t.key";
    case TraceOrder::question:
        return "t.question";
    case TraceOrder::disagreement:
        return "t.disagreement";
    case TraceOrder::prmMean:
        return "ifnull(t.prm_mean, -1)";
    case TraceOrder::prmMin:
        return "ifnull(t.prm_min, -1)";
    case TraceOrder::labelled:
        return "t.labelled";
    case TraceOrder::steps:
        return "t.steps";
    case TraceOrder::correct:
        return "ifnull(t.correct, -1)";
    case TraceOrder::dataset:
        return nameSql("dataset");
    case TraceOrder::policy:
        return nameSql("policy");
    case TraceOrder::firstMc:
        return firstErrorOrder(Critic::mc);
    case TraceOrder::firstJudge:
        return firstErrorOrder(Critic::judge);
    case TraceOrder::firstPrm:
        return firstErrorOrder(Critic::prm);
    case TraceOrder::firstPerson:
        return firstErrorOrder(Critic::person);
    }
    return "t.key";
}

bool isIndexed(TraceOrder order)
{
    return order == TraceOrder::imported || order == TraceOrder::question ||
           order == TraceOrder::disagreement || order == TraceOrder::prmMean ||
           order == TraceOrder::prmMin;
}

/// " ORDER BY ..."; ties in the direction of the order, so that an index serves both ways.
std::string ordering(TraceOrder order, bool descending)
{
    const std::string way = descending ? " DESC" : "";
    if (order == TraceOrder::imported)
        return " ORDER BY t.key" + way;
    return " ORDER BY " + orderExpression(order) + way + ", t.key" + way;
}

void bindAll(Sql& sql, const Condition& condition)
{
    for (const auto& value : condition.values)
        sql.bind(value);
}

constexpr std::int64_t nearRows = 1000; // so near the beginning a listing is not read whole

std::vector<std::int64_t> selectKeys(Project& project, const std::string& select,
                                     const Condition& condition, std::int64_t offset,
                                     std::int64_t limit)
{
    Sql sql(project, select);
    bindAll(sql, condition);
    sql.bind(limit);
    sql.bind(offset);
    std::vector<std::int64_t> keys;
    while (sql.next())
        keys.push_back(sql.integer(0));
    return keys;
}

std::vector<std::int64_t> traceKeys(Project& project, const Listing& listing, std::int64_t offset,
                                    std::int64_t limit)
{
    const auto condition = compileFor(project, listing.query);
    const auto select = "SELECT t.key FROM traces t WHERE " + condition.sql +
                        ordering(listing.order, listing.descending) + " LIMIT ? OFFSET ?";
    ListedKeys& listed = project.listedKeys();
    const std::int64_t changes = project.database().getTotalChanges();
    const std::int64_t version = project.dataVersion();
    const bool fresh = listed.sql == select && listed.values == condition.values &&
                       listed.changes == changes && listed.dataVersion == version;
    const bool near = isIndexed(listing.order) && offset + limit <= nearRows;
    if (!fresh && (limit < 0 || near))
        return selectKeys(project, select, condition, offset, limit);
    if (!fresh)
        listed = {select, condition.values, changes, version,
                  selectKeys(project, select, condition, 0, -1)};
    const auto count = static_cast<std::int64_t>(listed.keys.size());
    const auto begin = listed.keys.begin() + std::min(offset, count);
    const auto end =
        limit < 0 ? listed.keys.end() : begin + std::min(limit, listed.keys.end() - begin);
    return {begin, end};
}

std::vector<LitCell> readCells(Project& project, std::int64_t trace)
{
    std::vector<LitCell> cells;
    Sql sql(project,
            "SELECT section, mc, judge, prm, given, marks FROM steps WHERE trace = ? ORDER BY step",
            trace);
    while (sql.next()) {
        const auto verdict = verdictOfMarks(sql.number(5));
        cells.push_back({sql.number(0) == 0 ? Section::perception : Section::reasoning,
                         sql.maybeReal(1), sql.maybeReal(2), sql.maybeReal(3), sql.maybeReal(4),
                         verdict.state, verdict.rating});
    }
    return cells;
}

TraceRow readRow(Project& project, std::int64_t key)
{
    Sql sql(
        project,
        "SELECT t.id, substr(q.text, 1, 120), iif(d.name = '', f.name, d.name), p.name, x.answer,"
        " q.answer, t.correct, t.labelled, t.disagreement, t.prm_mean, t.prm_min FROM traces t"
        " JOIN questions q ON q.key = t.question JOIN names d ON d.key = t.dataset"
        " JOIN names f ON f.key = t.file JOIN names p ON p.key = t.policy JOIN trace_texts x"
        " ON x.trace = t.key WHERE t.key = ?",
        key);
    sql.next();
    TraceRow row;
    row.id = sql.text(0);
    row.question = sql.text(1);
    row.dataset = sql.text(2);
    row.policy = sql.text(3);
    row.answer = sql.text(4);
    row.key = sql.text(5);
    row.correct = sql.maybeBool(6);
    row.labelled = sql.number(7);
    row.disagreement = sql.real(8);
    row.prmMean = sql.maybeReal(9);
    row.prmMin = sql.maybeReal(10);
    row.cells = readCells(project, key);
    return row;
}

/// "this row stands before/after the trace ?" in the ascending order.
std::string beside(TraceOrder order, const char* comparison)
{
    if (order == TraceOrder::imported)
        return std::string("t.key ") + comparison + " ?";
    const auto expression = orderExpression(order);
    return "(" + expression + ", t.key) " + comparison + " (SELECT " + expression +
           ", t.key FROM traces t WHERE t.key = ?)";
}

} // namespace

Condition compileFor(Project& project, const std::string& query)
{
    QueryContext context;
    context.annotator = setting(project, "annotator");
    context.todayBegan = todayBegan();
    Sql sql(project, "SELECT question, trace FROM indexed");
    if (sql.next()) {
        context.indexedQuestion = sql.integer(0);
        context.indexedTrace = sql.integer(1);
    }
    return compileQuery(query, context);
}

std::vector<TraceRow> traceRows(Project& project, const Listing& listing, std::int64_t offset,
                                std::int64_t limit)
{
    std::vector<TraceRow> rows;
    for (const auto key : traceKeys(project, listing, offset, limit))
        rows.push_back(readRow(project, key));
    return rows;
}

std::vector<TraceRow> traceRows(Project& project, const std::vector<std::string>& traceIds)
{
    std::vector<TraceRow> rows;
    for (const auto& id : traceIds)
        if (const auto key = firstInteger(project, "SELECT key FROM traces WHERE id = ?", id))
            rows.push_back(readRow(project, *key));
    return rows;
}

std::vector<std::string> traceIds(Project& project, const Listing& listing, std::int64_t limit)
{
    std::vector<std::string> ids;
    for (const auto key : traceKeys(project, listing, 0, limit))
        ids.push_back(*firstText(project, "SELECT id FROM traces WHERE key = ?", key));
    return ids;
}

std::vector<Candidate> candidates(Project& project, const std::string& query)
{
    const auto condition = compileFor(project, query);
    Sql sql(project, "SELECT t.key, t.steps, t.marks <> 0 OR t.given_min IS NOT NULL OR EXISTS"
                     " (SELECT 1 FROM judge_replies r WHERE r.trace = t.key) FROM traces t WHERE " +
                         condition.sql + ordering(TraceOrder::imported, false));
    bindAll(sql, condition);
    std::vector<Candidate> found;
    while (sql.next())
        found.push_back({sql.integer(0), sql.number(1), sql.number(2) != 0});
    return found;
}

std::int64_t countTraces(Project& project, const std::string& query)
{
    const auto condition = compileFor(project, query);
    Sql sql(project, "SELECT count(*) FROM traces t WHERE " + condition.sql);
    bindAll(sql, condition);
    sql.next();
    return sql.integer(0);
}

std::optional<std::string> nextTrace(Project& project, const Listing& listing,
                                     std::string_view traceId, bool forward)
{
    const auto key = traceKey(project, traceId);
    const bool upwards = forward != listing.descending;
    const auto condition = compileFor(project, listing.query);
    Sql sql(project, "SELECT t.id FROM traces t WHERE (" + condition.sql + ") AND " +
                         beside(listing.order, upwards ? ">" : "<") +
                         ordering(listing.order, !upwards) + " LIMIT 1");
    bindAll(sql, condition);
    sql.bind(key);
    return sql.next() ? std::optional(sql.text(0)) : std::nullopt;
}

std::int64_t tracePosition(Project& project, const Listing& listing, std::string_view traceId)
{
    const auto key = traceKey(project, traceId);
    const auto condition = compileFor(project, listing.query);
    Sql sql(project, "SELECT count(*) FROM traces t WHERE (" + condition.sql + ") AND " +
                         beside(listing.order, listing.descending ? ">" : "<"));
    bindAll(sql, condition);
    sql.bind(key);
    sql.next();
    return sql.integer(0);
}

} // namespace steplight
