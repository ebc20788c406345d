// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/typeset_label.h"

#include "ui/math/formulas.h"
#include "ui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace steplight {

TypesetLabel::TypesetLabel(Formulas& formulas, QWidget* parent)
    : QWidget(parent), m_formulas(formulas)
{
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFocusPolicy(Qt::ClickFocus);
    setCursor(Qt::IBeamCursor);
    connect(&m_formulas, &Formulas::ready, this, &TypesetLabel::rebuild);
    rebuild();
}

void TypesetLabel::setText(const QString& source)
{
    if (source == m_source)
        return;
    m_source = source;
    m_anchor = m_cursor = 0;
    setAccessibleDescription(source);
    rebuild();
}

void TypesetLabel::setTypeset(bool on)
{
    m_typeset = on;
    rebuild();
}

void TypesetLabel::setFolded(bool folded)
{
    m_folded = folded;
    rebuild();
    updateGeometry(); // its words may be the same
    update();
}

void TypesetLabel::rebuild()
{
    Formulas* formulas = m_typeset && !m_folded ? &m_formulas : nullptr;
    if (m_words && m_words->isAsWanted(m_source, font(), formulas))
        return;
    m_words = std::make_unique<TypesetText>(m_source, font(), formulas);
    updateGeometry();
    update();
}

TypesetText& TypesetLabel::laid(int width) const
{
    m_words->lay(std::max(60, width), fontMetrics().lineSpacing());
    return *m_words;
}

int TypesetLabel::heightForWidth(int width) const
{
    return m_folded ? fontMetrics().height() : laid(width).height();
}

QSize TypesetLabel::sizeHint() const
{
    return {width(), heightForWidth(width())};
}

QString TypesetLabel::selectedText() const
{
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    return m_source.mid(from, to - from);
}

void TypesetLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::of(this);
    if (m_folded) {
        painter.setPen(theme.text);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(m_source.simplified(), Qt::ElideRight, width()));
        return;
    }
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    laid(width()).paint(painter, {}, TypesetColours::of(theme), from, to, height());
}

void TypesetLabel::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_folded)
        return;
    m_cursor = laid(width()).placeAt(event->position());
    if (!(event->modifiers() & Qt::ShiftModifier))
        m_anchor = m_cursor;
    update();
}

void TypesetLabel::mouseMoveEvent(QMouseEvent* event)
{
    if (!(event->buttons() & Qt::LeftButton) || m_folded)
        return;
    m_cursor = laid(width()).placeAt(event->position());
    update();
}

void TypesetLabel::mouseReleaseEvent(QMouseEvent*)
{
    QClipboard* clipboard = QApplication::clipboard();
    if (m_anchor != m_cursor && clipboard->supportsSelection())
        clipboard->setText(selectedText(), QClipboard::Selection);
}

void TypesetLabel::copy() const
{
    QApplication::clipboard()->setText(m_anchor == m_cursor ? m_source : selectedText());
}

void TypesetLabel::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    menu.addAction(tr("Copy"), this, &TypesetLabel::copy);
    menu.exec(event->globalPos());
}

bool TypesetLabel::event(QEvent* event)
{
    const bool key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!key || m_anchor == m_cursor ||
        !static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy))
        return QWidget::event(event);
    if (event->type() == QEvent::KeyPress)
        copy();
    event->accept(); // before the page's own key takes it
    return true;
}

void TypesetLabel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        rebuild();
}

} // namespace steplight
