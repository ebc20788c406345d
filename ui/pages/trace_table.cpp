// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/trace_table.h"

#include "ui/barcode.h"
#include "ui/pages/trace_table_model.h"
#include "ui/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace steplight {

namespace {

constexpr int heightOfRow = 30;
constexpr int leastQuestion = 240;
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
    verticalHeader()->setDefaultSectionSize(heightOfRow);
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setHighlightSections(false);
    setColumnWidths();
    connect(this, &QTableView::doubleClicked, this, &TraceTable::opened);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, viewport(),
            qOverload<>(&QWidget::update)); // the ring crosses the cells
}

void TraceTable::setSource(LightSource source)
{
    m_row->setSource(source);
    viewport()->update();
}

/// From the headers' words, not from the rows: these are not there yet, and they are many.
void TraceTable::setColumnWidths()
{
    QHeaderView* header = horizontalHeader();
    const QFontMetrics words(fontOf(TextSize::body));
    const int mark = words.horizontalAdvance(QStringLiteral(" ▾"));
    for (int column = 0; column < TraceTableModel::columns; ++column) {
        const QString name =
            m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        header->resizeSection(column, words.horizontalAdvance(name) + mark + 2 * metrics::grid);
    }
    const int letter = words.averageCharWidth();
    header->resizeSection(TraceTableModel::barcode,
                          barcodeSize(barcodeSteps).width() + 2 * metrics::grid);
    header->resizeSection(TraceTableModel::answer, letter * 20);
    header->resizeSection(TraceTableModel::dataset, letter * 12);
    header->resizeSection(TraceTableModel::policy, letter * 18);
    header->setMinimumSectionSize(metrics::hitTarget);
}

/// The question takes what the others leave. Where that is too little, the columns that the
/// preview says too are hidden, and then the table scrolls sideways.
void TraceTable::fitQuestion()
{
    QHeaderView* header = horizontalHeader();
    int others = 0;
    for (int column = 0; column < TraceTableModel::columns; ++column) {
        setColumnHidden(column, false);
        if (column != TraceTableModel::question)
            others += header->sectionSize(column);
    }
    for (const int column : {TraceTableModel::policy, TraceTableModel::dataset}) {
        if (others + leastQuestion <= viewport()->width())
            break;
        others -= header->sectionSize(column);
        setColumnHidden(column, true);
    }
    header->resizeSection(TraceTableModel::question,
                          std::max(leastQuestion, viewport()->width() - others));
}

QByteArray TraceTable::saveColumns() const
{
    return horizontalHeader()->saveState();
}

void TraceTable::restoreColumns(const QByteArray& state)
{
    m_widthsRestored = horizontalHeader()->restoreState(state);
}

void TraceTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (!hasFocus() || !currentIndex().isValid())
        return;
    QPainter painter(viewport());
    painter.setPen(QPen(Theme::of(this).accent, metrics::focusRing));
    painter.drawRect(
        QRect(0, rowViewportPosition(currentIndex().row()), viewport()->width(), heightOfRow)
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
    if (!m_widthsRestored)
        fitQuestion();
}

} // namespace steplight
