// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/queue_panel.h"

#include "ui/label/queue_menu.h"
#include "ui/label/queue_words.h"
#include "ui/label/trace_item.h"
#include "ui/label/trace_list.h"
#include "ui/pages/trace_table_model.h"
#include "ui/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int countRole = Qt::UserRole + 1;
constexpr int modeRole = Qt::UserRole + 2; ///< the queue's own mode; empty = the project's

/// A queue's name at the left, the traces left in it at the right, its own mode before them.
class QueueItem final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {option.rect.width(), withText(metrics::hitTarget)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::of(option.palette);
        painter->save();
        if (option.state & QStyle::State_Selected)
            paintSelected(*painter, option.rect, theme);
        else if (option.state & QStyle::State_MouseOver)
            painter->fillRect(option.rect, theme.hover);
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(QPen(theme.accent, 2));
            painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
        }
        const QRect inner = option.rect.adjusted(metrics::grid, 0, -metrics::grid, 0);
        const QString mode = index.data(modeRole).toString();
        const QString count = mode + (mode.isEmpty() ? QString() : QStringLiteral("  ")) +
                              index.data(countRole).toString();
        painter->setFont(figuresOf(TextSize::small));
        painter->setPen(theme.muted);
        const int room = painter->fontMetrics().horizontalAdvance(count) + metrics::grid;
        painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, count);
        painter->setFont(option.font);
        painter->setPen(theme.text);
        painter->drawText(inner, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight,
                                                            inner.width() - room));
        painter->restore();
    }
};

/// The mode in the little room beside a queue's name.
QString modeTag(Visibility mode)
{
    return mode == Visibility::open    ? QueuePanel::tr("open")
           : mode == Visibility::blind ? QueuePanel::tr("blind")
                                       : QueuePanel::tr("commit");
}

QString countOf(const Queue& queue)
{
    const std::int64_t n = queue.left >= 0 ? queue.left : queue.count;
    return n < 0 ? QString() : QLocale().toString(static_cast<qlonglong>(n));
}

} // namespace

QueuePanel::QueuePanel(QWidget* parent)
    : QWidget(parent), m_query(new QueryEdit(this)), m_queues(new QListWidget),
      m_traces(new TraceList), m_counts(new QLabel), m_menu(new QToolButton),
      m_empty(new QLabel(m_traces)), m_parts(new QSplitter(Qt::Vertical, this))
{
    setPanel(this);
    m_query->setObjectName(QStringLiteral("query"));
    m_query->setPlaceholderText(tr("Words or conditions"));
    m_query->setToolTip(tr("Which traces to label. Enter asks, Esc goes back to the steps"));
    m_query->installEventFilter(this);
    m_queues->setAccessibleName(tr("Queues"));
    m_queues->setItemDelegate(new QueueItem(m_queues));
    m_queues->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_queues->setMouseTracking(true);
    m_queues->installEventFilter(this);
    m_queues->setContextMenuPolicy(Qt::CustomContextMenu);
    buildMenu();
    m_traces->setAccessibleName(tr("Traces of the queue"));
    m_traces->installEventFilter(this);
    m_counts->setContentsMargins(metrics::grid, metrics::gap, metrics::grid, metrics::gap);
    setMuted(m_counts);
    setMuted(m_empty);
    m_empty->setText(tr("No trace here"));
    m_empty->move(metrics::grid, metrics::grid);
    m_empty->hide();

    auto* below = new QWidget;
    auto* list = new QVBoxLayout(below);
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(0);
    list->addWidget(m_counts);
    list->addWidget(m_menu);
    list->addWidget(m_traces, 1);
    m_parts->addWidget(m_queues);
    m_parts->addWidget(below);
    m_parts->setStretchFactor(1, 1);
    m_parts->setSizes({8 * metrics::hitTarget, 400});
    m_parts->setChildrenCollapsible(false);
    m_parts->setHandleWidth(metrics::hairline);
    auto* field = new QVBoxLayout;
    field->setContentsMargins(metrics::grid, metrics::grid, metrics::grid, metrics::grid);
    field->addWidget(m_query);
    field->addWidget(m_query->sentence());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(field);
    column->addWidget(m_parts, 1);

    connect(m_query, &QLineEdit::returnPressed, this, [this] {
        if (!m_query->check())
            return; // the sentence says why; the last list stays
        m_asked = m_query->text().trimmed();
        emit queryEdited(m_asked);
    });
    connect(m_query, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty() && !m_asked.isEmpty()) { // the clear button asks at once
            m_asked.clear();
            emit queryEdited({});
        }
    });
    const auto choose = [this](QListWidgetItem* item) {
        const auto i = static_cast<std::size_t>(m_queues->row(item));
        if (i < m_known.size())
            emit queueChosen(m_known[i]);
    };
    connect(m_queues, &QListWidget::itemClicked, this, choose);
    connect(m_queues, &QWidget::customContextMenuRequested, this, &QueuePanel::openMenu);
    connect(m_traces, &TraceList::clicked, this,
            [this](const QModelIndex& index) { chooseTrace(index.row()); });
}

