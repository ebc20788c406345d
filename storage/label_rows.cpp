// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/label_rows.h"

#include "storage/trace_facts.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <set>

namespace steplight {

namespace {

std::string stateWord(const Verdict& verdict)
{
    if (verdict.state == LabelState::unlabelled)
        return "unlabelled";
    return verdict.state == LabelState::rated ? "rated" : ratingWord(verdict);
}

std::vector<Region> readRegions(Project& project, std::int64_t label)
{
    std::vector<Region> regions;
    Sql sql(project,
            "SELECT shape, image, points, note, kind, span_begin, span_end FROM regions"
            " WHERE label = ? ORDER BY position",
            label);
    while (sql.next()) {
        Region region;
        region.shape = shapeFromWord(sql.text(0)).value_or(Region::Shape::polygon);
        region.image = sql.number(1);
        region.points = nlohmann::json::parse(sql.text(2)).get<decltype(region.points)>();
        region.note = sql.text(3);
        region.kind = regionKindFromWord(sql.text(4)).value_or(Region::Kind::present);
        if (!sql.null(5))
            region.span = {{sql.number(5), sql.number(6)}};
        regions.push_back(std::move(region));
    }
    return regions;
}

std::string overrulesText(const Verdict& verdict)
{
    auto json = nlohmann::json::object();
    for (const auto& [kind, reason] : verdict.overrules)
        json[estimateKindWord(kind)] = reason;
    return json.dump();
}

std::map<EstimateKind, std::string> readOverrules(const std::string& text)
{
    std::map<EstimateKind, std::string> overrules;
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object()) // damaged: says nothing
        return overrules;
    for (const auto& [word, reason] : json.items())
        if (const auto kind = estimateKindFromWord(word); kind && reason.is_string())
            overrules[*kind] = reason.get<std::string>();
    return overrules;
}

std::string shownText(const std::vector<EstimateKind>& shown)
{
    auto json = nlohmann::json::array();
    for (const auto kind : shown)
        json.push_back(estimateKindWord(kind));
    return json.dump();
}

std::vector<EstimateKind> readShown(const std::string& text)
{
    std::vector<EstimateKind> shown;
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_array()) // damaged: says nothing
        return shown;
    for (const auto& word : json)
        if (word.is_string())
            if (const auto kind = estimateKindFromWord(word.get<std::string>()))
                shown.push_back(*kind);
    return shown;
}

std::vector<std::string> readSuperseded(Project& project, std::int64_t label)
{
    std::vector<std::string> ids;
    Sql sql(project,
            "SELECT o.id FROM supersedes s JOIN labels o ON o.key = s.older WHERE s.label = ?"
            " ORDER BY o.key",
            label);
    while (sql.next())
        ids.push_back(sql.text(0));
    return ids;
}

void appendRegions(Project& project, std::int64_t label, const std::vector<Region>& regions)
{
    int position = 0;
    for (const auto& region : regions) {
        const auto span = region.span;
        runSql(project, "INSERT INTO regions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", label, position++,
               shapeWord(region.shape), region.image, nlohmann::json(region.points).dump(),
               region.note, regionKindWord(region.kind),
               span ? std::optional(span->begin) : std::nullopt,
               span ? std::optional(span->end) : std::nullopt);
    }
}

} // namespace

const char* const labelColumns =
    "SELECT l.key, l.trace, l.id, a.id, t.id, l.step, n.name, l.state, l.rating, l.error_kind,"
    " l.reason, l.comment, l.visibility, l.focus_ms, l.created_at, l.guideline, l.program,"
    " l.overrules, l.shown, l.rewrite"
    " FROM labels l JOIN actions a ON a.key = l.action JOIN traces t ON t.key = l.trace"
    " JOIN annotators n ON n.key = l.annotator ";

Verdict readVerdict(const Sql& sql, int column)
{
    Verdict verdict;
    const auto state = sql.text(column);
    if (state == "unlabelled")
        verdict.state = LabelState::unlabelled;
    else if (state != "rated")
        verdict.state = verdictFromWord(state).value_or(verdict).state;
    verdict.rating = sql.number(column + 1);
    verdict.errorKind = errorKindFromWord(sql.text(column + 2)).value_or(ErrorKind::none);
    return verdict;
}

std::vector<LabelRow> readLabels(Sql& sql, Project& project)
{
    std::vector<LabelRow> rows;
    while (sql.next()) {
        LabelRow row{sql.integer(0), sql.integer(1), {}};
        row.label.id = sql.text(2);
        row.label.action = sql.text(3);
        row.label.traceId = sql.text(4);
        row.label.step = sql.number(5);
        row.label.annotator = sql.text(6);
        row.label.verdict = readVerdict(sql, 7);
        row.label.verdict.reason = sql.text(10);
        row.label.verdict.comment = sql.text(11);
        row.label.visibility = visibilityFromWord(sql.text(12)).value_or(Visibility::open);
        row.label.focusMs = sql.integer(13);
        row.label.createdAt = sql.integer(14);
        row.label.guideline = sql.text(15);
        row.label.program = sql.text(16);
        row.label.verdict.overrules = readOverrules(sql.text(17));
        row.label.shown = readShown(sql.text(18));
        row.label.verdict.rewrite = sql.text(19);
        rows.push_back(std::move(row));
    }
    for (auto& row : rows) {
        row.label.verdict.regions = readRegions(project, row.key);
        row.label.supersedes = readSuperseded(project, row.key);
    }
    return rows;
}

