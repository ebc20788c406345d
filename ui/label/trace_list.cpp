// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/trace_list.h"

#include "ui/label/trace_item.h"
#include "ui/pages/trace_table_model.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>

namespace steplight {

TraceList::TraceList(QWidget* parent) : QTableView(parent), m_item(new TraceItem(this))
{
    setItemDelegate(m_item);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    horizontalHeader()->hide();
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    fitRows();
}

void TraceList::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    if (!model)
        return;
    for (int column = 0; column < model->columnCount(); ++column)
        setColumnHidden(column, column != TraceTableModel::question);
    horizontalHeader()->setSectionResizeMode(TraceTableModel::question, QHeaderView::Stretch);
}

std::optional<int> TraceList::currentTop() const
{
    const QRect at = visualRect(currentIndex());
    if (!currentIndex().isValid() || !viewport()->rect().intersects(at))
        return std::nullopt;
    return at.top();
}

void TraceList::putRow(int row, std::optional<int> top)
{
    doItemsLayout(); // else the bar does not know how many rows there are
    const int height = verticalHeader()->defaultSectionSize();
    verticalScrollBar()->setValue(row * height - top.value_or((viewport()->height() - height) / 2));
}

void TraceList::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRows();
}

void TraceList::fitRows()
{
    verticalHeader()->setDefaultSectionSize(m_item->sizeHint({}, {}).height());
}

} // namespace steplight
