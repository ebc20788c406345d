// SPDX-License-Identifier: GPL-3.0-or-later
// The journal's decisions as a table, newest first; the next ones are asked for when the last are
// in sight. GUI thread only.
#pragma once

#include "storage/records/journal_entry.h"

#include <QAbstractTableModel>

#include <vector>

namespace steplight {

class JournalModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { when, who, what, step, seen, question, now, columns };

    explicit JournalModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    /// Another list, of which these are the newest; `all` of them are there.
    void begin(std::vector<JournalEntry> newest, qint64 all);
    /// The reply to moreWanted(); none ends the list.
    void append(std::vector<JournalEntry> older);
    const JournalEntry& entry(int row) const { return m_entries[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return columns; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

signals:
    void moreWanted(qint64 before); ///< entries older than the one of this key

private:
    std::vector<JournalEntry> m_entries;
    qint64 m_all = 0;
    bool m_asked = false;
};

/// Only decisions that still say something can be taken back; undo and redo are no decisions.
inline bool canBeTakenBack(const JournalEntry& entry)
{
    return entry.standing > 0;
}

} // namespace steplight
