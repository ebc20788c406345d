// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/rewrite_row.h"

#include "ui/label/keys.h"
#include "ui/pages/flow_layout.h"
#include "ui/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace steplight {

namespace {

constexpr int leastLines = 2, mostLines = 12; // of the editor; a longer text scrolls
constexpr int frame = 14;                     // of the editor above and below its lines
constexpr std::size_t shownTraces = 12;
constexpr int shownAnswer = 24; // characters
constexpr std::array counts{1, 2, 4, 8, 16};

QString shortened(const QString& text)
{
    const QString line = text.simplified();
    return line.size() > shownAnswer ? line.left(shownAnswer - 1) + QStringLiteral("…") : line;
}

QString onButton(const QString& text)
{
    return shortened(text).replace(u'&', QStringLiteral("&&")); // no mnemonics in models' words
}

QString resultWords(const RewriteNews& news)
{
    const ContinuedStep& continued = news.continued;
    if (continued.written > 0)
        return RewriteRow::tr("%1 of %2 continuations reach the key, %3")
            .arg(continued.right)
            .arg(continued.written)
            .arg(shortened(news.key));
    return RewriteRow::tr("%n continuations; without a key nothing tells which are right", nullptr,
                          static_cast<int>(continued.traces.size()));
}

QString resultOf(const Continuation& one)
{
    const QString answer = QString::fromStdString(one.answer);
    return (!one.correct   ? QString()
            : *one.correct ? QStringLiteral("✓ ")
                           : QStringLiteral("✕ ")) +
           (answer.isEmpty() ? QStringLiteral("–") : onButton(answer));
}

QToolButton* button(QWidget* parent)
{
    auto* made = new QToolButton(parent);
    made->setFont(fontOf(TextSize::small));
    made->setFocusPolicy(Qt::TabFocus);
    made->setMinimumHeight(metrics::hitTarget);
    return made;
}

} // namespace

RewriteRow::RewriteRow(QWidget* parent)
    : QWidget(parent), m_edit(new QPlainTextEdit(this)), m_line(new QWidget(this)),
      m_flow(new FlowLayout(m_line, metrics::gap)), m_goOn(button(m_line)),
      m_cancel(button(m_line)), m_words(new QLabel(m_line))
{
    m_edit->setTabChangesFocus(true);
    m_edit->setAccessibleName(tr("The step as it should read"));
    m_edit->setPlaceholderText(tr("The step as it should read; empty takes the rewrite away"));
    m_edit->setToolTip(tr("Ctrl+Enter keeps it, Esc leaves it"));
    m_edit->installEventFilter(this);
    m_edit->hide();
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        resizeEvent(nullptr);
        emit heightChanged();
    });

    m_flow->setContentsMargins(0, 0, 0, 0);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setFont(fontOf(TextSize::small));
    m_cancel->setText(tr("Cancel"));
    m_goOn->setPopupMode(QToolButton::MenuButtonPopup);
    auto* menu = new QMenu(m_goOn);
    for (const int count : counts)
        menu->addAction(tr("%n continuations", nullptr, count), this, [this, count] {
            setCount(count);
            emit countChosen(count);
        });
    m_goOn->setMenu(menu);
    m_flow->addWidget(m_goOn);
    m_flow->addWidget(m_words);
    m_flow->addWidget(m_cancel);
    connect(m_goOn, &QToolButton::clicked, this, &RewriteRow::goOnClicked);
    connect(m_cancel, &QToolButton::clicked, this, &RewriteRow::cancelClicked);
    whenKeysChange(this, [this] { setCount(m_count); });
    showContinuations();
}

void RewriteRow::setCount(int continuations)
{
    m_count = continuations;
    m_goOn->setText(keyBefore(LabelKey::goOnFrom, tr("Continue from here ×%1").arg(m_count)));
    m_goOn->setToolTip(withKeys(labelKey(LabelKey::goOnFrom).what(), LabelKey::goOnFrom));
}

void RewriteRow::setNews(const RewriteNews& news)
{
    const int before = isEmpty() ? 0 : heightForWidth(width());
    m_news = news;
    showContinuations();
    resizeEvent(nullptr);
    if ((isEmpty() ? 0 : heightForWidth(width())) != before)
        emit heightChanged();
}

