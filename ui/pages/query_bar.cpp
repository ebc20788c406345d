// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/query_bar.h"

#include "ui/key_map.h"
#include "ui/pages/flow_layout.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int typingPauseMs = 600;

QString inOneLine(const QString& text, int most)
{
    return text.size() <= most ? text : text.left(most - 1) + QStringLiteral("…");
}

/// A menu takes "&" for a mark of its own.
QString menuText(QString text)
{
    return inOneLine(text, 60).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

QueryBar::QueryBar(QWidget* parent)
    : QWidget(parent), m_edit(new QueryEdit(this)), m_queuesButton(new QToolButton(this)),
      m_menu(new QMenu(m_queuesButton)), m_save(new QToolButton(this)), m_status(new QLabel(this)),
      m_chips(new QWidget(this)), m_flow(new FlowLayout(m_chips, metrics::gap)),
      m_naming(new QWidget(this)), m_nameLabel(new QLabel(m_naming)),
      m_name(new QLineEdit(m_naming))
{
    m_edit->setPlaceholderText(
        tr("All traces. Words to find, or conditions; Ctrl+Space lists them"));
    whenKeysChange(m_edit, [this] {
        m_edit->setToolTip(withKeys(tr("Which traces to show"), QStringLiteral("find")) %
                           QStringLiteral(". ") % tr("Enter asks; Ctrl+Space lists the words"));
    });
    m_edit->setMinimumHeight(metrics::hitTarget + metrics::gap);
    m_queuesButton->setText(tr("Queues"));
    m_queuesButton->setToolTip(tr("Show the traces of a queue; rename or delete a saved one"));
    m_queuesButton->setPopupMode(QToolButton::InstantPopup);
    m_queuesButton->setMenu(m_menu);
    m_save->setText(tr("Save as queue"));
    m_save->setToolTip(tr("Keep this query as a queue, also on the Label page (Ctrl+S)"));
    for (QToolButton* button : {m_queuesButton, m_save})
        button->setMinimumHeight(metrics::hitTarget);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setFont(figuresOf(TextSize::body));
    m_chips->hide();
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPauseMs);

    m_line = new QHBoxLayout;
    m_line->setSpacing(metrics::grid);
    m_line->addWidget(m_edit, 1);
    m_line->addWidget(m_queuesButton);
    m_line->addWidget(m_save);
    m_line->addWidget(m_status);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addLayout(m_line);
    column->addWidget(m_edit->sentence());
    column->addWidget(buildNaming());
    column->addWidget(m_chips);

    connect(m_edit, &QLineEdit::textEdited, &m_pause, qOverload<>(&QTimer::start));
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty()) // the clear button does not edit
            commit(false);
    });
    connect(m_edit, &QLineEdit::returnPressed, this, [this] { commit(false); });
    connect(&m_pause, &QTimer::timeout, this, [this] { commit(true); });
    connect(m_menu, &QMenu::aboutToShow, this, &QueryBar::fillQueues);
    connect(m_save, &QToolButton::clicked, this, [this] { beginNaming({}); });
    auto* save = new QShortcut(QKeySequence::Save, this);
    connect(save, &QShortcut::activated, this, [this] {
        commit(false);
        if (m_save->isEnabled())
            beginNaming({});
    });
    updateSave();
}

QWidget* QueryBar::buildNaming()
{
    auto* keep = new QPushButton(tr("Save queue"), m_naming);
    auto* leave = new QPushButton(tr("Cancel"), m_naming);
    m_nameLabel->setBuddy(m_name);
    m_nameLabel->setTextFormat(Qt::PlainText);
    keep->setEnabled(false);
    auto* row = new QHBoxLayout(m_naming);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::grid);
    row->addWidget(m_nameLabel);
    row->addWidget(m_name, 1);
    row->addWidget(keep);
    row->addWidget(leave);
    m_naming->hide();
    connect(m_name, &QLineEdit::textChanged, keep,
            [keep](const QString& text) { keep->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_name, &QLineEdit::returnPressed, this, &QueryBar::name);
    connect(keep, &QPushButton::clicked, this, &QueryBar::name);
    connect(leave, &QPushButton::clicked, this, &QueryBar::endNaming);
    auto* escape = new QShortcut(Qt::Key_Escape, m_naming);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &QueryBar::endNaming);
    return m_naming;
}

void QueryBar::beginNaming(const QString& renamed)
{
    m_renamed = renamed;
    m_nameLabel->setText(renamed.isEmpty() ? tr("Name of the queue")
                                           : tr("New name of “%1”").arg(inOneLine(renamed, 40)));
    m_name->setAccessibleName(m_nameLabel->text());
    m_name->setText(renamed);
    m_naming->show();
    m_name->setFocus();
    m_name->selectAll();
}

void QueryBar::endNaming()
{
    m_naming->hide();
    m_name->clear();
    m_edit->setFocus();
}

