// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/lines.h"

#include "storage/sql.h"

#include <algorithm>
#include <map>

namespace steplight {

namespace {

const char* const undoneSubjects = "SELECT subject FROM actions WHERE subject IS NOT NULL"
                                   " GROUP BY subject HAVING sum(iif(kind = 'undo', 1, -1)) > 0";

Ids idsOf(Sql& sql)
{
    Ids actions;
    while (sql.next())
        actions.insert(sql.text(0));
    return actions;
}

/// By a row of undo or redo nothing is decided: it repeats what stands elsewhere.
bool decides(const Line& line, const std::vector<Line>& older)
{
    return line.stands && std::any_of(older.begin(), older.end(), [&](const Line& other) {
               const Label& label = *other.label;
               if (label.annotator == line.label->annotator)
                   return other.decides && line.before.contains(label.id);
               const auto& replaced = line.label->supersedes;
               return std::find(replaced.begin(), replaced.end(), label.id) != replaced.end();
           });
}

} // namespace

Ids standingActions(Project& project)
{
    Sql sql(project, std::string("SELECT id FROM actions WHERE standing = 1 OR (kind = 'dataset'"
                                 " AND key NOT IN (") +
                         undoneSubjects + "))");
    return idsOf(sql);
}

UndoneActions undoneActions(Project& project)
{
    UndoneActions undone;
    Sql sql(project, undoneSubjects);
    while (sql.next())
        undone.insert(sql.integer(0));
    return undone;
}

Ids standingActions(Project& project, std::int64_t trace, const UndoneActions& undone)
{
    Ids standing;
    Sql sql(project,
            "SELECT key, id, standing, kind FROM actions WHERE key IN (SELECT action FROM labels"
            " WHERE trace = ?)",
            trace);
    while (sql.next())
        if (sql.number(2) == 1 || (sql.text(3) == "dataset" && !undone.contains(sql.integer(0))))
            standing.insert(sql.text(1));
    return standing;
}

std::vector<Line> linesOf(const std::vector<const Label*>& rows, const Ids& standing)
{
    std::map<std::string, Ids> before;
    std::vector<Line> lines;
    for (const Label* row : rows) {
        Ids& all = before[row->id];
        for (const auto& older : row->supersedes) {
            all.insert(older);
            all.insert(before[older].begin(), before[older].end());
        }
        Line line{row, all, standing.contains(row->action), false};
        line.decides = decides(line, lines);
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace steplight