void RewriteRow::showContinuations()
{
    for (QToolButton* old : m_traces) {
        m_flow->removeWidget(old);
        old->hide();
        old->deleteLater();
    }
    m_traces.clear();
    const auto& all = m_news.continued.traces;
    for (std::size_t i = 0; i < std::min(all.size(), shownTraces); ++i) {
        QToolButton* open = button(m_line);
        open->setText(resultOf(all[i]));
        open->setToolTip(plainToolTip(
            tr("Open this continuation, by %1").arg(QString::fromStdString(all[i].policy))));
        connect(open, &QToolButton::clicked, this,
                [this, id = QString::fromStdString(all[i].traceId)] { emit traceChosen(id); });
        m_flow->addWidget(open);
        open->show();
        m_traces.push_back(open);
    }
    m_cancel->setVisible(m_news.writing);
    m_goOn->setVisible(!m_news.writing);
    m_words->setVisible(m_news.writing || !all.empty());
    m_words->setText(m_news.writing ? tr("The policy writes on …")
                     : all.empty()  ? QString()
                                    : resultWords(m_news));
    m_line->setVisible(!m_news.rewrite.isEmpty());
}

void RewriteRow::open()
{
    m_edit->setPlainText(m_news.rewrite.isEmpty() ? m_news.source : m_news.rewrite);
    m_edit->moveCursor(QTextCursor::End);
    m_open = true;
    m_edit->show();
    resizeEvent(nullptr);
    emit heightChanged(); // makes room, without which there is no focus
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void RewriteRow::close()
{
    if (!isOpen())
        return;
    const QString text = m_edit->toPlainText().trimmed();
    const QString rewrite = text == m_news.source ? QString() : text;
    shut();
    if (rewrite != m_news.rewrite)
        emit written(rewrite);
}

void RewriteRow::shut()
{
    m_open = false; // first: an editor that is hidden loses the focus
    m_edit->hide();
    resizeEvent(nullptr);
    emit heightChanged();
    emit closed();
}

bool RewriteRow::isEmpty() const
{
    return !isOpen() && m_news.rewrite.isEmpty();
}

bool RewriteRow::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit || !isOpen())
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason)
            close();
        return false;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // all keys are text here
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto& pressed = *static_cast<QKeyEvent*>(event);
    const bool enter = pressed.key() == Qt::Key_Return || pressed.key() == Qt::Key_Enter;
    const bool keep = enter && (pressed.modifiers() & Qt::ControlModifier);
    if (!keep && pressed.key() != Qt::Key_Escape)
        return false;
    keep ? close() : shut();
    emit left();
    return true;
}

int RewriteRow::editorHeight(int width) const
{
    const QFontMetrics fm(m_edit->font());
    const QRect words = fm.boundingRect(QRect(0, 0, std::max(1, width - 2 * frame), 0),
                                        Qt::TextWordWrap, m_edit->toPlainText());
    const int lines = words.height() / fm.lineSpacing() + 1; // one free line to write on
    return std::clamp(lines, leastLines, mostLines) * fm.lineSpacing() + frame;
}

void RewriteRow::fitWords(int width) const
{
    const int line = QFontMetrics(m_words->font()).horizontalAdvance(m_words->text()) + 4;
    const bool wraps = line > width; // one that may wrap asks for more than a line
    m_words->setWordWrap(wraps);
    m_words->setFixedSize(std::max(1, std::min(line, width)),
                          wraps ? m_words->heightForWidth(width) : metrics::hitTarget);
}

int RewriteRow::heightForWidth(int width) const
{
    fitWords(width);
    int height = isOpen() ? editorHeight(width) : 0;
    if (!m_news.rewrite.isEmpty())
        height += (height > 0 ? metrics::gap : 0) + m_flow->heightForWidth(width);
    return height;
}

void RewriteRow::resizeEvent(QResizeEvent*)
{
    int y = 0;
    if (isOpen()) {
        m_edit->setGeometry(0, 0, width(), editorHeight(width()));
        y = m_edit->height() + metrics::gap;
    }
    fitWords(width());
    m_line->setGeometry(0, y, width(), m_flow->heightForWidth(width()));
}

} // namespace steplight
