// SPDX-License-Identifier: GPL-3.0-or-later
// What each strategy of a search came to: a row each, the best first. GUI thread only.
#pragma once

#include <QWidget>

#include <map>
#include <string>

class QGridLayout;

namespace steplight {

class StrategyTable final : public QWidget
{
    Q_OBJECT

public:
    explicit StrategyTable(QWidget* parent = nullptr);

    /// A search's metrics (docs/search.md); of another kind of run there is nothing to show.
    void setMetrics(const std::map<std::string, double>& metrics);
    bool isEmpty() const { return m_rows == 0; }

    /// Whether a metric stands in the table, and nowhere else need be shown.
    static bool holds(const std::string& key, const std::map<std::string, double>& metrics);

private:
    void clear();

    QGridLayout* m_grid;
    int m_rows = 0; ///< strategies
};

} // namespace steplight
