// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"
#include "ui/canvas/region_paint.h"
#include "ui/key_map.h"
#include "ui/theme.h"

#include <QPainter>

namespace steplight {

namespace {

QString tagOf(const ShownRegion& shown)
{
    const QString number =
        (shown.voice.isEmpty() ? QString() : shown.voice + u'·') + QString::number(shown.number);
    return shown.region.kind == Region::Kind::absent ? number + QStringLiteral(" ∅") : number;
}

} // namespace

void Canvas::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    m_surface.paint(painter, m_view, size(), devicePixelRatioF());
    if (hasImage()) {
        painter.setPen(theme.hairline);
        painter.drawRect(m_view.toView(QRectF({0, 0}, QSizeF(m_view.image()))));
        paintRegions(painter);
        paintTool(painter);
        paintHints(painter);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, metrics::focusRing));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void Canvas::paintRegions(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    for (const bool current : {false, true}) {
        for (std::size_t i = 0; i < m_regions.size(); ++i) {
            const ShownRegion& shown = m_regions[i];
            const bool isSelected = &shown == selected();
            if (shown.region.image != m_current || shown.current != current ||
                (isSelected && toolActive() && !drawsNew()))
                continue;
            paintRegion(painter, shown.region, tagOf(shown),
                        isSelected ? RegionLook::selected
                        : current  ? RegionLook::bright
                                   : RegionLook::faint,
                        m_view, theme);
        }
    }
}

void Canvas::paintTool(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const QString tag = drawsNew() || !selected() ? QString() : tagOf(*selected());
    if (m_box.hasBox() && !m_box.box().isEmpty()) {
        paintRegion(painter, toolRegion(), tag, RegionLook::selected, m_view, theme);
        if (m_drag != Drag::tool)
            paintHandles(painter, m_view.toView(m_box.box()), theme);
    } else if (m_outline.active() && !m_outline.isNew()) {
        paintRegion(painter, toolRegion(), tag, RegionLook::selected, m_view, theme);
        if (m_outline.form() == OutlineTool::Form::polygon)
            paintCorners(painter, inView(m_outline.corners()), m_outline.chosen(), theme);
    } else if (drawsNew()) {
        if (m_smart.active())
            paintMarks(painter);
        const auto cross = m_smart.active() ? m_smart.cross() : m_outline.cross();
        const QPointF pointer = mapFromGlobal(QCursor::pos());
        paintUnfinished(painter, cross ? m_view.toView(*cross) : pointer);
        if (cross || underMouse()) // to line up with
            paintCross(painter, cross ? m_view.toView(*cross) : pointer, size());
    }
}

QPolygonF Canvas::inView(const QPolygonF& image) const
{
    QPolygonF points;
    for (const QPointF& corner : image)
        points << m_view.toView(corner);
    return points;
}

/// Marks for the smart selection, and the outline found for them.
void Canvas::paintMarks(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    if (!m_smart.outline().isEmpty())
        paintRegion(painter, toolRegion(), {}, RegionLook::selected, m_view, theme);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const auto paint = [&](const QPolygonF& mark, const QPen& pen) {
        QPen halo(pen.color() == Qt::white ? Qt::black : Qt::white, pen.widthF() + 2, Qt::SolidLine,
                  Qt::RoundCap);
        for (const QPen& each : {halo, pen}) {
            painter.setPen(each);
            if (mark.size() == 1)
                painter.drawPoint(inView(mark).front());
            else
                painter.drawPolyline(inView(mark));
        }
    };
    const SelectionHints& hints = m_smart.hints();
    for (const QPolygonF& mark : hints.with)
        paint(mark, QPen(theme.accent, 5, Qt::SolidLine, Qt::RoundCap));
    for (const QPolygonF& mark : hints.without)
        paint(mark, QPen(Qt::white, 5, Qt::SolidLine, Qt::RoundCap));
    if (!hints.box.isNull())
        paint(QPolygonF(hints.box), QPen(theme.accent, 1, Qt::DashLine));
    painter.restore();
}

