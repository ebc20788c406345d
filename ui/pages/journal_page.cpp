// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/journal_page.h"

#include "ui/pages/journal_model.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int heightOfRow = 30;

enum Span { anyTime, lastHour, today, between };

QDateTimeEdit* momentEdit(const QDateTime& at, const QString& name, QWidget* parent)
{
    auto* edit = new QDateTimeEdit(at, parent);
    edit->setCalendarPopup(true);
    edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    edit->setAccessibleName(name);
    edit->setMinimumHeight(metrics::hitTarget);
    edit->hide();
    return edit;
}

} // namespace

JournalPage::JournalPage(QWidget* parent)
    : QWidget(parent), m_model(new JournalModel(this)), m_who(new QComboBox(this)),
      m_when(new QComboBox(this)),
      m_from(momentEdit(QDateTime::currentDateTime().addSecs(-3600), tr("From"), this)),
      m_to(momentEdit(QDateTime::currentDateTime(), tr("To"), this)), m_count(new QLabel(this)),
      m_none(new QLabel(this)), m_table(new QTableView(this)), m_message(new MessageBar(this)),
      m_takeBack(new QPushButton(tr("Take back"), this)),
      m_open(new QPushButton(tr("Open the trace"), this))
{
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildHead());
    whole->addWidget(m_message);
    whole->addWidget(buildTable(), 1);
    whole->addWidget(buildFoot());
    setFocusProxy(m_table);
    connect(m_model, &JournalModel::moreWanted, this,
            [this](qint64 before) { emit moreWanted(m_asked, before); });
    showChosen();
}

QWidget* JournalPage::buildHead()
{
    auto* head = new QWidget(this);
    auto* title = new QLabel(tr("Journal"), head);
    title->setFont(fontOf(TextSize::title));
    m_who->setAccessibleName(tr("Who"));
    m_who->addItem(tr("Everybody"), QString());
    m_who->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_when->setAccessibleName(tr("When"));
    m_when->addItems({tr("Any time"), tr("Last hour"), tr("Today"), tr("Between…")});
    for (QComboBox* box : {m_who, m_when})
        box->setMinimumHeight(metrics::hitTarget);
    setMuted(m_count);
    auto* done = new QPushButton(tr("Done"), head);
    done->setToolTip(tr("Back to where you were (Esc)"));
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                             metrics::grid);
    line->setSpacing(metrics::grid);
    line->addWidget(title);
    line->addSpacing(metrics::grid);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_who, m_when, m_from, m_to, m_count})
        line->addWidget(widget);
    line->addStretch(1);
    line->addWidget(done);
    const auto ask = [this] { refresh(); };
    connect(m_who, &QComboBox::activated, this, ask);
    connect(m_when, &QComboBox::activated, this, [this, ask] {
        showSpan();
        ask();
    });
    connect(m_from, &QDateTimeEdit::dateTimeChanged, this, ask);
    connect(m_to, &QDateTimeEdit::dateTimeChanged, this, ask);
    connect(done, &QPushButton::clicked, this, &JournalPage::left);
    return head;
}

