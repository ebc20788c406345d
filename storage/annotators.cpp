// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/label_rows.h"
#include "storage/labels.h"
#include "storage/queue_desk.h"
#include "storage/sql.h"

namespace steplight {

namespace {

std::vector<Label> labelsOf(std::vector<LabelRow> rows)
{
    std::vector<Label> labels;
    for (auto& row : rows)
        labels.push_back(std::move(row.label));
    return labels;
}

} // namespace

std::vector<Label> currentLabels(Project& project, std::string_view traceId)
{
    return labelsOf(readLabels(project,
                               "JOIN current_labels c ON c.trace = l.trace AND c.step = l.step AND"
                               " c.label = l.key WHERE t.id = ?"
                               " AND l.state <> 'unlabelled' ORDER BY l.step, l.key",
                               traceId));
}

std::vector<Decision> recentDecisions(Project& project, const std::string& annotator, int limit)
{
    const auto rows =
        readLabels(project,
                   "WHERE l.key IN (SELECT max(b.key) FROM labels b WHERE b.action IN"
                   " (SELECT x.key FROM actions x JOIN annotators y ON y.key = x.annotator"
                   "  WHERE y.name = ? AND x.standing = 1 ORDER BY x.key DESC LIMIT ?)"
                   " GROUP BY b.action) ORDER BY l.action DESC",
                   annotator, limit);
    std::vector<Decision> decisions;
    for (const auto& row : rows) {
        Decision decision;
        decision.action = row.label.action;
        decision.label = row.label;
        decision.rows = static_cast<int>(*firstInteger(project,
                                                       "SELECT count(*) FROM labels WHERE action ="
                                                       " (SELECT action FROM labels WHERE key = ?)",
                                                       row.key));
        decision.questionExcerpt = *firstText(project,
                                              "SELECT substr(q.text, 1, 120) FROM traces t JOIN"
                                              " questions q ON q.key = t.question WHERE t.key = ?",
                                              row.trace);
        decisions.push_back(std::move(decision));
    }
    return decisions;
}

std::optional<Label> lastSaved(Project& project)
{
    auto labels =
        labelsOf(readLabels(project, "WHERE l.key = (SELECT max(b.key) FROM labels b JOIN actions x"
                                     " ON x.key = b.action WHERE x.kind <> 'dataset')"));
    if (labels.empty())
        return std::nullopt;
    return std::move(labels.front());
}

LabelCounts labelCounts(Project& project, const std::string& annotator)
{
    LabelCounts counts;
    counts.left = *firstInteger(project, "SELECT count(*) FROM traces WHERE undecided = 1");
    counts.today = labelledToday(project, annotator);
    return counts;
}

std::vector<std::string> annotators(Project& project)
{
    std::vector<std::string> names;
    Sql sql(project, "SELECT name FROM annotators ORDER BY key");
    while (sql.next())
        names.push_back(sql.text(0));
    return names;
}

} // namespace steplight
