// SPDX-License-Identifier: GPL-3.0-or-later
// The measures of two models side by side, each with its interval, and their differences: bold
// where the interval holds no 0. GUI thread only.
#pragma once

#include "ui/pages/comparison_words.h"

#include <QWidget>

class QGridLayout;

namespace steplight {

class ComparisonFigures final : public QWidget
{
    Q_OBJECT

public:
    explicit ComparisonFigures(QWidget* parent = nullptr);
    /// first and second are the models' names.
    void showMeasures(const Metrics& metrics, const QString& first, const QString& second);

private:
    QGridLayout* m_grid;
};

} // namespace steplight
