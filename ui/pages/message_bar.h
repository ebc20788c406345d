// SPDX-License-Identifier: GPL-3.0-or-later
// A line in the page that says what happened and offers the one next action. GUI thread only.
#pragma once

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace steplight {

enum class MessageLevel { info, warning, error };

struct Message {
    MessageLevel level = MessageLevel::info;
    QString text;                   ///< plain text; a sentence
    QString action = {};            ///< the button's verb; empty = no button
    std::function<void()> act = {}; ///< what the button does
};

class MessageBar final : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr); ///< hidden until it has something to say

    void show(const Message& message);
    void dismiss();
    QString text() const;

signals:
    void dismissed();

private:
    void paintEvent(QPaintEvent* event) override;

    MessageLevel m_level = MessageLevel::info;
    std::function<void()> m_act;
    QLabel* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
};

} // namespace steplight
