// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore_page.h"

#include "ui/label/queue_words.h"
#include "ui/pages/panel_bar.h"
#include "ui/pages/trace_preview.h"
#include "ui/pages/trace_table.h"
#include "ui/pages/trace_table_model.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QDataStream>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int slowMs = 300;
constexpr quint32 stateVersion = 2;

} // namespace

ExplorePage::ExplorePage(QWidget* parent)
    : QWidget(parent), m_model(new TraceTableModel(this)), m_query(new QueryBar(this)),
      m_source(new QComboBox(this)), m_columns(new QToolButton(this)),
      m_table(new TraceTable(m_model, this)), m_results(new QStackedWidget(this)),
      m_splitter(new QSplitter(Qt::Horizontal, this)), m_preview(new TracePreview(this))
{
    m_source->addItem(tr("Lit by rollouts (mc)"), static_cast<int>(LightSource::mc));
    m_source->addItem(tr("Lit by the judge"), static_cast<int>(LightSource::judge));
    m_source->addItem(tr("Lit by P(+) (prm)"), static_cast<int>(LightSource::prm));
    m_source->addItem(tr("Lit by given signs"), static_cast<int>(LightSource::given));
    m_source->setAccessibleName(tr("Which estimate lights the steps"));
    m_source->setToolTip(m_source->accessibleName());
    m_slow.setSingleShot(true);
    m_slow.setInterval(slowMs);

    m_columns->setText(tr("Columns"));
    m_columns->setToolTip(tr("Which columns are shown, and what the traces are sorted by"));
    m_columns->setPopupMode(QToolButton::InstantPopup);
    m_columns->setMenu(new QMenu(m_columns));
    m_columns->setMinimumHeight(metrics::hitTarget);
    m_query->addTool(m_source);
    m_query->addTool(m_columns);
    auto* bar = new PanelBar(Qt::BottomEdge, this);
    auto* barLayout = new QVBoxLayout(bar);
    barLayout->setContentsMargins(metrics::grid * 2, metrics::grid, metrics::grid * 2,
                                  metrics::grid);
    barLayout->addWidget(m_query);
    m_results->addWidget(m_table);
    m_results->addWidget(buildEmpty());
    m_splitter->addWidget(m_results);
    m_splitter->addWidget(m_preview);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({1042, 324});
    m_preview->setMinimumWidth(std::max(280, withText(180)));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(m_splitter, 1);

    connectParts();
    setFocusProxy(m_table);
    setSource(LightSource::mc);
    setResult(0, -1);
}

void ExplorePage::connectParts()
{
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, &ExplorePage::sortBy);
    connect(m_table, &TraceTable::sortWanted, this, &ExplorePage::sortBy);
    connect(m_columns->menu(), &QMenu::aboutToShow, this,
            [this] { m_table->fillMenu(m_columns->menu()); });
    connect(m_table, &TraceTable::opened, this, &ExplorePage::openSelected);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ExplorePage::showSelected);
    connect(m_model, &TraceTableModel::dataChanged, this, &ExplorePage::showSelected);
    connect(m_query, &QueryBar::queryChanged, this, &ExplorePage::search);
    connect(m_query, &QueryBar::saveRequested, this, &ExplorePage::saveQueueRequested);
    connect(m_query, &QueryBar::renameRequested, this, &ExplorePage::renameQueueRequested);
    connect(m_query, &QueryBar::deleteRequested, this, &ExplorePage::deleteQueueRequested);
    connect(&m_slow, &QTimer::timeout, this, [this] { m_query->setStatus(tr("Searching…")); });
    connect(m_source, &QComboBox::activated, this, [this] {
        setSource(source());
        emit sourceChosen(source());
    });
    connect(m_preview, &TracePreview::openRequested, this, &ExplorePage::openSelected);
}

QWidget* ExplorePage::buildEmpty()
{
    auto* page = new QWidget(this);
    m_empty = new QLabel(page);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_widen = new QPushButton(tr("Remove this condition"), page);
    m_widen->hide();
    auto* column = new QVBoxLayout(page);
    column->addStretch(2);
    column->addWidget(m_empty);
    column->addWidget(m_widen, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_widen, &QPushButton::clicked, this, [this] { m_query->remove(m_emptiedBy); });
    return page;
}

void ExplorePage::setQuery(const QString& query)
{
    m_query->setQuery(query);
}

