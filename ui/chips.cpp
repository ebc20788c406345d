// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chips.h"

#include "ui/light.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

constexpr int barCells = 16;
constexpr int cellsInRow = 8;
constexpr int cell = 5; // of the mc bar, with a pixel between
constexpr int underline = 2;

QFontMetrics chipMetrics()
{
    return QFontMetrics(chipFont());
}

std::optional<double> shownValue(const Estimate& estimate)
{
    if (estimate.kind == EstimateKind::mc && estimate.drawn == 0)
        return {};
    if (estimate.value && std::isnan(*estimate.value))
        return {};
    return estimate.value;
}

QString mcText(const Estimate& estimate)
{
    if (estimate.drawn == countsNotTold)
        return lightNumber(shownValue(estimate));
    return shownValue(estimate) ? QStringLiteral("%1/%2").arg(estimate.won).arg(estimate.drawn)
                                : QStringLiteral("–");
}

/// Of 16 rollouts all are as wide as "16/16", so that bars stand in a column.
int mcTextWidth(const Estimate& estimate)
{
    const QString widest = estimate.drawn == barCells ? QStringLiteral("16/16") : mcText(estimate);
    return chipMetrics().horizontalAdvance(widest);
}

int barRows(int cells)
{
    return cells > cellsInRow ? 2 : 1;
}

/// Rollouts as cells: up to 16 one by one, more in proportion; none lost or won is rounded away.
std::pair<int, int> barOf(const Estimate& estimate)
{
    const int drawn = std::max(0, estimate.drawn);
    const int won = std::clamp(estimate.won, 0, drawn);
    if (drawn <= barCells)
        return {won, drawn};
    const int scaled = static_cast<int>(std::lround(double(won) * barCells / drawn));
    return {std::clamp(scaled, won > 0 ? 1 : 0, won < drawn ? barCells - 1 : barCells), barCells};
}

int barWidth(int cells)
{
    return std::min(cells, cellsInRow) * (cell + 1) - 1;
}

void paintBar(QPainter& painter, const QPoint& topLeft, const Estimate& estimate, int bin,
              const Theme& theme)
{
    const auto [won, cells] = barOf(estimate);
    const QColor edge = blended(theme.text, lightColour(bin, theme), 0.35);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int i = 0; i < cells; ++i) {
        const QRect box(topLeft.x() + i % cellsInRow * (cell + 1),
                        topLeft.y() + i / cellsInRow * (cell + 1), cell, cell);
        painter.fillRect(box, i < won ? edge : theme.edge);
        painter.fillRect(box.adjusted(1, 1, -1, -1),
                         i < won ? lightColour(bin, theme) : theme.background);
    }
}

void paintMc(QPainter& painter, const QRect& rect, const Estimate& estimate, double threshold,
             const Theme& theme)
{
    painter.setPen(theme.text);
    painter.drawText(QRect(rect.left() + 2, rect.top(), mcTextWidth(estimate), rect.height()),
                     Qt::AlignRight | Qt::AlignVCenter, mcText(estimate));
    const auto value = shownValue(estimate);
    if (!value)
        return;
    const int cells = barOf(estimate).second;
    const int height = barRows(cells) * (cell + 1) - 1;
    paintBar(painter, {rect.right() + 1 - barWidth(cells), rect.center().y() - height / 2 + 1},
             estimate, binOf(*value, threshold), theme);
}

/// The filled shape behind prm, judge and given, hatched without a value; returns the text colour.
QColor paintBody(QPainter& painter, const QPainterPath& body, std::optional<double> value,
                 double threshold, const Theme& theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    if (value) {
        const int bin = binOf(*value, threshold);
        painter.fillPath(body, lightColour(bin, theme));
        return chipTextColour(bin, theme);
    }
    painter.save();
    painter.setClipPath(body);
    paintNoEstimate(painter, body.boundingRect(), theme);
    painter.restore();
    painter.setPen(QPen(theme.edge, 1));
    painter.drawPath(body);
    return theme.text;
}

