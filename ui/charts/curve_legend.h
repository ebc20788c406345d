// SPDX-License-Identifier: GPL-3.0-or-later
// What the lines of a chart mean, beside it: one below the other, in more columns where the chart
// is too low for one. (QLegend cuts off what does not fit.) GUI thread only.
#pragma once

#include <QPen>
#include <QWidget>

#include <vector>

namespace steplight {

struct LegendEntry {
    QString name;
    QPen pen;
};

class CurveLegend final : public QWidget
{
public:
    explicit CurveLegend(QWidget* parent = nullptr);

    void setEntries(const std::vector<LegendEntry>& entries);
    /// Takes the width that all entries need at this height.
    void fitInto(int height);

private:
    int rowHeight() const;
    int rowsIn(int height) const;
    int columnWidth() const;
    void paintEvent(QPaintEvent* event) override;

    std::vector<LegendEntry> m_entries;
};

} // namespace steplight
