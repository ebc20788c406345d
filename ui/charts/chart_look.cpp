// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_look.h"

#include "ui/theme.h"

#include <QAbstractAxis>
#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QLegend>

namespace steplight {

void setUpChart(QChart& chart, QChartView& view)
{
    view.setRenderHint(QPainter::Antialiasing);
    view.setFrameShape(QFrame::NoFrame);
    view.setFocusPolicy(Qt::NoFocus);
    chart.setMargins({0, 0, 0, 0});
    chart.setBackgroundRoundness(0);
    chart.layout()->setContentsMargins(0, 0, 0, 0);
    chart.legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
}

void paintChart(QChart& chart, const QChartView& view, std::initializer_list<QAbstractAxis*> axes)
{
    const Theme& theme = Theme::of(&view);
    chart.setBackgroundBrush(theme.background);
    chart.legend()->setLabelColor(theme.text);
    chart.legend()->setFont(fontOf(TextSize::small));
    for (QAbstractAxis* axis : axes) {
        axis->setLabelsColor(theme.muted);
        axis->setLabelsFont(figuresOf(TextSize::small));
        axis->setLinePen(QPen(theme.hairline, 1));
        axis->setGridLinePen(QPen(theme.hairline, 1));
    }
}

} // namespace steplight
