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
    const std::string of = "FROM actions a JOIN annotators n ON n.key = a.annotator WHERE"
                           " n.name = ? AND a.standing = ";
    if (!again) // a merge that is under way, or was killed, has brought actions before their labels
        return firstInteger(project,
                            "SELECT a.key " + of +
                                "1 AND EXISTS (SELECT 1 FROM labels l WHERE l.action = a.key)"
                                " ORDER BY a.key DESC LIMIT 1",
                            annotator);
    if (!firstInteger(project, "SELECT 1 " + of + "0 LIMIT 1", annotator))
        return std::nullopt;
    // What was undone last; a merge brings actions in an order of their own.
    return firstInteger(project,
                        "SELECT a.key FROM annotators n JOIN actions u ON u.annotator = n.key JOIN"
                        " actions a ON a.key = u.subject WHERE n.name = ? AND u.kind = 'undo' AND"
                        " a.standing = 0 ORDER BY u.key DESC LIMIT 1",
                        annotator);
}

/// What an undo of the action's row replaces: what stands for it, or else whatever the annotator
/// says on the step. Empty where somebody else's row has replaced it: there is nothing to take
/// back.
std::vector<std::int64_t> effectRows(Project& project, const LabelRow& row, std::int64_t annotator)
{
    auto keys = standingFor(project, row.key);
    return keys.empty() ? ownCurrentRows(project, row.trace, row.label.step, annotator) : keys;
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

/// Whether the row's annotator says something on its step that is not among these rows.
bool saysOtherwise(Project& project, const LabelRow& row, const std::vector<std::int64_t>& replaced)
{
    const auto now = ownCurrentRows(project, row.trace, row.label.step,
                                    annotatorKey(project, row.label.annotator));
    return std::any_of(now.begin(), now.end(), [&](std::int64_t key) {
        return std::find(replaced.begin(), replaced.end(), key) == replaced.end();
    });
}

/// Rows that bring back what stood before the row, but nobody's old word beside a newer one.
std::vector<LabelRow> before(Project& project, const LabelRow& row, const Turn& turn,
                             const std::vector<std::int64_t>& replaced)
{
    std::vector<LabelRow> rows;
    for (const auto& older : readLabels(
             project, "JOIN supersedes s ON s.older = l.key WHERE s.label = ? ORDER BY l.key",
             row.key))
        if (older.label.annotator == row.label.annotator ||
            !saysOtherwise(project, older, replaced))
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
            "SELECT l.key FROM labels l JOIN current_labels c ON c.trace = l.trace AND"
            " c.step = l.step AND c.label = l.key WHERE l.trace = ? AND l.step = ? AND l.action ="
            " (SELECT max(key) FROM actions WHERE kind = 'undo' AND subject = ?)",
            row.trace, row.label.step, action);
    while (sql.next())
        keys.push_back(sql.integer(0));
    return keys;
}

/// Whether the last undo of the action took the row back, and not another step's alone.
bool wasUndone(Project& project, const LabelRow& row, std::int64_t action)
{
    return firstInteger(project,
                        "SELECT 1 FROM labels WHERE trace = ? AND step = ? AND action ="
                        " (SELECT max(key) FROM actions WHERE kind = 'undo' AND subject = ?)",
                        row.trace, row.label.step, action)
        .has_value();
}

/// What a redo of the row replaces: what its undo wrote, or else whatever the annotator says there.
std::vector<std::int64_t> undoRows(Project& project, const LabelRow& row, const Turn& turn)
{
    const auto keys = undoneBy(project, row, turn.subject);
    return keys.empty() ? ownCurrentRows(project, row.trace, row.label.step, turn.annotator) : keys;
}

/// In place of the rows of these keys: what the row says again, or what stood before it.
void write(Project& project, const LabelRow& row, const std::vector<std::int64_t>& older,
           const Turn& turn, bool again, std::vector<LabelRow>& written)
{
    for (auto& copy : again ? std::vector{copyOf(row, turn)} : before(project, row, turn, older)) {
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
        if (again ? wasUndone(project, row, subject) : !older.empty())
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
        std::optional<UndoneAction> turned;
        while (!turned || turned->written.empty()) { // passing over what others' words replaced
            const auto subject = subjectAction(project, annotator, again);
            if (!subject)
                break;
            turned = perform(project, *subject, again);
        }
        return turned;
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
