// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/query_bar.h"

#include "ui/pages/flow_layout.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

namespace steplight {

namespace {

constexpr int typingPauseMs = 600;

QStandardItem* completion(const QString& whole, const QString& meaning)
{
    auto* item = new QStandardItem;
    item->setData(whole, Qt::UserRole);
    item->setText(meaning.isEmpty() ? whole : whole + QStringLiteral("   ") + meaning);
    return item;
}

QString inOneLine(const QString& text, int most)
{
    return text.size() <= most ? text : text.left(most - 1) + QStringLiteral("…");
}

} // namespace

std::vector<QueryTerm> queryTerms(const QString& query)
{
    std::vector<QueryTerm> terms;
    int start = -1, depth = 0;
    bool quoted = false;
    const auto end = [&](int at) {
        if (start >= 0)
            terms.push_back({start, at - start, query.mid(start, at - start)});
        start = -1;
    };
    for (int i = 0; i < query.size(); ++i) {
        const QChar c = query[i];
        if (c == QLatin1Char('"'))
            quoted = !quoted;
        else if (!quoted && c == QLatin1Char('('))
            ++depth;
        else if (!quoted && c == QLatin1Char(')'))
            depth = std::max(0, depth - 1);
        if (c.isSpace() && !quoted && depth == 0)
            end(i);
        else if (start < 0)
            start = i;
    }
    end(static_cast<int>(query.size()));
    return terms;
}

QueryBar::QueryBar(QWidget* parent)
    : QWidget(parent), m_edit(new QLineEdit(this)), m_save(new QToolButton(this)),
      m_status(new QLabel(this)), m_error(new QLabel(this)), m_chips(new QWidget(this)),
      m_flow(new FlowLayout(m_chips, metrics::gap)), m_naming(new QWidget(this)),
      m_name(new QLineEdit(m_naming)), m_completions(new QStandardItemModel(this)),
      m_completer(new QCompleter(m_completions, this))
{
    m_edit->setPlaceholderText(
        tr("All traces. Words to find, or conditions; Ctrl+Space lists them"));
    m_edit->setAccessibleName(tr("Query"));
    m_edit->setToolTip(tr("Which traces to show (Ctrl+F). Enter asks; Ctrl+Space lists the words"));
    m_edit->setClearButtonEnabled(true);
    m_edit->setMinimumHeight(metrics::hitTarget + metrics::gap);
    m_save->setText(tr("New queue from this"));
    m_save->setToolTip(tr("Keep this query as a queue on the Label page"));
    m_save->setMinimumHeight(metrics::hitTarget);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setFont(figuresOf(TextSize::body));
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->hide();
    m_chips->hide();
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPauseMs);

    m_line = new QHBoxLayout;
    m_line->setSpacing(metrics::grid);
    m_line->addWidget(m_edit, 1);
    m_line->addWidget(m_save);
    m_line->addWidget(m_status);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addLayout(m_line);
    column->addWidget(buildNaming());
    column->addWidget(m_error);
    column->addWidget(m_chips);
    setUpCompleter();

    connect(m_edit, &QLineEdit::textEdited, this, &QueryBar::typed);
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty()) // the clear button does not edit
            commit();
    });
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        if (!m_completer->popup()->currentIndex().isValid() || !m_completer->popup()->isVisible())
            commit();
    });
    connect(&m_pause, &QTimer::timeout, this, &QueryBar::commit);
    connect(m_save, &QToolButton::clicked, this, [this] {
        m_naming->show();
        m_name->setFocus();
    });
    updateSave();
}

QWidget* QueryBar::buildNaming()
{
    auto* label = new QLabel(tr("Name of the queue"), m_naming);
    auto* keep = new QPushButton(tr("Save queue"), m_naming);
    auto* leave = new QPushButton(tr("Leave it"), m_naming);
    label->setBuddy(m_name);
    m_name->setAccessibleName(label->text());
    keep->setEnabled(false);
    auto* row = new QHBoxLayout(m_naming);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::grid);
    row->addWidget(label);
    row->addWidget(m_name, 1);
    row->addWidget(keep);
    row->addWidget(leave);
    m_naming->hide();

    const auto done = [this] {
        m_naming->hide();
        m_name->clear();
        m_edit->setFocus();
    };
    const auto save = [this, done] {
        const QString name = m_name->text().trimmed();
        if (name.isEmpty())
            return;
        emit saveRequested(name, m_committed);
        done();
    };
    connect(m_name, &QLineEdit::textChanged, keep,
            [keep](const QString& text) { keep->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_name, &QLineEdit::returnPressed, this, save);
    connect(keep, &QPushButton::clicked, this, save);
    connect(leave, &QPushButton::clicked, this, done);
    return m_naming;
}

