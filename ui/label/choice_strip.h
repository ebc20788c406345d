// SPDX-License-Identifier: GPL-3.0-or-later
// Choices, each with a letter: a letter or a click takes one, Esc goes away, any other key does
// what it always does. Never modal. GUI thread only.
#pragma once

#include "ui/label/choices.h"

#include <QWidget>

namespace steplight {

class FlowLayout;

class ChoiceStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit ChoiceStrip(QWidget* parent = nullptr);

    /// Shows the choices and takes the focus; current is the key of the one that holds now.
    void offer(std::vector<Choice> choices, const QString& current);

signals:
    void chosen(const QString& key);
    void left(); ///< Esc

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    const Choice* choiceOf(const QKeyEvent& event) const;

    FlowLayout* m_flow;
    std::vector<Choice> m_choices;
};

} // namespace steplight