std::int64_t appendLabel(Project& project, const LabelRow& row, std::int64_t action,
                         const std::vector<std::int64_t>& older)
{
    const Label& label = row.label;
    const auto key = *firstInteger(
        project,
        "INSERT INTO labels (id, action, trace, step, annotator, state, rating, error_kind, reason,"
        " comment, visibility, focus_ms, created_at, guideline, program, overrules, shown, rewrite)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING key",
        label.id, action, row.trace, label.step, annotatorKey(project, label.annotator),
        stateWord(label.verdict), label.verdict.rating, errorKindWord(label.verdict.errorKind),
        label.verdict.reason, label.verdict.comment, visibilityWord(label.visibility),
        label.focusMs, label.createdAt, label.guideline, label.program,
        overrulesText(label.verdict), shownText(label.shown), label.verdict.rewrite);
    appendRegions(project, key, label.verdict.regions);
    for (const auto superseded : older) {
        runSql(project, "INSERT INTO supersedes VALUES (?, ?)", key, superseded);
        runSql(project, "DELETE FROM current_labels WHERE trace = ? AND step = ? AND label = ?",
               row.trace, label.step, superseded);
    }
    runSql(project, "INSERT INTO current_labels VALUES (?, ?, ?)", row.trace, label.step, key);
    return key;
}

std::int64_t annotatorKey(Project& project, const std::string& name)
{
    if (const auto key = firstInteger(project, "SELECT key FROM annotators WHERE name = ?", name))
        return *key;
    return *firstInteger(project, "INSERT INTO annotators (name) VALUES (?) RETURNING key", name);
}

std::vector<std::int64_t> ownCurrentRows(Project& project, std::int64_t trace, int step,
                                         std::int64_t annotator)
{
    std::vector<std::int64_t> keys;
    Sql sql(project,
            "SELECT l.key FROM current_labels c JOIN labels l ON l.key = c.label"
            " WHERE c.trace = ? AND c.step = ? AND l.annotator = ? ORDER BY l.key",
            trace, step, annotator);
    while (sql.next())
        keys.push_back(sql.integer(0));
    return keys;
}

std::int64_t addAction(Project& project, const std::string& id, std::int64_t annotator,
                       const std::string& kind, std::optional<std::int64_t> subject, int standing)
{
    return *firstInteger(project,
                         "INSERT INTO actions (id, annotator, kind, subject, standing)"
                         " VALUES (?, ?, ?, ?, ?) RETURNING key",
                         id, annotator, kind, subject, standing);
}

void refreshTouched(Project& project, const std::vector<LabelRow>& rows)
{
    std::set<std::pair<std::int64_t, int>> steps;
    std::set<std::int64_t> traces;
    for (const auto& row : rows) {
        steps.emplace(row.trace, row.label.step);
        traces.insert(row.trace);
    }
    for (const auto& [trace, step] : steps)
        refreshMarks(project, trace, step);
    for (const auto trace : traces)
        refreshTrace(project, trace);
}

std::int64_t millisecondsNow()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

namespace {

/// The row that a person made of which this one is a copy, or it itself. A redo copies its
/// subject's row, an undo one of those that its subject's row had replaced.
std::int64_t originOf(Project& project, std::int64_t label)
{
    std::set<std::int64_t> seen{label}; // a stranger's actions may go in a circle
    for (;;) {
        const auto copied = firstInteger(
            project,
            "SELECT CASE a.kind WHEN 'redo' THEN s.key ELSE (SELECT o.key FROM supersedes p"
            " JOIN labels o ON o.key = p.older WHERE p.label = s.key AND o.annotator = l.annotator"
            " AND o.state = l.state AND o.rating = l.rating) END"
            " FROM labels l JOIN actions a ON a.key = l.action"
            " JOIN labels s ON s.action = a.subject AND s.trace = l.trace AND s.step = l.step"
            " WHERE l.key = ? AND a.kind IN ('undo', 'redo')",
            label);
        if (!copied || *copied == 0 || !seen.insert(*copied).second)
            return label;
        label = *copied;
    }
}

} // namespace

std::vector<std::int64_t> standingFor(Project& project, std::int64_t label)
{
    std::vector<std::int64_t> keys;
    Sql sql(project,
            "SELECT l.key FROM labels o JOIN current_labels c ON c.trace = o.trace AND"
            " c.step = o.step JOIN labels l ON l.key = c.label"
            " WHERE o.key = ? AND l.state <> 'unlabelled' AND l.annotator = o.annotator",
            label);
    while (sql.next())
        if (originOf(project, sql.integer(0)) == label)
            keys.push_back(sql.integer(0));
    return keys;
}

} // namespace steplight
