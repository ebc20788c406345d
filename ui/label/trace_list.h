// SPDX-License-Identifier: GPL-3.0-or-later
// The traces of a queue, one below the other. A table of one column, since a QListView lays out all
// its rows anew, 300,000 of them, whenever one has changed. GUI thread only.
#pragma once

#include <QTableView>

#include <optional>

namespace steplight {

class TraceItem;

class TraceList final : public QTableView
{
    Q_OBJECT

public:
    explicit TraceList(QWidget* parent = nullptr);

    TraceItem& item() { return *m_item; } ///< how a row is painted
    void setModel(QAbstractItemModel* model) override;

    /// How far below the top edge the current row begins; unset when it is not in sight.
    std::optional<int> currentTop() const;
    /// Scrolls so that the row begins there, or is in the middle.
    void putRow(int row, std::optional<int> top);

protected:
    void changeEvent(QEvent* event) override;

private:
    void fitRows();

    TraceItem* m_item;
};

} // namespace steplight
