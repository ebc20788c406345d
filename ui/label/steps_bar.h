// SPDX-License-Identifier: GPL-3.0-or-later
// The line above the steps: which estimate lights them, first-error mode, what is hidden, how far
// the trace is. GUI thread only.
#pragma once

#include "storage/records/label.h"
#include "ui/light.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QToolButton;

namespace steplight {

class StepsBar final : public QWidget
{
    Q_OBJECT

public:
    explicit StepsBar(QWidget* parent = nullptr);

    void setLitBy(LightSource source);
    void setFirstErrorMode(bool on);
    void setScores(Visibility mode, bool hidden);
    void setProgress(int decided, int steps);
    void showKeys();

signals:
    void litByChosen(steplight::LightSource source);
    void firstErrorModeChosen(bool on);
    void hideClicked();
    void scoreClicked();

private:
    QComboBox* m_litBy;
    QToolButton* m_mode;
    QToolButton* m_scores;
    QToolButton* m_scoreNow;
    QLabel* m_progress;
};

} // namespace steplight
