// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a step, in three shapes that one glance tells apart: mc as k/n with a bar of 16
// cells, a judge's verdict as a seal with a gavel, prm as a number. Painted, not widgets: steps
// are many. GUI thread only.
#pragma once

#include "storage/records/estimate.h"
#include "ui/stamp.h"
#include "ui/theme.h"

#include <QFont>
#include <QSize>
#include <QString>
#include <QWidget>

class QPainter;
class QPainterPath;
class QPoint;
class QRectF;

namespace steplight {

/// Paints the chip with its top left corner at topLeft and returns its size (that of chipSize).
/// strong = this estimate is the one that lights the step.
QSize paintChip(QPainter& painter, const QPoint& topLeft, const Estimate& estimate,
                double threshold, bool strong, const Theme& theme);
QSize chipSize(const Estimate& estimate);
/// "12 of 16 rollouts right, rollouts.jsonl"; "judged wrong by o4-mini: <analysis>"; for tooltips
/// and screen readers. Plain text (the analysis is untrusted).
QString chipWords(const Estimate& estimate);

/// The gavel of a judge's stamp in a square of the given size, centred at the origin.
QPainterPath gavel(double size);

QFont chipFont();
int chipHeight(); ///< of chips and stamps, without the line below a strong chip

/// Disagreement mark: a small split square, for a step whose estimates differ by .5 or more.
void paintDisagreement(QPainter& painter, const QRectF& rect, const Theme& theme);

/// One estimate as a widget with tooltip and accessible name, for the current step.
class EstimateChip final : public QWidget
{
    Q_OBJECT

public:
    explicit EstimateChip(QWidget* parent = nullptr);
    void setEstimate(const Estimate& estimate, double threshold, bool strong);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Estimate m_estimate;
    double m_threshold = 0.5;
    bool m_strong = false;
};

} // namespace steplight
