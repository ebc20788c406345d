// SPDX-License-Identifier: GPL-3.0-or-later
// A bar on the panel's background with a hairline towards the content. GUI thread only.
#pragma once

#include <QWidget>

namespace steplight {

class PanelBar : public QWidget
{
public:
    /// line: the edge that has the hairline, top or bottom.
    PanelBar(Qt::Edge line, QWidget* parent);

private:
    void paintEvent(QPaintEvent* event) override;

    Qt::Edge m_line;
};

} // namespace steplight
