// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/light.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace steplight {

namespace {

constexpr std::array<double, lightBins - 1> edges{0.10, 0.30, 0.45, 0.55, 0.70, 0.90};

/// An edge of the scale for another threshold: each side of .5 is stretched on its own.
double movedEdge(double edge, double threshold)
{
    if (threshold == 0.5)
        return edge;
    return edge < 0.5 ? edge * threshold / 0.5 : 1 - (1 - edge) * (1 - threshold) / 0.5;
}

QPainterPath glyphPath(int bin)
{
    QPainterPath path;
    switch (bin) {
    case 0:
        path.moveTo(0.2, 0.2);
        path.lineTo(0.8, 0.8);
        path.moveTo(0.8, 0.2);
        path.lineTo(0.2, 0.8);
        break;
    case 1:
    case 2:
        path.addPolygon(QPolygonF{{0.15, 0.25}, {0.85, 0.25}, {0.5, 0.8}, {0.15, 0.25}});
        break;
    case 3:
        path.addEllipse(QPointF(0.5, 0.5), 0.3, 0.3);
        break;
    case 4:
    case 5:
        path.addPolygon(QPolygonF{{0.15, 0.75}, {0.85, 0.75}, {0.5, 0.2}, {0.15, 0.75}});
        break;
    default:
        path.moveTo(0.15, 0.55);
        path.lineTo(0.4, 0.8);
        path.lineTo(0.85, 0.2);
    }
    return path;
}

} // namespace

int binOf(double value, double threshold)
{
    if (std::isnan(value))
        return lightBins / 2;
    if (!(threshold > 0 && threshold < 1))
        threshold = 0.5;
    int bin = 0;
    for (const double edge : edges)
        bin += value >= movedEdge(edge, threshold) ? 1 : 0;
    return bin;
}

QColor lightColour(int bin, const Theme& theme)
{
    static const std::array<QColor, lightBins> onLight{"#a63603", "#d9660a", "#f2a65a", "#d9dde2",
                                                       "#9cc5e6", "#4a90c8", "#0b5394"};
    static const std::array<QColor, lightBins> onDark{"#ff7a33", "#e08a4a", "#b98a66", "#59616b",
                                                      "#5f93b8", "#55b0ee", "#7cd0ff"};
    static const std::array<QColor, lightBins> onWhite{"#6b1d00", "#842f00", "#76502a", "#53585e",
                                                       "#355a78", "#0f4f85", "#08325c"};
    static const std::array<QColor, lightBins> onBlack{"#ff7a33", "#f0975a", "#d9b79c", "#a3abb3",
                                                       "#9cc8e8", "#6cc0ff", "#b4e4ff"};
    const auto at = static_cast<std::size_t>(std::clamp(bin, 0, lightBins - 1));
    if (theme.highContrast)
        return theme.dark ? onBlack[at] : onWhite[at];
    return theme.dark ? onDark[at] : onLight[at];
}

QColor tintColour(int bin, const Theme& theme)
{
    return blended(lightColour(bin, theme), theme.background, 0.16);
}

QColor chipTextColour(int bin, const Theme& theme)
{
    const QColor fill = lightColour(bin, theme);
    return contrastOf(Qt::black, fill) >= contrastOf(Qt::white, fill) ? Qt::black : Qt::white;
}

QChar lightGlyph(int bin)
{
    constexpr std::array<char16_t, lightBins> glyphs{u'✕', u'▽', u'▽', u'○', u'△', u'△', u'✓'};
    return glyphs[static_cast<std::size_t>(std::clamp(bin, 0, lightBins - 1))];
}

void paintLightGlyph(QPainter& painter, const QRectF& rect, int bin, const QColor& colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width(), rect.height());
    painter.setPen(QPen(colour, 0.14, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(glyphPath(bin));
    painter.restore();
}

void paintNoEstimate(QPainter& painter, const QRectF& rect, const Theme& theme)
{
    constexpr double spacing = 4;
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.edge, 1));
    for (double x = rect.left() - rect.height(); x < rect.right(); x += spacing)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    painter.restore();
}

QString lightNumber(std::optional<double> value)
{
    if (!value || std::isnan(*value))
        return QStringLiteral("–");
    const QString text = QString::number(std::clamp(*value, 0.0, 1.0), 'f', 2);
    return text.startsWith(QLatin1Char('0')) ? text.mid(1) : text;
}

std::optional<double> lightOf(const LitCell& cell, LightSource source)
{
    switch (source) {
    case LightSource::mc:
        return cell.mc;
    case LightSource::judge:
        return cell.judge;
    case LightSource::prm:
        return cell.prm;
    case LightSource::given:
        return cell.given;
    case LightSource::combined:
        break;
    }
    double sum = 0;
    int spoke = 0;
    for (const auto& value : {cell.mc, cell.judge, cell.prm}) {
        sum += value.value_or(0);
        spoke += value ? 1 : 0;
    }
    return spoke ? std::optional(sum / spoke) : std::nullopt;
}

} // namespace steplight
