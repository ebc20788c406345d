// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/trace_table.h"

#include "ui/barcode.h"
#include "ui/pages/trace_table_model.h"
#include "ui/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace steplight {

namespace {

constexpr int heightOfRow = 30;
constexpr int leastQuestion = 124;
constexpr int barcodeSteps = 12; ///< that have their full width at first

} // namespace

/// Every cell without a ring of its own, the first one as a barcode.
class TraceTable::Row final : public QStyledItemDelegate
{
public:
    explicit Row(TraceTableModel* model, QObject* parent)
        : QStyledItemDelegate(parent), m_barcodes([model](const QModelIndex& index) {
              const TraceRow* row = model->row(index.row());
              return row ? &row->cells : nullptr;
          })
    {
    }

    void setSource(LightSource source) { m_barcodes.setStyle({source}); }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyleOptionViewItem quiet(option);
        quiet.state &= ~QStyle::State_HasFocus;
        if (index.column() == TraceTableModel::barcode)
            m_barcodes.paint(painter, quiet, index);
        else
            QStyledItemDelegate::paint(painter, quiet, index);
    }

private:
    BarcodeDelegate m_barcodes;
};

TraceTable::TraceTable(TraceTableModel* model, QWidget* parent)
    : QTableView(parent), m_model(model), m_row(new Row(model, this))
{
    setModel(model);
    setItemDelegate(m_row);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setAccessibleName(tr("Traces"));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(withText(heightOfRow));
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setHighlightSections(false);
    setColumnWidths();
    horizontalHeader()->moveSection(TraceTableModel::dataset, TraceTableModel::answer);
    setColumnHidden(TraceTableModel::prmMean, true);
    setColumnHidden(TraceTableModel::policy, true);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(horizontalHeader(), &QHeaderView::customContextMenuRequested, this,
            [this](const QPoint& at) {
                QMenu menu;
                fillMenu(&menu);
                menu.exec(horizontalHeader()->mapToGlobal(at));
            });
    connect(model, &QAbstractItemModel::headerDataChanged, this, &TraceTable::fitSorted);
    connect(this, &QTableView::doubleClicked, this, &TraceTable::opened);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, viewport(),
            qOverload<>(&QWidget::update)); // the ring crosses the cells
}

void TraceTable::setSource(LightSource source)
{
    m_row->setSource(source);
    viewport()->update();
}

int TraceTable::headerWidth(int column) const
{
    const QString words = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    return QFontMetrics(fontOf(TextSize::body)).horizontalAdvance(words) + 2 * metrics::grid;
}

/// The mark of the sorted column needs room beside its name.
void TraceTable::fitSorted()
{
    for (int column = 0; column < TraceTableModel::columns; ++column)
        if (TraceTableModel::orderOf(column) == m_model->order() && !isColumnHidden(column))
            horizontalHeader()->resizeSection(
                column, std::max(headerWidth(column), horizontalHeader()->sectionSize(column)));
    fitQuestion();
}

/// From the headers' words, not from the rows: these are not there yet, and they are many.
void TraceTable::setColumnWidths()
{
    QHeaderView* header = horizontalHeader();
    for (int column = 0; column < TraceTableModel::columns; ++column)
        header->resizeSection(column, headerWidth(column));
    const int letter = QFontMetrics(fontOf(TextSize::body)).horizontalAdvance(QLatin1Char('x'));
    header->resizeSection(TraceTableModel::barcode,
                          barcodeSize(barcodeSteps).width() + 2 * metrics::grid);
    header->resizeSection(TraceTableModel::answer, letter * 15);
    header->resizeSection(TraceTableModel::dataset, letter * 10);
    header->resizeSection(TraceTableModel::policy, letter * 18);
    header->setMinimumSectionSize(metrics::hitTarget);
}

/// The question takes what the others leave; where that is too little, the table scrolls sideways.
void TraceTable::fitQuestion()
{
    QHeaderView* header = horizontalHeader();
    int others = 0;
    for (int column = 0; column < TraceTableModel::columns; ++column)
        if (column != TraceTableModel::question && !isColumnHidden(column))
            others += header->sectionSize(column);
    header->resizeSection(TraceTableModel::question,
                          std::max(leastQuestion, viewport()->width() - others));
}

void TraceTable::fillMenu(QMenu* menu)
{
    menu->clear();
    fillSortMenu(menu->addMenu(tr("Sort by")));
    menu->addSeparator();
    for (int column = 0; column < TraceTableModel::columns; ++column) {
        if (column == TraceTableModel::question) // never all hidden
            continue;
        QAction* action = menu->addAction(column == TraceTableModel::barcode
                                              ? tr("Steps, lit")
                                              : TraceTableModel::columnName(column));
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            setColumnHidden(column, !shown);
            fitQuestion();
        });
    }
}

void TraceTable::fillSortMenu(QMenu* menu)
{
    for (int column = 0; column < TraceTableModel::columns; ++column) {
        const auto order = TraceTableModel::orderOf(column);
        if (!order)
            continue;
        QAction* action = menu->addAction(TraceTableModel::columnName(column));
        action->setCheckable(true);
        action->setChecked(*order == m_model->order());
        connect(action, &QAction::triggered, this, [this, column] { emit sortWanted(column); });
    }
}

QByteArray TraceTable::saveColumns() const
{
    return horizontalHeader()->saveState();
}

void TraceTable::restoreColumns(const QByteArray& state)
{
    horizontalHeader()->restoreState(state);
    fitQuestion();
}

void TraceTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (!hasFocus() || !currentIndex().isValid())
        return;
    QPainter painter(viewport());
    painter.setPen(QPen(Theme::of(this).accent, metrics::focusRing));
    painter.drawRect(QRect(0, rowViewportPosition(currentIndex().row()), viewport()->width(),
                           withText(heightOfRow))
                         .adjusted(1, 1, -1, -1));
}

void TraceTable::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        emit opened();
    else
        QTableView::keyPressEvent(event);
}

void TraceTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitQuestion();
}

} // namespace steplight
