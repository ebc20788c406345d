// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/region_paint.h"

#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <utility>

namespace steplight {

namespace {

constexpr double handleSide = 8;
constexpr double cornerSide = 6;
constexpr double pointRadius = 6;
constexpr double pointArm = 11; // of the cross in a point's ring

/// Around a point: a ring with four arms that leaves the pixel itself free.
QPainterPath pointMark(const QPointF& at)
{
    QPainterPath mark;
    mark.addEllipse(at, pointRadius, pointRadius);
    for (const QPointF& way : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)}) {
        mark.moveTo(at + way * 3);
        mark.lineTo(at + way * pointArm);
    }
    return mark;
}

void paintTag(QPainter& painter, const QPointF& corner, const QString& tag, RegionLook look,
              const Theme& theme)
{
    painter.setFont(figuresOf(TextSize::small));
    const QFontMetricsF metrics(painter.font());
    const double height = metrics.height() + 2;
    const double width = std::max(height, metrics.horizontalAdvance(tag) + 8);
    const QRectF box(corner.x() - 1, std::max(0.0, corner.y() - height), width, height);
    const bool bright = look != RegionLook::faint;
    painter.setPen(QPen(QColor(0, 0, 0, bright ? 160 : 0), 1)); // on white paper too
    painter.setBrush(look == RegionLook::selected ? theme.accent
                     : bright                     ? QColor(Qt::white)
                                                  : QColor(0, 0, 0, 120));
    painter.drawRect(box);
    painter.setPen(look == RegionLook::selected ? theme.onAccent
                   : bright                     ? QColor(Qt::black)
                                                : QColor(Qt::white));
    painter.drawText(box, Qt::AlignCenter, tag);
}

} // namespace

QPolygonF outlineOf(const Region& region)
{
    if (region.points.size() < 2)
        return {};
    if (region.shape == Region::Shape::box)
        return QPolygonF(boxOf(region));
    QPolygonF outline;
    for (const auto& [x, y] : region.points)
        outline << QPointF(x, y);
    outline << outline.first();
    return outline;
}

QRectF boxOf(const Region& region)
{
    if (region.points.empty())
        return {};
    QPolygonF corners;
    for (const auto& [x, y] : region.points)
        corners << QPointF(x, y);
    return corners.boundingRect();
}

Region boxRegion(int image, const QRectF& box)
{
    Region region;
    region.image = image;
    region.points = {{box.left(), box.top()}, {box.right(), box.bottom()}};
    return region;
}

std::vector<QPen> linePens(RegionLook look, const Theme& theme)
{
    const auto pen = [](const QColor& colour, double width) {
        return QPen(colour, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
    };
    if (look == RegionLook::faint)
        return {pen(QColor(0, 0, 0, 150), 3), pen(QColor(255, 255, 255, 230), 1)};
    if (look == RegionLook::bright)
        return {pen(QColor(0, 0, 0, 200), 4), pen(Qt::white, 2)};
    // The accent alone is dark on a dark picture, or bright on a bright one.
    return {pen(QColor(0, 0, 0, 200), 6), pen(Qt::white, 4), pen(theme.accent, 2)};
}

void paintRegion(QPainter& painter, const Region& region, const QString& tag, RegionLook look,
                 const ViewTransform& view, const Theme& theme)
{
    QPainterPath line;
    QPolygonF outline;
    for (const QPointF& corner : outlineOf(region))
        outline << view.toView(corner);
    if (!outline.isEmpty())
        line.addPolygon(outline);
    else if (region.shape == Region::Shape::point && !region.points.empty())
        line = pointMark(view.toView(boxOf(region).topLeft()));
    if (line.isEmpty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    std::vector<QPen> pens = linePens(look, theme);
    if (region.kind == Region::Kind::absent)
        pens.back().setDashPattern({4, 3});
    for (const QPen& pen : pens) {
        painter.setPen(pen);
        painter.drawPath(line);
    }
    if (!tag.isEmpty())
        paintTag(painter, line.boundingRect().topLeft(), tag, look, theme);
    painter.restore();
}

void paintHandles(QPainter& painter, const QRectF& viewBox, const Theme& theme)
{
    painter.save();
    painter.setPen(QPen(theme.accent, 1.5));
    painter.setBrush(Qt::white);
    const double xs[] = {viewBox.left(), viewBox.center().x(), viewBox.right()};
    const double ys[] = {viewBox.top(), viewBox.center().y(), viewBox.bottom()};
    for (int i = 0; i < 9; ++i) {
        if (i == 4)
            continue; // the middle
        QRectF handle(0, 0, handleSide, handleSide);
        handle.moveCenter({xs[i % 3], ys[i / 3]});
        painter.drawRect(handle);
    }
    painter.restore();
}

void paintCorners(QPainter& painter, const QPolygonF& corners, int chosen, const Theme& theme)
{
    painter.save();
    painter.setPen(QPen(theme.accent, 1.5));
    for (int i = 0; i < corners.size(); ++i) {
        QRectF handle(0, 0, i == chosen ? handleSide : cornerSide,
                      i == chosen ? handleSide : cornerSide);
        handle.moveCenter(corners[i]);
        painter.setBrush(i == chosen ? theme.accent : QColor(Qt::white));
        painter.drawRect(handle);
    }
    painter.restore();
}

void paintCross(QPainter& painter, const QPointF& view, const QSize& widget)
{
    for (const auto& [colour, width] :
         {std::pair(QColor(0, 0, 0, 120), 3), std::pair(QColor(255, 255, 255, 200), 1)}) {
        painter.setPen(QPen(colour, width));
        painter.drawLine(QPointF(0, view.y()), QPointF(widget.width(), view.y()));
        painter.drawLine(QPointF(view.x(), 0), QPointF(view.x(), widget.height()));
    }
}

void paintNote(QPainter& painter, const QRectF& area, Qt::Alignment where, const QString& text,
               const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(figuresOf(TextSize::small));
    const QFontMetricsF font(painter.font());
    const QRectF inside =
        area.adjusted(metrics::grid, metrics::grid, -metrics::grid, -metrics::grid);
    const double width = std::min(font.horizontalAdvance(text) + 2 * metrics::grid, inside.width());
    QRectF box(0, 0, width, font.height() + metrics::grid);
    box.moveCenter(inside.center());
    box.moveTop(where & Qt::AlignBottom ? inside.bottom() - box.height() : inside.top());
    if (where & Qt::AlignLeft)
        box.moveLeft(inside.left());
    if (where & Qt::AlignRight)
        box.moveRight(inside.right());
    painter.setPen(QPen(theme.hairline, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(box, metrics::corner, metrics::corner);
    painter.setPen(theme.text);
    painter.drawText(box, Qt::AlignCenter,
                     font.elidedText(text, Qt::ElideRight, width - metrics::grid));
    painter.restore();
}

} // namespace steplight
