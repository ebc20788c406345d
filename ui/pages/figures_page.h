// SPDX-License-Identifier: GPL-3.0-or-later
// One's own figures: how many steps, how long they take, how they agree with gold. Reached from the
// project's menu, left again with Esc. GUI thread only.
#pragma once

#include "storage/records/figures.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace steplight {

class DayChart;

class FiguresPage final : public QWidget
{
    Q_OBJECT

public:
    explicit FiguresPage(QWidget* parent = nullptr);

    void setFigures(const Figures& figures);

signals:
    void left();

private:
    QWidget* buildHead();
    QWidget* buildFigures();
    QWidget* buildNone();
    QWidget* modeSection(const QString& title,
                         const std::vector<std::pair<QString, QString>>& lines);
    void keyPressEvent(QKeyEvent* event) override;

    QLabel* m_who;
    QStackedWidget* m_stack;
    DayChart* m_days;
    QVBoxLayout* m_sections; ///< one a visibility
};

} // namespace steplight
