// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/message_bar.h"

#include "ui/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace steplight {

namespace {

constexpr int markSize = 18;
constexpr int markRoom = markSize + 2 * metrics::grid + metrics::gap;

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_text(new QLabel(this)), m_action(new QPushButton(this)),
      m_close(new QToolButton(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setText(QStringLiteral("✕"));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Dismiss this message"));
    m_close->setAccessibleName(tr("Dismiss"));
    m_close->setMinimumSize(metrics::hitTarget, metrics::hitTarget);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(markRoom, metrics::gap, metrics::grid, metrics::gap + 1);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    setPanel(this);
    hide();

    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
    connect(m_action, &QPushButton::clicked, this, [this] {
        const auto act = m_act; // what it does may show another message
        dismiss();
        if (act)
            act();
    });
}

void MessageBar::show(const Message& message)
{
    m_level = message.level;
    m_act = message.act;
    m_text->setText(message.text);
    m_action->setText(message.action);
    m_action->setVisible(!message.action.isEmpty());
    setAccessibleName(message.text);
    setVisible(true);
    update();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::dismiss()
{
    m_act = {};
    hide();
    emit dismissed();
}

QString MessageBar::text() const
{
    return isVisibleTo(parentWidget()) ? m_text->text() : QString();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, height() - metrics::hairline, width(), metrics::hairline),
                     theme.hairline);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF mark(metrics::grid + metrics::gap, (height() - markSize) / 2.0, markSize,
                      markSize);
    const bool loud = m_level != MessageLevel::info;
    painter.setPen(QPen(theme.text, 1.5));
    painter.setBrush(loud ? QBrush(theme.text) : Qt::NoBrush);
    painter.drawEllipse(mark.adjusted(1, 1, -1, -1));
    painter.setPen(loud ? theme.panel : theme.text);
    QFont font = fontOf(TextSize::small);
    font.setBold(true);
    painter.setFont(font);
    painter.drawText(mark, Qt::AlignCenter, loud ? QStringLiteral("!") : QStringLiteral("i"));
}

} // namespace steplight
