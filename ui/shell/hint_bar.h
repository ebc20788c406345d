// SPDX-License-Identifier: GPL-3.0-or-later
// One short hint at a time for somebody who is new: what to do, and where. It takes no focus from
// the page. GUI thread only.
#pragma once

#include "ui/pages/panel_bar.h"

class QLabel;
class QPushButton;

namespace steplight {

struct Hint {
    int number = 0, of = 0; ///< from 1
    QString text;
    QString action = {}; ///< the button's verb; empty = no button
};

class HintBar final : public PanelBar
{
    Q_OBJECT

public:
    explicit HintBar(QWidget* parent = nullptr); ///< hidden until it has something to say

    void show(const Hint& hint);

signals:
    void acted();   ///< the hint's own button
    void skipped(); ///< the next one, please
    void ended();   ///< no more hints

private:
    QLabel* m_number;
    QLabel* m_text;
    QPushButton* m_action;
    QPushButton* m_next;
};

} // namespace steplight
