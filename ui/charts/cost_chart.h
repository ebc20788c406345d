// SPDX-License-Identifier: GPL-3.0-or-later
// Test-time scaling: right answers against the tokens that they cost, a line for each strategy of a
// search; a tree is one point. GUI thread only.
#pragma once

#include "storage/records/run.h"

#include <QWidget>

#include <vector>

class QChart;
class QChartView;
class QLogValueAxis;
class QValueAxis;

namespace steplight {

class CostChart final : public QWidget
{
    Q_OBJECT

public:
    explicit CostChart(QWidget* parent = nullptr);
    ~CostChart() override;

    void setCurves(const std::vector<CostCurve>& curves);

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintLines();
    void describe(const std::vector<CostCurve>& curves);

    QChart* m_chart; // owned by the view
    QChartView* m_view;
    QLogValueAxis* m_tokens;
    QValueAxis* m_right;
};

} // namespace steplight
