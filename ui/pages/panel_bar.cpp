// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/panel_bar.h"

#include "ui/theme.h"

#include <QPainter>

namespace steplight {

PanelBar::PanelBar(Qt::Edge line, QWidget* parent) : QWidget(parent), m_line(line) {}

void PanelBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    const int y = m_line == Qt::TopEdge ? 0 : height() - metrics::hairline;
    painter.fillRect(QRect(0, y, width(), metrics::hairline), theme.hairline);
}

} // namespace steplight
