// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curve_legend.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace steplight {

namespace {

constexpr int sampleWidth = 18; // of a line
constexpr int leastHeight = 72;

} // namespace

CurveLegend::CurveLegend(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setFont(fontOf(TextSize::small));
}

void CurveLegend::setEntries(const std::vector<LegendEntry>& entries)
{
    m_entries = entries;
    setFont(fontOf(TextSize::small));
    fitInto(height());
    update();
}

int CurveLegend::rowHeight() const
{
    return fontMetrics().height() + 2;
}

int CurveLegend::rowsIn(int height) const
{
    return std::max(1, height / rowHeight());
}

int CurveLegend::columnWidth() const
{
    int widest = 0;
    for (const LegendEntry& entry : m_entries)
        widest = std::max(widest, fontMetrics().horizontalAdvance(entry.name));
    return sampleWidth + metrics::gap + widest + metrics::grid;
}

void CurveLegend::fitInto(int height)
{
    const int rows = rowsIn(std::max(height, leastHeight)); // before it is laid out: 0
    const int columns = (static_cast<int>(m_entries.size()) + rows - 1) / rows;
    setFixedWidth(columns * columnWidth());
}

void CurveLegend::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int rows = rowsIn(height());
    const int used = std::min(rows, static_cast<int>(m_entries.size())) * rowHeight();
    const int top = (height() - used) / 2;
    for (int i = 0; i < static_cast<int>(m_entries.size()); ++i) {
        const LegendEntry& entry = m_entries[static_cast<std::size_t>(i)];
        const int x = i / rows * columnWidth();
        const QRect row(x, top + i % rows * rowHeight(), columnWidth(), rowHeight());
        const double middle = row.center().y() + 0.5;
        painter.setPen(entry.pen);
        painter.drawLine(QPointF(x, middle), QPointF(x + sampleWidth, middle));
        painter.setPen(theme.text);
        painter.drawText(row.adjusted(sampleWidth + metrics::gap, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter, entry.name);
    }
}

} // namespace steplight
