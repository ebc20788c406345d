// SPDX-License-Identifier: GPL-3.0-or-later
// The table of traces: one row is one thing, with one focus ring around it. GUI thread only.
#pragma once

#include "ui/light.h"

#include <QTableView>

namespace steplight {

class TraceTableModel;

class TraceTable final : public QTableView
{
    Q_OBJECT

public:
    explicit TraceTable(TraceTableModel* model, QWidget* parent = nullptr);

    void setSource(LightSource source);
    QByteArray saveColumns() const;
    void restoreColumns(const QByteArray& state); ///< the user's widths stay as they are then

signals:
    void opened(); ///< Enter or double click

private:
    class Row;

    void setColumnWidths();
    void fitQuestion();
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    TraceTableModel* m_model;
    Row* m_row; ///< paints
    bool m_widthsRestored = false;
};

} // namespace steplight