QWidget* JournalPage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::ExtendedSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setVerticalScrollMode(QTableView::ScrollPerPixel);
    m_table->setAccessibleName(tr("Decisions"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(withText(heightOfRow));
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setResizeContentsPrecision(0); // of the rows in sight
    header->setSectionResizeMode(JournalModel::question, QHeaderView::Stretch);
    m_none->setAlignment(Qt::AlignCenter);
    m_none->setWordWrap(true);
    m_none->setText(tr("No decision fits. Each label that somebody gives is listed here."));
    setMuted(m_none);
    m_none->hide();
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(3 * metrics::grid, 0, 3 * metrics::grid, 0);
    column->addWidget(m_table, 1);
    column->addWidget(m_none, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &JournalPage::showChosen);
    connect(m_table, &QTableView::doubleClicked, this, &JournalPage::open);
    return box;
}

QWidget* JournalPage::buildFoot()
{
    auto* foot = new QWidget(this);
    m_takeBack->setToolTip(tr("By new rows: nothing is erased, and it can be brought back (Del)"));
    m_open->setToolTip(tr("Where the decision was made (Enter)"));
    auto* line = new QHBoxLayout(foot);
    line->setContentsMargins(3 * metrics::grid, metrics::grid, 3 * metrics::grid,
                             2 * metrics::grid);
    line->setSpacing(metrics::grid);
    line->addWidget(m_takeBack);
    line->addWidget(m_open);
    line->addStretch(1);
    connect(m_takeBack, &QPushButton::clicked, this, &JournalPage::takeBack);
    connect(m_open, &QPushButton::clicked, this, &JournalPage::open);
    return foot;
}

JournalFilter JournalPage::filter() const
{
    JournalFilter filter;
    filter.annotator = m_who->currentData().toString().toStdString();
    const QDateTime now = QDateTime::currentDateTime();
    switch (m_when->currentIndex()) {
    case lastHour:
        filter.from = now.addSecs(-3600).toMSecsSinceEpoch();
        break;
    case today:
        filter.from = now.date().startOfDay().toMSecsSinceEpoch();
        break;
    case between:
        filter.from = m_from->dateTime().toMSecsSinceEpoch();
        filter.to = m_to->dateTime().addSecs(60).toMSecsSinceEpoch(); // the minute that it names
        break;
    default:
        break;
    }
    return filter;
}

void JournalPage::setPeople(const QStringList& names)
{
    const QString before = m_who->currentData().toString();
    while (m_who->count() > 1)
        m_who->removeItem(1);
    for (const QString& name : names)
        m_who->addItem(name, name);
    m_who->setCurrentIndex(std::max(0, m_who->findData(before)));
}

void JournalPage::setEntries(const JournalFilter& filter, std::vector<JournalEntry> newest,
                             qint64 all)
{
    if (filter != m_asked)
        return;
    const int row = m_table->currentIndex().row();
    m_model->begin(std::move(newest), all);
    m_count->setText(tr("%n decisions", nullptr, static_cast<int>(all)));
    m_table->setVisible(all > 0);
    m_none->setVisible(all == 0);
    if (all > 0)
        m_table->selectRow(std::clamp(row, 0, m_model->rowCount() - 1));
    showChosen();
}

void JournalPage::addEntries(const JournalFilter& filter, std::vector<JournalEntry> older)
{
    if (filter == m_asked)
        m_model->append(std::move(older));
}

void JournalPage::showMessage(const Message& message)
{
    m_message->show(message);
}

void JournalPage::refresh()
{
    m_asked = filter();
    emit listWanted(m_asked);
}

void JournalPage::showSpan()
{
    for (QDateTimeEdit* edit : {m_from, m_to})
        edit->setVisible(m_when->currentIndex() == between);
}

std::vector<const JournalEntry*> JournalPage::chosen() const
{
    std::vector<const JournalEntry*> entries;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        entries.push_back(&m_model->entry(index.row()));
    return entries;
}

void JournalPage::showChosen()
{
    const auto entries = chosen();
    const auto standing =
        std::count_if(entries.begin(), entries.end(),
                      [](const JournalEntry* entry) { return canBeTakenBack(*entry); });
    m_takeBack->setEnabled(standing > 0);
    m_takeBack->setText(standing > 1
                            ? tr("Take back %n decisions", nullptr, static_cast<int>(standing))
                            : tr("Take back"));
    m_open->setEnabled(entries.size() == 1);
}

void JournalPage::takeBack()
{
    QStringList actions;
    for (const JournalEntry* entry : chosen())
        if (canBeTakenBack(*entry))
            actions << QString::fromStdString(entry->action);
    if (!actions.isEmpty())
        emit takeBackRequested(actions);
}

void JournalPage::open()
{
    if (const auto entries = chosen(); entries.size() == 1)
        emit traceActivated(QString::fromStdString(entries.front()->label.traceId),
                            std::max(0, entries.front()->label.step));
}

void JournalPage::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    const bool inTable = m_table->hasFocus(); // Enter in a field or on a button is theirs
    if (key == Qt::Key_Escape)
        emit left();
    else if (inTable && key == Qt::Key_Delete)
        takeBack();
    else if (inTable && (key == Qt::Key_Return || key == Qt::Key_Enter))
        open();
    else
        QWidget::keyPressEvent(event);
}

} // namespace steplight
