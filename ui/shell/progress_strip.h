// SPDX-License-Identifier: GPL-3.0-or-later
// Work under way: what, a bar, how far, time left, Cancel. Shows itself only when the work takes
// longer than a blink. GUI thread only.
#pragma once

#include "ui/pages/panel_bar.h"

#include <QTimer>

class QLabel;
class QProgressBar;
class QPushButton;

namespace steplight {

class ProgressStrip final : public PanelBar
{
    Q_OBJECT

public:
    explicit ProgressStrip(QWidget* parent = nullptr);

    void setProgress(const QString& what, qint64 done, qint64 total, double secondsLeft);
    /// Work of a few seconds that nobody can stop half way: without Cancel.
    void setBusy(const QString& what);
    void clear();

signals:
    void cancelled();

private:
    void begin(const QString& what, bool stoppable);

    QLabel* m_what;
    QProgressBar* m_bar;
    QLabel* m_left;
    QPushButton* m_cancel;
    QTimer m_soon;
    bool m_working = false;
};

} // namespace steplight
