// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/identity.h"
#include "storage/journal.h"
#include "storage/label_rows.h"
#include "storage/labels.h"
#include "storage/sql.h"

#include <algorithm>

namespace steplight {

namespace {

struct Turn {
    std::int64_t subject;   ///< the action taken back or done again
    std::int64_t annotator; ///< whose it is
    std::int64_t action;    ///< the new undo or redo
    std::string actionId;
};

std::optional<std::int64_t> subjectAction(Project& project, const std::string& annotator,
                                          bool again)
{
    // Undone actions are newer than all that stand, so the oldest of them went last.
    return firstInteger(
        project,
        std::string("SELECT a.key FROM actions a JOIN annotators n"
                    " ON n.key = a.annotator WHERE n.name = ? AND ") +
            (again ? "a.standing = 0 ORDER BY a.key" : "a.standing = 1 ORDER BY a.key DESC") +
            " LIMIT 1",
        annotator);
}

/// What the action's row has become: the annotator's current rows on the step, or the last one
/// there when somebody else's row has replaced it.
std::vector<std::int64_t> effectRows(Project& project, const LabelRow& row, std::int64_t annotator)
{
    auto keys = ownCurrentRows(project, row.trace, row.label.step, annotator);
    if (keys.empty())
        keys.push_back(*firstInteger(project,
                                     "SELECT max(key) FROM labels WHERE trace = ? AND step = ?"
                                     " AND annotator = ?",
                                     row.trace, row.label.step, annotator));
    return keys;
}

LabelRow copyOf(const LabelRow& row, const Turn& turn)
{
    LabelRow copy = row;
    copy.label.id = newUuid();
    copy.label.action = turn.actionId;
    copy.label.createdAt = millisecondsNow();
    copy.label.focusMs = 0;
    return copy;
}

/// Rows that bring back what stood before the row.
std::vector<LabelRow> before(Project& project, const LabelRow& row, const Turn& turn)
{
    std::vector<LabelRow> rows;
    for (const auto& older : readLabels(
             project, "JOIN supersedes s ON s.older = l.key WHERE s.label = ? ORDER BY l.key",
             row.key))
        rows.push_back(copyOf(older, turn));
    if (rows.empty()) {
        rows.push_back(copyOf(row, turn));
        rows.back().label.verdict = Verdict{};
        rows.back().label.verdict.state = LabelState::unlabelled;
    }
    return rows;
}

/// Current rows on the row's step that the last undo of its action wrote, others' included.
std::vector<std::int64_t> undoneBy(Project& project, const LabelRow& row, std::int64_t action)
{
    std::vector<std::int64_t> keys;
    Sql sql(project,
            "SELECT l.key FROM labels l JOIN current_labels c ON c.label = l.key"
            " WHERE l.trace = ? AND l.step = ? AND l.action ="
            " (SELECT max(key) FROM actions WHERE kind = 'undo' AND subject = ?)",
            row.trace, row.label.step, action);
    while (sql.next())
        keys.push_back(sql.integer(0));
    return keys;
}

/// What a redo of the row replaces.
std::vector<std::int64_t> undoRows(Project& project, const LabelRow& row, const Turn& turn)
{
    auto keys = effectRows(project, row, turn.annotator);
    for (const auto key : undoneBy(project, row, turn.subject))
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            keys.push_back(key);
    return keys;
}

/// In place of the rows of these keys: what the row says again, or what stood before it.
void write(Project& project, const LabelRow& row, const std::vector<std::int64_t>& older,
           const Turn& turn, bool again, std::vector<LabelRow>& written)
{
    for (auto& copy : again ? std::vector{copyOf(row, turn)} : before(project, row, turn)) {
        copy.key = appendLabel(project, copy, turn.action, older);
        written.push_back(copy);
    }
}

Turn begin(Project& project, std::int64_t subject, bool again)
{
    Turn turn{subject, 0, 0, newUuid()};
    turn.annotator = *firstInteger(project, "SELECT annotator FROM actions WHERE key = ?", subject);
    turn.action =
        addAction(project, turn.actionId, turn.annotator, again ? "redo" : "undo", subject, -1);
    runSql(project, "UPDATE actions SET standing = ? WHERE key = ?", again ? 1 : 0, subject);
    return turn;
}

UndoneAction perform(Project& project, std::int64_t subject, bool again)
{
    const Turn turn = begin(project, subject, again);
    const auto rows = readLabels(project, "WHERE l.action = ? ORDER BY l.key", subject);
    UndoneAction undone;
    std::vector<LabelRow> written;
    for (const auto& row : rows) {
        const auto older =
            again ? undoRows(project, row, turn) : effectRows(project, row, turn.annotator);
        write(project, row, older, turn, again, written);
        undone.action = row.label.action;
        undone.subject.push_back(row.label);
    }
    refreshTouched(project, written);
    for (const auto& row : readLabels(project, "WHERE l.action = ? ORDER BY l.key", turn.action))
        undone.written.push_back(row.label);
    return undone;
}

/// One action, in so far as it stands (again: as what took it back stands).
void takeOne(Project& project, std::int64_t action, bool again, TakenBack& result)
{
    const auto rows = readLabels(project, "WHERE l.action = ? ORDER BY l.key", action);
    std::vector<std::pair<const LabelRow*, std::vector<std::int64_t>>> touched;
    for (const auto& row : rows) {
        auto replaced = again ? undoneBy(project, row, action) : standingFor(project, row.key);
        if (replaced.empty())
            ++result.later;
        else
            touched.emplace_back(&row, std::move(replaced));
    }
    if (touched.empty())
        return;
    const Turn turn = begin(project, action, again);
    // redo() is for what undo() took back, and neither is for what came with data
    runSql(project,
           "UPDATE actions SET standing = -1 WHERE key = ? AND (standing = 0 OR kind = 'dataset')",
           action);
    std::vector<LabelRow> written;
    for (const auto& [row, replaced] : touched)
        write(project, *row, replaced, turn, again, written);
    refreshTouched(project, written);
    result.rows += static_cast<int>(touched.size());
    result.actions.push_back(rows.front().label.action);
}

TakenBack takeAll(Project& project, const std::vector<std::string>& actions, bool again)
{
    return project.transact([&] {
        TakenBack result;
        std::vector<std::int64_t> keys;
        for (const auto& id : actions)
            if (const auto key = firstInteger(project,
                                              "SELECT key FROM actions WHERE id = ? AND kind IN"
                                              " ('label', 'dataset')",
                                              id))
                keys.push_back(*key);
        // The newest first, so that what it replaced can be taken back behind it.
        std::sort(keys.begin(), keys.end());
        if (!again)
            std::reverse(keys.begin(), keys.end());
        for (const auto key : keys)
            takeOne(project, key, again, result);
        return result;
    });
}

std::optional<UndoneAction> turn(Project& project, const std::string& annotator, bool again)
{
    return project.transact([&]() -> std::optional<UndoneAction> {
        const auto subject = subjectAction(project, annotator, again);
        if (!subject)
            return std::nullopt;
        return perform(project, *subject, again);
    });
}

} // namespace

std::optional<UndoneAction> undo(Project& project, const std::string& annotator)
{
    return turn(project, annotator, false);
}

std::optional<UndoneAction> redo(Project& project, const std::string& annotator)
{
    return turn(project, annotator, true);
}

bool canUndo(Project& project, const std::string& annotator)
{
    return subjectAction(project, annotator, false).has_value();
}

bool canRedo(Project& project, const std::string& annotator)
{
    return subjectAction(project, annotator, true).has_value();
}

TakenBack takeBack(Project& project, const std::vector<std::string>& actions)
{
    return takeAll(project, actions, false);
}

TakenBack bringBack(Project& project, const std::vector<std::string>& actions)
{
    return takeAll(project, actions, true);
}

} // namespace steplight