/// A rectangle with its corners cut, as a seal.
QPainterPath sealPath(const QRectF& rect)
{
    const double cut = rect.height() / 4;
    QPainterPath path;
    path.addPolygon(QPolygonF{{rect.left() + cut, rect.top()},
                              {rect.right() - cut, rect.top()},
                              {rect.right(), rect.top() + cut},
                              {rect.right(), rect.bottom() - cut},
                              {rect.right() - cut, rect.bottom()},
                              {rect.left() + cut, rect.bottom()},
                              {rect.left(), rect.bottom() - cut},
                              {rect.left(), rect.top() + cut}});
    path.closeSubpath();
    return path;
}

void paintJudge(QPainter& painter, const QRect& rect, const Estimate& estimate, double threshold,
                const Theme& theme)
{
    const auto value = shownValue(estimate);
    const QColor ink = paintBody(painter, sealPath(rect), value, threshold, theme);
    const double side = rect.height() * 0.7;
    painter.save();
    painter.translate(rect.left() + rect.height() * 0.6, QRectF(rect).center().y());
    painter.fillPath(gavel(side), ink);
    painter.restore();
    QRectF mark(0, 0, side * 0.66, side * 0.66);
    mark.moveCenter({rect.right() + 1 - rect.height() * 0.55, QRectF(rect).center().y()});
    if (value) {
        paintLightGlyph(painter, mark, *value > 0.75 ? 6 : *value < 0.25 ? 0 : 3, ink);
    } else {
        painter.setPen(ink);
        painter.drawText(mark.adjusted(-4, -4, 4, 4), Qt::AlignCenter, QStringLiteral("?"));
    }
}

void paintNumber(QPainter& painter, const QRect& rect, const QString& text, double corner,
                 std::optional<double> value, double threshold, const Theme& theme)
{
    QPainterPath body;
    body.addRoundedRect(rect, corner, corner);
    painter.setPen(paintBody(painter, body, value, threshold, theme));
    painter.drawText(rect, Qt::AlignCenter, text);
}

QString givenSign(const Estimate& estimate)
{
    const auto value = shownValue(estimate);
    if (!value)
        return QStringLiteral("–");
    return *value > 0.75   ? QStringLiteral("+")
           : *value < 0.25 ? QStringLiteral("−")
                           : QStringLiteral("0");
}

int chipWidth(const Estimate& estimate)
{
    const QFontMetrics metrics = chipMetrics();
    switch (estimate.kind) {
    case EstimateKind::mc: {
        const int cells = shownValue(estimate) ? barOf(estimate).second : 0;
        return 4 + mcTextWidth(estimate) + (cells ? 4 + barWidth(cells) : 0);
    }
    case EstimateKind::judge:
        return chipHeight() * 2;
    case EstimateKind::prm: // as wide as any number, so that columns align
        return metrics.horizontalAdvance(QStringLiteral("1.00")) + 14;
    case EstimateKind::given:
        return chipHeight();
    }
    return 0;
}

} // namespace

QFont chipFont()
{
    QFont font = figuresOf(TextSize::small);
    font.setWeight(QFont::Medium);
    return font;
}

int chipHeight()
{
    return std::max(20, chipMetrics().height() + 4);
}

QPainterPath gavel(double size)
{
    QPainterPath hammer; // upright, then turned: the head on the left, the handle to the right
    hammer.addRect(-0.18, -0.32, 0.36, 0.64);
    hammer.addRect(0.18, -0.07, 0.56, 0.14);
    QTransform turn;
    turn.scale(size, size);
    turn.translate(-0.14, -0.14);
    turn.rotate(45);
    QPainterPath block;
    block.addRect(-0.5, 0.36, 0.56, 0.14);
    return turn.map(hammer) + QTransform::fromScale(size, size).map(block);
}