/// The corners so far and the side that the next one would make.
void Canvas::paintUnfinished(QPainter& painter, const QPointF& next) const
{
    const QPolygonF corners = inView(m_outline.corners());
    if (corners.isEmpty())
        return;
    const Theme& theme = Theme::of(this);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const QPen& pen : linePens(RegionLook::selected, theme)) {
        painter.setPen(pen);
        painter.drawPolyline(corners);
    }
    for (const QPen& pen : linePens(RegionLook::faint, theme)) {
        painter.setPen(pen);
        painter.drawLine(corners.back(), next);
    }
    paintCorners(painter, corners, m_outline.isWhole() ? 0 : -1, theme);
    painter.restore();
}

QString Canvas::toolHint() const
{
    const QString kind = toolRegion().kind == Region::Kind::absent
                             ? tr("Absent.") + QStringLiteral("   ")
                             : QString();
    if (m_box.hasBox() && !m_box.box().isEmpty()) {
        const QRectF box = m_box.box();
        const QString where = tr("%1 × %2 pixels at %3, %4")
                                  .arg(box.width())
                                  .arg(box.height())
                                  .arg(box.left())
                                  .arg(box.top());
        return kind + where + QStringLiteral("   ") +
               (drawsNew() ? tr("Enter keeps, Esc cancels")
                           : tr("Arrows move, Ctrl resizes, %1 removes")
                                 .arg(keysInWords(QStringLiteral("box-remove"))));
    }
    if (m_smart.active()) {
        if (m_smart.hints().isEmpty())
            return kind + tr("Click or scribble on it; Shift: a box around it. Esc cancels");
        if (m_smart.searches())
            return kind + tr("Looking for its outline");
        if (m_smart.outline().isEmpty())
            return kind + tr("Nothing found there: mark more of it. %1 takes the mark back")
                              .arg(keysInWords(QStringLiteral("box-take-back")));
        return kind + tr("Enter keeps. %1 %2: less, more. Ctrl: not this. %3: one mark back")
                          .arg(keysInWords(QStringLiteral("narrower")),
                               keysInWords(QStringLiteral("wider")),
                               keysInWords(QStringLiteral("box-take-back")));
    }
    if (drawsNew()) {
        if (m_shape == Region::Shape::box)
            return kind + tr("Drag a box, or press an arrow key. Esc cancels");
        if (m_shape == Region::Shape::point)
            return kind + tr("Click the point, or press an arrow key. Esc cancels");
        if (m_outline.corners().isEmpty())
            return kind + tr("Click the corners, or press an arrow key. Esc cancels");
        return kind + tr("%1 takes the last corner. %2")
                          .arg(keysInWords(QStringLiteral("box-take-back")),
                               m_outline.isWhole() ? tr("Enter closes") : tr("Three at least"));
    }
    if (m_outline.form() == OutlineTool::Form::point)
        return kind + tr("Arrows move, %1 removes").arg(keysInWords(QStringLiteral("box-remove")));
    return kind + tr("Arrows move, %1 goes to the next corner, %2 removes")
                      .arg(keysInWords(QStringLiteral("box-corner")),
                           keysInWords(QStringLiteral("box-remove")));
}

void Canvas::paintHints(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    if (toolActive())
        paintNote(painter, rect(), Qt::AlignTop, toolHint(), theme);
    if (!m_adjustment.isNeutral())
        paintNote(painter, rect(), Qt::AlignBottom | Qt::AlignLeft,
                  tr("Brightness %1   Contrast %2   Gamma %3   %4 resets")
                      .arg(m_adjustment.brightness)
                      .arg(m_adjustment.contrast)
                      .arg(m_adjustment.gamma / 100.0, 0, 'f', 2)
                      .arg(keysInWords(QStringLiteral("plain-image"))),
                  theme);
}

} // namespace steplight
