// SPDX-License-Identifier: GPL-3.0-or-later
// How a training goes: loss against the left axis, F1 against the right, by update. Qt Charts is
// hidden behind it. GUI thread only.
#pragma once

#include "storage/records/run.h"

#include <QWidget>

class QChart;
class QChartView;
class QLineSeries;
class QValueAxis;

namespace steplight {

class TrainingCurve final : public QWidget
{
    Q_OBJECT

public:
    explicit TrainingCurve(QWidget* parent = nullptr);
    ~TrainingCurve() override;

    /// In the order they were said; the names are those of docs/training.md.
    void setHistory(const MetricsHistory& history);

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Line {
        QLineSeries* series; ///< owned by the chart while it is shown
        const char* metric;
        bool share; ///< 0 to 1, on the right axis
    };

    void showThose();
    void paintLines();
    void describe();

    QChart* m_chart; // owned by the view
    QChartView* m_view;
    QValueAxis* m_step;
    QValueAxis* m_loss;
    QValueAxis* m_share;
    std::vector<Line> m_lines;
};

} // namespace steplight