QSize chipSize(const Estimate& estimate)
{
    return {chipWidth(estimate), chipHeight() + 1 + underline};
}

QSize paintChip(QPainter& painter, const QPoint& topLeft, const Estimate& estimate,
                double threshold, bool strong, const Theme& theme)
{
    const QSize size = chipSize(estimate);
    const QRect rect(topLeft, QSize(size.width(), chipHeight()));
    const auto value = shownValue(estimate);
    painter.save();
    painter.setFont(chipFont());
    switch (estimate.kind) {
    case EstimateKind::mc:
        paintMc(painter, rect, estimate, threshold, theme);
        break;
    case EstimateKind::judge:
        paintJudge(painter, rect, estimate, threshold, theme);
        break;
    case EstimateKind::prm:
        paintNumber(painter, rect, lightNumber(value), rect.height() / 2.0, value, threshold,
                    theme);
        break;
    case EstimateKind::given:
        paintNumber(painter, rect, givenSign(estimate), 0, value, threshold, theme);
        break;
    }
    if (strong)
        painter.fillRect(rect.left(), rect.bottom() + 2, rect.width(), underline, theme.text);
    painter.restore();
    return size;
}

QString chipWords(const Estimate& estimate)
{
    const auto value = shownValue(estimate);
    const QString source = QString::fromStdString(estimate.source.name);
    const auto by = [&](const QString& words) {
        return source.isEmpty() ? words : words + QStringLiteral(", ") + source;
    };
    if (!value)
        return by(EstimateChip::tr("No estimate"));
    switch (estimate.kind) {
    case EstimateKind::mc:
        if (estimate.drawn == countsNotTold)
            return by(EstimateChip::tr("%1 of the rollouts right").arg(*value, 0, 'f', 3));
        return by(
            EstimateChip::tr("%1 of %2 rollouts right").arg(estimate.won).arg(estimate.drawn));
    case EstimateKind::prm:
        return by(EstimateChip::tr("%1 P(+)").arg(*value, 0, 'f', 3));
    case EstimateKind::given:
        return by(*value > 0.75   ? EstimateChip::tr("Given as right")
                  : *value < 0.25 ? EstimateChip::tr("Given as wrong")
                                  : EstimateChip::tr("Given as neutral"));
    case EstimateKind::judge:
        break;
    }
    const QString verdict = by(*value > 0.75   ? EstimateChip::tr("Judged right")
                               : *value < 0.25 ? EstimateChip::tr("Judged wrong")
                                               : EstimateChip::tr("Judged neutral"));
    const QString analysis = QString::fromStdString(estimate.analysis);
    return analysis.isEmpty() ? verdict : verdict + QStringLiteral(": ") + analysis;
}

void paintDisagreement(QPainter& painter, const QRectF& rect, const Theme& theme)
{
    const QRectF box = rect.adjusted(1, 1, -1, -1);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(lightColour(0, theme));
    painter.drawPolygon(QPolygonF{box.topLeft(), box.topRight(), box.bottomLeft()});
    painter.setBrush(lightColour(6, theme));
    painter.drawPolygon(QPolygonF{box.bottomRight(), box.topRight(), box.bottomLeft()});
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 1));
    painter.drawRect(box);
    painter.restore();
}

EstimateChip::EstimateChip(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void EstimateChip::setEstimate(const Estimate& estimate, double threshold, bool strong)
{
    m_estimate = estimate;
    m_threshold = threshold;
    m_strong = strong;
    const QString words = chipWords(estimate);
    setToolTip(plainToolTip(words));
    setAccessibleName(words);
    updateGeometry();
    update();
}

QSize EstimateChip::sizeHint() const
{
    return chipSize(m_estimate);
}

void EstimateChip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintChip(painter, {0, 0}, m_estimate, m_threshold, m_strong, Theme::of(this));
}

} // namespace steplight