void QueryBar::name()
{
    const QString name = m_name->text().trimmed();
    if (name.isEmpty())
        return;
    if (m_renamed.isEmpty())
        emit saveRequested(name, m_committed);
    else if (name != m_renamed)
        emit renameRequested(m_renamed, name);
    endNaming();
}

void QueryBar::setReader(ReadQuery reader)
{
    m_edit->setReader(std::move(reader));
    showChips();
}

void QueryBar::setQueues(std::vector<Queue> queues,
                         const std::function<QString(const Queue&)>& words)
{
    m_queues = std::move(queues);
    m_queueNames.clear();
    for (const Queue& queue : m_queues)
        m_queueNames.push_back(words(queue));
}

const Queue* QueryBar::savedQueue() const
{
    const std::string query = m_committed.toStdString();
    const auto found = std::find_if(m_queues.begin(), m_queues.end(), [&](const Queue& queue) {
        return !queue.builtIn && queue.query == query;
    });
    return found == m_queues.end() ? nullptr : &*found;
}

/// The user's own queues first: they are why the button is pressed.
void QueryBar::fillQueues()
{
    m_menu->clear();
    for (const bool builtIn : {false, true}) {
        for (std::size_t i = 0; i < m_queues.size(); ++i) {
            if (m_queues[i].builtIn != builtIn)
                continue;
            const QString query = QString::fromStdString(m_queues[i].query);
            QAction* action = m_menu->addAction(menuText(m_queueNames[i]));
            action->setCheckable(true);
            action->setChecked(query == m_committed);
            connect(action, &QAction::triggered, this, [this, query] { ask(query); });
        }
        m_menu->addSeparator();
    }
    if (const Queue* saved = savedQueue()) {
        const QString name = QString::fromStdString(saved->name);
        connect(m_menu->addAction(tr("Rename “%1”").arg(menuText(name))), &QAction::triggered, this,
                [this, name] { beginNaming(name); });
        connect(m_menu->addAction(tr("Delete “%1”").arg(menuText(name))), &QAction::triggered, this,
                [this, name] { emit deleteRequested(name); });
    } else {
        m_menu->addAction(tr("Choose a saved queue to rename or delete it"))->setEnabled(false);
    }
}

void QueryBar::setQuery(const QString& query)
{
    m_pause.stop();
    m_committed = query.trimmed();
    const QSignalBlocker quiet(m_edit);
    m_edit->setText(query);
    m_edit->setError({});
    showChips();
    updateSave();
}

QString QueryBar::query() const
{
    return m_edit->text().trimmed();
}

void QueryBar::setStatus(const QString& text)
{
    m_status->setText(text);
}

void QueryBar::setError(const QString& sentence, int start, int length)
{
    int leading = 0; // query() begins behind them
    while (leading < m_edit->text().size() && m_edit->text()[leading].isSpace())
        ++leading;
    m_edit->setError(sentence, start < 0 ? start : start + leading, length);
}

void QueryBar::focusQuery()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void QueryBar::ask(const QString& query)
{
    m_edit->setText(query);
    commit(false);
}

/// While typing, a query that cannot be read yet is not asked; the last result stays.
void QueryBar::commit(bool typing)
{
    m_pause.stop();
    if (typing ? !m_edit->reading(m_edit->text()).problem.isEmpty() : !m_edit->check())
        return;
    if (query() == m_committed)
        return;
    m_committed = query();
    m_edit->setError({});
    showChips();
    updateSave();
    emit queryChanged(m_committed);
}

void QueryBar::updateSave()
{
    m_save->setEnabled(!m_committed.isEmpty());
    if (m_committed.isEmpty())
        m_naming->hide();
}

void QueryBar::showChips()
{
    m_flow->clear();
    const auto terms = m_edit->reading(m_committed).terms;
    for (const QueryTerm& term : terms) {
        auto* chip = new QToolButton(m_chips);
        chip->setText(menuText(term.text) + QStringLiteral("  ✕"));
        chip->setToolTip(tr("Remove this condition"));
        chip->setAccessibleName(tr("Remove the condition %1").arg(term.text));
        chip->setMinimumHeight(metrics::hitTarget);
        connect(chip, &QToolButton::clicked, this, [this, text = term.text] { remove(text); });
        m_flow->addWidget(chip);
    }
    m_chips->setVisible(!terms.empty());
}

void QueryBar::remove(const QString& term)
{
    for (const QueryTerm& each : m_edit->reading(m_committed).terms) {
        if (each.text != term)
            continue;
        QString before = m_committed.left(each.start).trimmed();
        QString after = m_committed.mid(each.start + each.length).trimmed();
        if (before.endsWith(QStringLiteral(" and"))) // the joining word goes with it
            before.chop(4);
        else if (after.startsWith(QStringLiteral("and ")))
            after.remove(0, 4);
        ask(QString(before + QLatin1Char(' ') + after).trimmed());
        return;
    }
}

void QueryBar::addTool(QWidget* widget)
{
    m_line->insertWidget(m_line->indexOf(m_status), widget);
}

} // namespace steplight
