// SPDX-License-Identifier: GPL-3.0-or-later
// How often the steps are right that two PRMs give a P(+) to: on the diagonal it means what it
// says. Qt Charts is hidden behind it. GUI thread only.
#pragma once

#include "storage/records/comparison.h"

#include <QWidget>

class QChart;
class QChartView;
class QLineSeries;
class QScatterSeries;
class QXYSeries;
class QValueAxis;

namespace steplight {

class ReliabilityChart final : public QWidget
{
    Q_OBJECT

public:
    explicit ReliabilityChart(QWidget* parent = nullptr);
    ~ReliabilityChart() override;

    void setBins(const std::array<std::vector<ReliabilityBin>, 2>& bins,
                 const std::array<QString, 2>& names);

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void add(QXYSeries* series, bool inLegend);
    void paint();

    QChart* m_chart; ///< owned by the view
    QChartView* m_view;
    QValueAxis* m_plus;
    QValueAxis* m_right;
    QLineSeries* m_diagonal;
    struct Model {
        QScatterSeries* points = nullptr; ///< owned by the chart, as are these:
        std::vector<QLineSeries*> spans;  ///< the intervals
    };
    std::array<Model, 2> m_models;
};

} // namespace steplight
