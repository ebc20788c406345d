// SPDX-License-Identifier: GPL-3.0-or-later
// The runs as a list of cards: kind, model, query, state, progress with time left. GUI thread only.
#pragma once

#include "storage/records/run.h"

#include <QAbstractListModel>
#include <QListView>

#include <vector>

namespace steplight {

/// "Train · prm": its kind and its model.
QString runInWords(const Run& run);

class RunListModel final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    /// Keeps selection and scroll position while the same runs stand in the same order.
    void setRuns(const std::vector<Run>& runs);
    const Run* at(int row) const;
    const Run* find(const QString& id) const;
    int rowOf(const QString& id) const; ///< -1 when there is no such run

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<Run> m_runs;
};

class RunList final : public QListView
{
    Q_OBJECT

public:
    explicit RunList(QWidget* parent = nullptr);

    RunListModel* runs() const { return m_runs; }
    void select(const QString& id); ///< empty = none

signals:
    void chosen(const QString& id);

private:
    RunListModel* m_runs;
};

/// "12 of 84 traces, about 3 min left", "84 traces in 2 min 5 s", "Waiting for its turn".
QString progressInWords(const Run& run);
/// Done traces of all, 0..1; 0 while the total is not known.
double progressOf(const Run& run);

} // namespace steplight
