// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/message_list.h"

#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int listWidth = 460;
constexpr int listHeight = 420;

QString levelWord(MessageLevel level)
{
    switch (level) {
    case MessageLevel::info:
        return {};
    case MessageLevel::warning:
        return MessageList::tr("Warning");
    case MessageLevel::error:
        return MessageList::tr("Error");
    }
    return {};
}

} // namespace

MessageList::MessageList(QWidget* parent) : QFrame(parent, Qt::Popup)
{
    setFrameShape(QFrame::Box);
    setPanel(this);
    setAccessibleName(tr("Messages"));
    auto* inner = new QWidget(this);
    m_column = new QVBoxLayout(inner);
    m_column->setContentsMargins(2 * metrics::grid, metrics::grid, 2 * metrics::grid,
                                 metrics::grid);
    m_column->setSpacing(metrics::grid);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(scroll);
}

void MessageList::add(const Message& message)
{
    m_messages.push_front({QDateTime::currentDateTime(), message});
    if (m_messages.size() > most)
        m_messages.pop_back();
    m_unread = std::min(m_unread + 1, most);
    emit unreadChanged(m_unread);
}

void MessageList::openBelow(QWidget* button)
{
    lay();
    resize(listWidth, std::min(listHeight, m_column->totalHeightForWidth(listWidth) + 2));
    const QPoint corner = button->mapToGlobal(QPoint(button->width() - width(), button->height()));
    move(corner);
    show();
    m_unread = 0;
    emit unreadChanged(0);
}

void MessageList::lay()
{
    while (QLayoutItem* item = m_column->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (m_messages.empty())
        m_column->addWidget(new QLabel(tr("No messages yet."), this));
    for (const Entry& entry : m_messages) {
        auto* box = new QWidget(this);
        auto* grid = new QVBoxLayout(box);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setSpacing(2);
        const QString level = levelWord(entry.message.level);
        auto* when = new QLabel(entry.at.toString(QStringLiteral("HH:mm:ss")) +
                                    (level.isEmpty() ? QString() : QStringLiteral(" · ") + level),
                                box);
        setMuted(when);
        auto* text = new QLabel(box);
        text->setTextFormat(Qt::PlainText);
        text->setText(entry.message.text);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(when);
        grid->addWidget(text);
        if (!entry.message.action.isEmpty()) {
            auto* button = new QPushButton(entry.message.action, box);
            connect(button, &QPushButton::clicked, this, [this, act = entry.message.act] {
                hide();
                if (act)
                    act();
            });
            grid->addWidget(button, 0, Qt::AlignLeft);
        }
        m_column->addWidget(box);
    }
    m_column->addStretch();
}

} // namespace steplight
