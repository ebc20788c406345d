// SPDX-License-Identifier: GPL-3.0-or-later
// The curve below the steps: P(+), mc and judge by step, on a fixed 0-1 scale. Qt Charts is hidden
// behind it. GUI thread only.
#pragma once

#include "storage/records/estimate.h"

#include <QWidget>

#include <vector>

class QChart;
class QChartView;
class QLabel;
class QLineSeries;
class QPen;
class QPointF;
class QValueAxis;

namespace steplight {

class CurveLegend;

class StepCurve final : public QWidget
{
    Q_OBJECT

public:
    explicit StepCurve(QWidget* parent = nullptr);
    ~StepCurve() override;

    /// Estimates of one trace in any order; those without a value leave a gap in their line.
    /// perceptionSteps = number of leading steps in the perception section (a line marks the
    /// boundary). Several sources of one kind are drawn as several lines.
    void setEstimates(const std::vector<Estimate>& estimates, int steps, int perceptionSteps);
    void setThreshold(double threshold);
    void setCurrentStep(int step); ///< 0-based, -1 = none
    /// Blind: shows a sentence instead of the curves.
    void setHidden(bool hidden);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void stepClicked(int step);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void draw();
    void addLine(const std::vector<const Estimate*>& line, const QPen& pen);
    QLineSeries* addRule(const QPointF& from, const QPointF& to, const QPen& pen);
    void markCurrent();
    void describe();

    QChart* m_chart; // owned by the view
    QChartView* m_view;
    CurveLegend* m_legend;
    QLabel* m_note;
    QValueAxis* m_x;
    QValueAxis* m_y;
    QLineSeries* m_current = nullptr; // the mark of the current step; owned by the chart
    std::vector<Estimate> m_estimates;
    int m_steps = 0;
    int m_perceptionSteps = 0;
    int m_currentStep = -1;
    double m_threshold = 0.5;
    bool m_hidden = false;
};

} // namespace steplight
