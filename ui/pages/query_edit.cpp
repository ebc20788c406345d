// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/query_edit.h"

#include "ui/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTextLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int wordRole = Qt::UserRole;        // what is written into the field
constexpr int matchRole = Qt::UserRole + 1;   // the same without quotation marks
constexpr int meaningRole = Qt::UserRole + 2; // shown beside it
constexpr int popupRows = 10;
constexpr int popupWidth = 420;

/// The word at the left, its meaning muted at the right.
class CompletionItem final : public QStyledItemDelegate
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
        const bool chosen = option.state & (QStyle::State_Selected | QStyle::State_MouseOver);
        painter->save();
        painter->fillRect(option.rect, chosen ? theme.selected : theme.background);
        const QRect inner = option.rect.adjusted(metrics::grid, 0, -metrics::grid, 0);
        painter->setFont(fontOf(TextSize::body));
        painter->setPen(theme.text);
        const QString word = painter->fontMetrics().elidedText(index.data(wordRole).toString(),
                                                               Qt::ElideMiddle, inner.width());
        painter->drawText(inner, Qt::AlignLeft | Qt::AlignVCenter, word);
        const int used = painter->fontMetrics().horizontalAdvance(word) + 2 * metrics::grid;
        painter->setFont(fontOf(TextSize::small));
        painter->setPen(theme.muted);
        painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data(meaningRole).toString(),
                                                            Qt::ElideRight, inner.width() - used));
        painter->restore();
    }
};

QString forMatching(QString word)
{
    return word.remove(QLatin1Char('"')).replace(QLatin1Char('='), QLatin1Char(':'));
}