void QueryBar::setUpCompleter()
{
    m_completer->setWidget(m_edit);
    m_completer->setCompletionRole(Qt::UserRole);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(12);
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { complete(index.data(Qt::UserRole).toString()); });
    m_edit->installEventFilter(this);
}

void QueryBar::setWords(std::vector<QueryWord> words)
{
    m_completions->clear();
    for (const QueryWord& word : words) {
        m_completions->appendRow(completion(word.word, word.meaning));
        for (const QString& value : word.values)
            m_completions->appendRow(completion(word.word + value, {}));
    }
}

void QueryBar::setQuery(const QString& query)
{
    m_pause.stop();
    m_committed = query.trimmed();
    const QSignalBlocker quiet(m_edit);
    m_edit->setText(query);
    setError({});
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

void QueryBar::setError(const QString& sentence, int column)
{
    m_error->setText(sentence);
    m_error->setVisible(!sentence.isEmpty());
    m_edit->setAccessibleDescription(sentence);
    if (column < 0 || sentence.isEmpty())
        return;
    for (const QueryTerm& term : queryTerms(m_edit->text()))
        if (column >= term.start && column < term.start + term.length)
            m_error->setText(tr("At “%1”: %2").arg(inOneLine(term.text, 40), sentence));
}

QString QueryBar::error() const
{
    return m_error->isVisibleTo(this) ? m_error->text() : QString();
}

void QueryBar::focusQuery()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void QueryBar::typed()
{
    setError({});
    m_pause.start();
    suggest(false);
}

void QueryBar::suggest(bool all)
{
    QString before;
    for (const QueryTerm& term : queryTerms(m_edit->text()))
        if (m_edit->cursorPosition() == term.start + term.length)
            before = term.text;
    if (before.isEmpty() && !all) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->setCompletionPrefix(before);
    const bool exact = m_completer->completionCount() == 1 &&
                       m_completer->currentIndex().data(Qt::UserRole).toString() == before;
    if (m_completer->completionCount() == 0 || exact) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->popup()->setCurrentIndex({});
    m_completer->complete();
}

void QueryBar::complete(const QString& word)
{
    const int cursor = m_edit->cursorPosition();
    QString text = m_edit->text();
    int start = cursor;
    for (const QueryTerm& term : queryTerms(text))
        if (cursor == term.start + term.length)
            start = term.start;
    const QChar last = word.isEmpty() ? QChar() : word.back();
    const QString tail = last.isLetterOrNumber() ? QStringLiteral(" ") : QString();
    text.replace(start, cursor - start, word + tail);
    m_edit->setText(text);
    m_edit->setCursorPosition(start + static_cast<int>(word.size() + tail.size()));
    m_pause.start();
    if (tail.isEmpty())
        suggest(false); // its values
}

void QueryBar::commit()
{
    m_pause.stop();
    if (query() == m_committed)
        return;
    m_committed = query();
    setError({});
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
    const auto terms = queryTerms(m_committed);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        auto* chip = new QToolButton(m_chips);
        chip->setText(inOneLine(terms[i].text, 40) + QStringLiteral("  ✕"));
        chip->setToolTip(tr("Remove this condition"));
        chip->setAccessibleName(tr("Remove the condition %1").arg(terms[i].text));
        chip->setMinimumHeight(metrics::hitTarget);
        connect(chip, &QToolButton::clicked, this, [this, term = terms[i].text] { remove(term); });
        m_flow->addWidget(chip);
    }
    m_chips->setVisible(!terms.empty());
}

void QueryBar::remove(const QString& term)
{
    QString text = m_committed;
    for (const QueryTerm& each : queryTerms(m_committed))
        if (each.text == term) {
            text.remove(each.start, each.length);
            break;
        }
    m_edit->setText(text.trimmed());
    commit();
}

void QueryBar::addTool(QWidget* widget)
{
    m_line->insertWidget(m_line->indexOf(m_status), widget);
}

bool QueryBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool lists = key->key() == Qt::Key_Space && key->modifiers() == Qt::ControlModifier;
        const bool down = key->key() == Qt::Key_Down && m_edit->text().isEmpty();
        if (lists || down) {
            suggest(true);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace steplight
