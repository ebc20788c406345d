// SPDX-License-Identifier: GPL-3.0-or-later
// The last twenty messages with their times; an action can still be taken. GUI thread only.
#pragma once

#include "ui/pages/message_bar.h"

#include <QDateTime>
#include <QFrame>

#include <deque>

class QVBoxLayout;

namespace steplight {

class MessageList final : public QFrame
{
    Q_OBJECT

public:
    explicit MessageList(QWidget* parent);

    static constexpr int most = 20;

    void add(const Message& message);
    int count() const { return static_cast<int>(m_messages.size()); }
    int unread() const { return m_unread; }
    void openBelow(QWidget* button); ///< all are read then

signals:
    void unreadChanged(int unread);

private:
    void lay();

    struct Entry {
        QDateTime at;
        Message message;
    };
    std::deque<Entry> m_messages; // newest first
    int m_unread = 0;
    QVBoxLayout* m_column;
};

} // namespace steplight