QStandardItem* completion(const QString& word, const QString& meaning)
{
    auto* item = new QStandardItem(word);
    item->setData(word, wordRole);
    item->setData(forMatching(word), matchRole);
    item->setData(meaning, meaningRole);
    return item;
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

QueryEdit::QueryEdit(QWidget* parent)
    : QLineEdit(parent), m_sentence(new QLabel(parent)),
      m_completions(new QStandardItemModel(this)), m_completer(new QCompleter(m_completions, this)),
      m_read([](const QString& query) {
          return QueryReading{queryTerms(query), {}, -1, 0};
      })
{
    setClearButtonEnabled(true);
    setAccessibleName(tr("Query"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->hide();
    m_completer->setWidget(this);
    m_completer->setCompletionRole(matchRole);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(popupRows);
    m_completer->popup()->setItemDelegate(new CompletionItem(m_completer));
    m_completer->popup()->setMouseTracking(true);
    m_completer->popup()->installEventFilter(this);
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { complete(index.data(wordRole).toString()); });
    connect(this, &QLineEdit::textEdited, this, [this] {
        checkWhileTyping();
        suggest(false);
    });
}

void QueryEdit::setWords(const std::vector<QueryWord>& words)
{
    m_completions->clear();
    for (const QueryWord& word : words) {
        m_completions->appendRow(completion(word.word, word.meaning));
        for (const QString& value : word.values)
            m_completions->appendRow(completion(word.word + value, {}));
    }
}

QueryReading QueryEdit::reading(const QString& query) const
{
    return m_read(query);
}

void QueryEdit::setError(const QString& sentence, int start, int length)
{
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
    setAccessibleDescription(sentence);
    m_errorStart = sentence.isEmpty() ? -1 : start;
    m_errorLength = length;
    update();
}

bool QueryEdit::check()
{
    const QueryReading read = m_read(text());
    setError(read.problem, read.start, read.length);
    return read.problem.isEmpty();
}

/// A word that is still being written is no error yet.
void QueryEdit::checkWhileTyping()
{
    const QueryReading read = m_read(text());
    const bool unfinished = read.start + read.length >= cursorPosition();
    if (read.problem.isEmpty() || unfinished)
        setError({});
    else
        setError(read.problem, read.start, read.length);
}

/// Where the word before the cursor begins: behind the last blank, bracket or turning minus outside
/// quotation marks.
int QueryEdit::wordStart() const
{
    const QString before = text().left(cursorPosition());
    int start = 0;
    bool quoted = false;
    for (int i = 0; i < before.size(); ++i) {
        const QChar c = before[i];
        quoted ^= c == QLatin1Char('"');
        if (!quoted && (c.isSpace() || c == QLatin1Char('(') || c == QLatin1Char(')') ||
                        (c == QLatin1Char('-') && i == start)))
            start = i + 1;
    }
    return start;
}

void QueryEdit::suggest(bool all)
{
    const int start = wordStart();
    const QString before = text().mid(start, cursorPosition() - start);
    m_completer->setCompletionPrefix(forMatching(before));
    const bool exact = m_completer->completionCount() == 1 &&
                       m_completer->currentIndex().data(wordRole).toString() == before;
    if ((before.isEmpty() && !all) || m_completer->completionCount() == 0 || exact) {
        m_completer->popup()->hide();
        return;
    }
    QRect below(cursorRect().left(), 0, std::min(popupWidth, window()->width()), height());
    below.moveLeft(std::max(0, below.left()));
    m_completer->popup()->setCurrentIndex({});
    m_completer->complete(below);
}

void QueryEdit::complete(const QString& word)
{
    const int start = wordStart();
    const QChar last = word.isEmpty() ? QChar() : word.back();
    const bool whole = last.isLetterOrNumber() || last == QLatin1Char('"') ||
                       last == QLatin1Char('+') || last == QLatin1Char('-');
    setSelection(start, cursorPosition() - start);
    insert(whole ? word + QLatin1Char(' ') : word); // as if typed: it can be undone, and a word
                                                    // that wants a value suggests its values
}

/// In the list: Tab takes the first word, or the one that the arrows have chosen; Enter takes a
/// chosen one, and asks when there is none.
bool QueryEdit::eventFilter(QObject* watched, QEvent* event)
{
    QAbstractItemView* popup = m_completer->popup();
    if (event->type() != QEvent::KeyPress || watched != popup || !popup->isVisible())
        return QLineEdit::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
    QModelIndex taken = popup->currentIndex();
    if (key == Qt::Key_Tab && !taken.isValid())
        taken = m_completer->completionModel()->index(0, 0);
    if ((key != Qt::Key_Tab && !enter) || !taken.isValid())
        return QLineEdit::eventFilter(watched, event);
    const QString word = taken.data(wordRole).toString();
    popup->hide();
    complete(word);
    return true;
}

/// Ctrl+S and the like belong to the owner; plain keys are text here, whatever they do elsewhere.
bool QueryEdit::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride &&
        !(static_cast<QKeyEvent*>(event)->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void QueryEdit::keyPressEvent(QKeyEvent* event)
{
    const bool lists = event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier;
    if (lists || (event->key() == Qt::Key_Down && text().isEmpty()))
        suggest(true);
    else
        QLineEdit::keyPressEvent(event);
}

/// A wave under what cannot be read, in the text's colour: errors have none of their own.
void QueryEdit::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (m_errorStart < 0 || m_errorStart > text().size())
        return;
    QTextLayout layout(text(), font());
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    // Where the field draws its text is known by its cursor, which stands 5 pixels into its box.
    const double origin = cursorRect().left() + 5 - line.cursorToX(cursorPosition());
    const int end = std::min<int>(m_errorStart + m_errorLength, static_cast<int>(text().size()));
    const double left = origin + line.cursorToX(m_errorStart);
    const double right = std::max(left + 6, origin + line.cursorToX(end));
    const double base = height() / 2.0 + fontMetrics().height() / 2.0 - 1;
    QPolygonF wave;
    for (double x = left; x <= right; x += 2)
        wave << QPointF(x, base + (wave.size() % 2 ? 2 : 0));
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(rect().adjusted(metrics::gap, 0, -metrics::gap, 0));
    painter.setPen(QPen(Theme::of(this).text, 1.25));
    painter.drawPolyline(wave);
}

} // namespace steplight
