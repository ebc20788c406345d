// SPDX-License-Identifier: GPL-3.0-or-later
// How every chart looks: no frame, no margins, colours and fonts of the theme. GUI thread only.
#pragma once

#include <initializer_list>

class QAbstractAxis;
class QChart;
class QChartView;

namespace steplight {

/// Once, when it is made.
void setUpChart(QChart& chart, QChartView& view);
/// Again whenever palette or fonts change.
void paintChart(QChart& chart, const QChartView& view, std::initializer_list<QAbstractAxis*> axes);

} // namespace steplight
