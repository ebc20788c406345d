// SPDX-License-Identifier: GPL-3.0-or-later
// Steps labelled by day, as bars. Qt Charts is hidden behind it. GUI thread only.
#pragma once

#include "storage/records/figures.h"

#include <QWidget>

class QBarCategoryAxis;
class QBarSet;
class QChart;
class QChartView;
class QValueAxis;

namespace steplight {

class DayChart final : public QWidget
{
    Q_OBJECT

public:
    explicit DayChart(QWidget* parent = nullptr);
    ~DayChart() override;

    void setDays(const std::vector<DayFigure>& days); ///< oldest first

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintBars();

    QChart* m_chart; // owned by the view
    QChartView* m_view;
    QBarSet* m_bars;
    QBarCategoryAxis* m_day;
    QValueAxis* m_steps;
};

} // namespace steplight