void QueuePanel::setModel(TraceTableModel* model)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = model;
    m_traces->setModel(model);
    if (!model)
        return;
    const auto changed = [this] {
        m_empty->setVisible(m_model->rowCount() == 0);
        markCurrent();
    };
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this,
            [this] { m_currentTop = m_traces->currentTop(); });
    connect(model, &QAbstractItemModel::modelReset, this, changed);
    connect(model, &QAbstractItemModel::dataChanged, this, [this, changed] {
        if (!m_traces->hasFocus()) // else somebody walks through it
            changed();
    });
    changed();
}

void QueuePanel::setQueues(const std::vector<Queue>& queues, const std::string& current)
{
    const bool same = std::equal(queues.begin(), queues.end(), m_known.begin(), m_known.end(),
                                 [](const Queue& a, const Queue& b) { return a.name == b.name; });
    const bool choose = !same || current != m_chosen; // else where the keyboard is stays
    m_known = queues;
    m_chosen = current;
    if (!same)
        m_queues->clear();
    if (choose)
        m_queues->setCurrentRow(-1);
    for (int i = 0; i < static_cast<int>(queues.size()); ++i) {
        const Queue& queue = queues[static_cast<std::size_t>(i)];
        QListWidgetItem* item = same ? m_queues->item(i) : new QListWidgetItem(m_queues);
        item->setText(queueInWords(queue));
        item->setData(countRole, countOf(queue));
        if (choose && queue.name == current)
            m_queues->setCurrentItem(item);
    }
    showModes();
}

void QueuePanel::setModes(Visibility project, const std::map<std::string, Visibility>& own)
{
    m_projectMode = project;
    m_modes = own;
    showModes();
}

void QueuePanel::showModes()
{
    for (int i = 0; i < static_cast<int>(m_known.size()); ++i) {
        const Queue& queue = m_known[static_cast<std::size_t>(i)];
        QListWidgetItem* item = m_queues->item(i);
        const auto own = m_modes.find(queue.name);
        const QString mode = own == m_modes.end() ? QString() : visibilityInWords(own->second);
        item->setData(modeRole, mode.isEmpty() ? mode : modeTag(own->second));
        const QString left = tr("%1, %2 left").arg(queueInWords(queue), countOf(queue));
        const QString estimates = tr("Estimates in this queue: %1").arg(mode);
        item->setData(Qt::AccessibleTextRole,
                      mode.isEmpty() ? left : QString(left % QStringLiteral(". ") % estimates));
        const QString about = queueExplained(queue).toHtmlEscaped();
        item->setToolTip(
            QStringLiteral("<p>%1</p>")
                .arg(mode.isEmpty() ? about : about % QStringLiteral("<br>") % estimates));
    }
}

void QueuePanel::setOrder(TraceOrder order, bool descending)
{
    m_order = order;
    m_descending = descending;
    m_menu->setText(orderInWords(order, descending));
}

void QueuePanel::setPlace(int row, bool afresh)
{
    if (afresh)
        m_traces->putRow(row, std::nullopt);
    else if (m_currentTop) // else the user has scrolled away from it
        m_traces->putRow(row, m_currentTop);
}

