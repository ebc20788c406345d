// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/shape_button.h"

#include "ui/theme.h"

#include <QPainter>

namespace steplight {

namespace {

/// In a square of 16 around the origin.
void paintShape(QPainter& painter, Region::Shape shape, const QColor& colour)
{
    const QPolygonF arrow{{1.5, 0.5}, {7, 5}, {4.2, 5.4}, {2.6, 7.8}};
    const QPolygonF corners{{0, -7}, {7, -1.5}, {4, 6.5}, {-5, 6}, {-7, -2}};
    switch (shape) {
    case Region::Shape::box:
        painter.drawRect(QRectF(-7, -5, 14, 10));
        break;
    case Region::Shape::polygon:
        painter.drawPolygon(corners);
        painter.setBrush(colour);
        for (const QPointF& corner : corners)
            painter.drawEllipse(corner, 1, 1);
        break;
    case Region::Shape::point:
        painter.drawEllipse(QPointF(), 5.5, 5.5);
        painter.setBrush(colour);
        painter.drawEllipse(QPointF(), 1, 1);
        break;
    case Region::Shape::selection: // what runs around a selection, and a pointer
        painter.setPen(QPen(colour, 1.5, Qt::DotLine, Qt::FlatCap));
        painter.drawEllipse(QPointF(-1, -1), 6, 5.5);
        painter.setPen(QPen(colour, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(colour);
        painter.drawPolygon(arrow);
        break;
    }
}

} // namespace

ShapeButton::ShapeButton(Region::Shape shape, QWidget* parent) : QToolButton(parent), m_shape(shape)
{
}

QSize ShapeButton::sizeHint() const
{
    return {metrics::hitTarget, metrics::hitTarget};
}

void ShapeButton::paintEvent(QPaintEvent* event)
{
    QToolButton::paintEvent(event);
    const Theme& theme = Theme::of(this);
    const QColor colour = isEnabled() ? theme.text : theme.muted;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(QRectF(rect()).center());
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    paintShape(painter, m_shape, colour);
}

} // namespace steplight
