// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/journal_model.h"

#include "ui/label/choices.h"
#include "ui/pages/words.h"
#include "ui/stamp.h"

#include <QDateTime>
#include <QLocale>

namespace steplight {

namespace {

QString whatInWords(const JournalEntry& entry)
{
    const Verdict& verdict = entry.label.verdict;
    const QString said =
        verdictGlyph(verdict) % QStringLiteral(" ") % verdictWords(verdict) %
        (entry.rows > 1 ? QStringLiteral(" (+%1)").arg(entry.rows - 1) : QString());
    switch (entry.kind) {
    case JournalEntry::Kind::undo:
        return JournalModel::tr("undone, so again: %1").arg(said.trimmed());
    case JournalEntry::Kind::redo:
        return JournalModel::tr("done again: %1").arg(said.trimmed());
    case JournalEntry::Kind::dataset:
    case JournalEntry::Kind::label:
        break;
    }
    return said.trimmed();
}

/// What the person saw of the step's estimates. Data and copies were made by nobody at a desk.
QString seenInWords(const JournalEntry& entry)
{
    if (entry.kind != JournalEntry::Kind::label)
        return {};
    const Label& label = entry.label;
    QStringList kinds;
    for (const EstimateKind kind : label.shown)
        kinds << estimateInWords(kind);
    const QString shown = kinds.join(QStringLiteral(", "));
    switch (label.visibility) {
    case Visibility::blind:
        return JournalModel::tr("blind");
    case Visibility::commitThenReveal:
        return !shown.isEmpty()           ? JournalModel::tr("after the reveal: %1").arg(shown)
               : label.supersedes.empty() ? JournalModel::tr("before the reveal")
                                          : JournalModel::tr("commit, then reveal");
    case Visibility::open:
        return shown.isEmpty() ? JournalModel::tr("open") : JournalModel::tr("open: %1").arg(shown);
    }
    return {};
}

QString nowInWords(const JournalEntry& entry)
{
    if (entry.kind == JournalEntry::Kind::undo || entry.kind == JournalEntry::Kind::redo)
        return {};
    if (entry.standing == entry.rows)
        return JournalModel::tr("stands");
    return entry.standing == 0
               ? JournalModel::tr("replaced or taken back")
               : JournalModel::tr("%1 of %2 stand").arg(entry.standing).arg(entry.rows);
}

QString momentOf(const JournalEntry& entry)
{
    const auto at = QDateTime::fromMSecsSinceEpoch(entry.label.createdAt);
    return at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

} // namespace

void JournalModel::begin(std::vector<JournalEntry> newest, qint64 all)
{
    beginResetModel();
    m_entries = std::move(newest);
    m_all = all;
    m_asked = false;
    endResetModel();
}

void JournalModel::append(std::vector<JournalEntry> older)
{
    m_asked = false;
    if (older.empty()) {
        m_all = rowCount();
        return;
    }
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(older.size()) - 1);
    m_entries.insert(m_entries.end(), std::make_move_iterator(older.begin()),
                     std::make_move_iterator(older.end()));
    endInsertRows();
}

int JournalModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant JournalModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const JournalEntry& e = entry(index.row());
    if (role == Qt::ToolTipRole)
        return QStringLiteral("<p>%1</p>")
            .arg(QString::fromStdString(e.questionExcerpt).toHtmlEscaped());
    switch (index.column()) {
    case when:
        return momentOf(e);
    case who:
        return QString::fromStdString(e.label.annotator);
    case what:
        return whatInWords(e);
    case step:
        return e.label.step < 0 ? tr("all") : QString::number(e.label.step + 1);
    case seen:
        return seenInWords(e);
    case question:
        return QString::fromStdString(e.questionExcerpt).simplified();
    default:
        return nowInWords(e);
    }
}

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString names[columns] = {tr("When"), tr("Who"),      tr("Said"), tr("Step"),
                                    tr("Seen"), tr("Question"), tr("Now")};
    return names[section];
}

bool JournalModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && !m_asked && !m_entries.empty() && rowCount() < m_all;
}

void JournalModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    m_asked = true;
    emit moreWanted(m_entries.back().key);
}

} // namespace steplight
