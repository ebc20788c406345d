// SPDX-License-Identifier: GPL-3.0-or-later
// The traces of a queue, one below the other. A table of one column, since a QListView lays out all
// its rows anew, 300,000 of them, whenever one has changed. GUI thread only.
#pragma once

#include <QTableView>

namespace steplight {

class TraceItem;

class TraceList final : public QTableView
{
    Q_OBJECT

public:
    explicit TraceList(QWidget* parent = nullptr);

    TraceItem& item() { return *m_item; } ///< how a row is painted
    void setModel(QAbstractItemModel* model) override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void fitRows();

    TraceItem* m_item;
};

} // namespace steplight
