// SPDX-License-Identifier: GPL-3.0-or-later
// The table of traces: one row is one thing, with one focus ring around it. GUI thread only.
#pragma once

#include "ui/light.h"

#include <QTableView>

class QMenu;

namespace steplight {

class TraceTableModel;

class TraceTable final : public QTableView
{
    Q_OBJECT

public:
    explicit TraceTable(TraceTableModel* model, QWidget* parent = nullptr);

    void setSource(LightSource source);
    QByteArray saveColumns() const;
    void restoreColumns(const QByteArray& state);
    /// Which columns are shown and what the rows are sorted by, for a button's menu and the
    /// header's own. Filled anew each time it opens.
    void fillMenu(QMenu* menu);

signals:
    void opened();               ///< Enter or double click
    void sortWanted(int column); ///< by menu; again = the other way round

private:
    class Row;

    void setColumnWidths();
    int headerWidth(int column) const;
    void fitSorted();
    void fitQuestion();
    void fillSortMenu(QMenu* menu);
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    TraceTableModel* m_model;
    Row* m_row; ///< paints
};

} // namespace steplight