void ExplorePage::search(const QString& query)
{
    m_slow.start();
    emit queryChanged(query);
}

void ExplorePage::setResult(int n, double seconds, bool inPlace)
{
    const int row = inPlace ? std::clamp(m_table->currentIndex().row(), 0, std::max(0, n - 1)) : 0;
    m_slow.stop();
    m_query->setError({});
    m_query->setStatus(
        seconds < 0 ? QString() : tracesInWords(n) + QStringLiteral(" · ") + tookInWords(seconds));
    m_selected.clear();
    m_emptiedBy.clear();
    m_preview->clear();
    m_model->setCount(n);
    m_widen->hide();
    m_empty->setText(m_query->query().isEmpty()
                         ? tr("No traces yet. Drop files or folders on the window to import them.")
                         : tr("No trace fits this query."));
    m_results->setCurrentIndex(n > 0 ? 0 : 1);
    if (n > 0)
        m_table->selectRow(row);
}

void ExplorePage::refreshSelected()
{
    if (!m_selected.isEmpty())
        emit traceSelected(m_selected);
}

void ExplorePage::setQueues(std::vector<Queue> queues)
{
    m_query->setQueues(std::move(queues), queueInWords);
}

void ExplorePage::setQueryError(const QString& sentence, int start, int length)
{
    m_slow.stop();
    m_query->setStatus(tr("Last result shown"));
    m_query->setError(sentence, start, length);
}

void ExplorePage::setEmptyReason(const QString& condition, qint64 without, bool never)
{
    m_emptiedBy = condition;
    m_empty->setText((never
                          ? tr("No trace of the project meets “%1”. Without it there would be %2.")
                          : tr("No trace fits this query. Without “%1” there would be %2."))
                         .arg(condition, tracesInWords(without)));
    m_widen->show();
}

void ExplorePage::setDetail(const TraceDetail& detail)
{
    if (QString::fromStdString(detail.trace.id) == m_selected) // else the user went on meanwhile
        m_preview->setDetail(detail);
}

void ExplorePage::setOrder(TraceOrder order, bool descending)
{
    m_model->setOrder(order, descending);
}

void ExplorePage::setSource(LightSource source)
{
    m_source->setCurrentIndex(m_source->findData(static_cast<int>(source)));
    m_table->setSource(source);
    m_model->setSource(source);
    m_preview->setSource(source);
}

LightSource ExplorePage::source() const
{
    return static_cast<LightSource>(m_source->currentData().toInt());
}

void ExplorePage::sortBy(int column)
{
    const auto order = TraceTableModel::orderOf(column);
    if (!order)
        return;
    // What is looked for first: much disagreement, early errors, low scores, names from A.
    const bool smallFirst = *order == TraceOrder::question || *order == TraceOrder::imported ||
                            *order == TraceOrder::prmMin ||
                            *order >= TraceOrder::dataset; // names, first errors
    const bool descending = m_model->order() == *order ? !m_model->descending() : !smallFirst;
    setOrder(*order, descending);
    m_model->sort(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

/// The selected row may become known later, when its page arrives.
void ExplorePage::showSelected()
{
    const TraceRow* row = m_model->row(m_table->currentIndex().row());
    if (!row || QString::fromStdString(row->id) == m_selected)
        return;
    m_selected = QString::fromStdString(row->id);
    emit traceSelected(m_selected);
}

void ExplorePage::openSelected()
{
    if (!m_selected.isEmpty())
        emit traceActivated(m_selected);
}

QByteArray ExplorePage::saveState() const
{
    QByteArray state;
    QDataStream out(&state, QIODevice::WriteOnly);
    out << stateVersion << m_splitter->saveState() << m_table->saveColumns()
        << static_cast<qint32>(source());
    return state;
}

void ExplorePage::restoreState(const QByteArray& state)
{
    QDataStream in(state);
    quint32 version = 0;
    QByteArray splitter, columns;
    qint32 light = 0;
    in >> version >> splitter >> columns >> light;
    if (in.status() != QDataStream::Ok || version != stateVersion)
        return;
    m_splitter->restoreState(splitter);
    m_table->restoreColumns(columns);
    if (light >= 0 && light <= static_cast<qint32>(LightSource::given))
        setSource(static_cast<LightSource>(light));
}

} // namespace steplight