void QueuePanel::buildMenu()
{
    auto* menu = new QMenu(m_menu);
    m_menu->setObjectName(QStringLiteral("queue-menu"));
    m_menu->setMenu(menu);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setAutoRaise(true);
    m_menu->setAccessibleName(tr("Order and estimates of this queue"));
    m_menu->setToolTip(
        tr("The order of the traces, and what is shown while you label in this queue"));
    m_menu->setFocusPolicy(Qt::TabFocus);
    setOrder(m_order, m_descending);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        fillMenu(*menu, m_chosen);
    });
}

void QueuePanel::openMenu(const QPoint& at)
{
    const QListWidgetItem* item = m_queues->itemAt(at);
    if (!item)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, m_known[static_cast<std::size_t>(m_queues->row(item))].name);
    menu->popup(m_queues->viewport()->mapToGlobal(at));
}

void QueuePanel::fillMenu(QMenu& menu, const std::string& queue)
{
    if (queue == m_chosen) // another's order is not known here
        addOrders(menu, m_order, m_descending,
                  [this](TraceOrder order, bool down) { emit orderChosen(order, down); });
    if (queue.empty())
        return; // a typed query has no name to keep a mode by
    const auto own = m_modes.find(queue);
    addModes(menu, own == m_modes.end() ? std::nullopt : std::optional(own->second), m_projectMode,
             [this, queue](std::optional<Visibility> mode) {
                 emit modeChosen(QString::fromStdString(queue), mode);
             });
}

void QueuePanel::setQuery(const QString& query)
{
    m_asked = query;
    m_query->setText(query);
    setQueryError({}, -1);
}

void QueuePanel::setQueryError(const QString& sentence, int column)
{
    m_query->setError(sentence, column);
}

void QueuePanel::setCounts(std::int64_t left, std::int64_t today)
{
    m_counts->setText(tr("%1 left · %2 today")
                          .arg(QLocale().toString(static_cast<qlonglong>(left)),
                               QLocale().toString(static_cast<qlonglong>(today))));
    m_counts->setToolTip(tr("Traces with undecided steps; steps you have labelled today"));
}

void QueuePanel::setStyle(const BarcodeStyle& style)
{
    m_traces->item().setStyle(style);
    m_traces->viewport()->update();
}

void QueuePanel::setCurrentTrace(const std::string& id)
{
    m_current = id;
    m_traces->item().setCurrent(id);
    markCurrent();
    m_traces->viewport()->update();
}

void QueuePanel::markCurrent()
{
    const int row = m_model && !m_current.empty() ? m_model->rowOf(m_current) : -1;
    if (row < 0 && m_traces->selectionModel())
        m_traces->selectionModel()->clear(); // it stands further down, and no other is shown
    if (row < 0 || m_traces->currentIndex().row() == row)
        return;
    const QModelIndex index = m_model->index(row, TraceTableModel::question);
    m_traces->setCurrentIndex(index);
    m_traces->scrollTo(index);
}

void QueuePanel::chooseTrace(int row)
{
    if (const TraceRow* trace = m_model ? m_model->row(row) : nullptr)
        emit traceChosen(QString::fromStdString(trace->id));
}

bool QueuePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (watched == m_query) {
        const bool override = event->type() == QEvent::ShortcutOverride;
        if (override && static_cast<QKeyEvent*>(event)->modifiers() & Qt::ControlModifier)
            return false; // the field's own, or the window's
        if (override)
            event->accept(); // all other keys are text here
        else if (key == Qt::Key_Escape)
            emit left();
        return override || key == Qt::Key_Escape;
    }
    // In a list that has the focus, arrows and Enter are the list's.
    const bool own = key == Qt::Key_Up || key == Qt::Key_Down || enter;
    if (event->type() == QEvent::ShortcutOverride) {
        if (own)
            event->accept();
        return own;
    }
    if (!enter)
        return false;
    if (watched == m_traces)
        chooseTrace(m_traces->currentIndex().row());
    else if (m_queues->currentItem())
        emit queueChosen(m_known[static_cast<std::size_t>(m_queues->currentRow())]);
    return true;
}

QByteArray QueuePanel::saveState() const
{
    return m_parts->saveState();
}

bool QueuePanel::restoreState(const QByteArray& state)
{
    return m_parts->restoreState(state);
}

} // namespace steplight
