// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"
#include "ui/canvas/region_paint.h"
#include "ui/key_map.h"
#include "ui/theme.h"

#include <QPainter>

namespace steplight {

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
            const bool selected = static_cast<int>(i) == m_selected;
            if (shown.region.image != m_current || shown.current != current ||
                (selected && m_tool.hasBox() && !m_tool.isNew()))
                continue;
            paintRegion(painter, shown.region, QString::number(shown.number),
                        selected  ? RegionLook::selected
                        : current ? RegionLook::bright
                                  : RegionLook::faint,
                        m_view, theme);
        }
    }
}

void Canvas::paintTool(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    if (m_tool.hasBox() && !m_tool.box().isEmpty()) {
        const QString tag =
            m_tool.isNew() || m_selected < 0
                ? QString()
                : QString::number(m_regions[static_cast<std::size_t>(m_selected)].number);
        paintRegion(painter, boxRegion(m_current, m_tool.box()), tag, RegionLook::selected, m_view,
                    theme);
        if (m_drag != Drag::tool)
            paintHandles(painter, m_view.toView(m_tool.box()), theme);
        return;
    }
    if (m_tool.armed() && underMouse()) { // a cross through the pointer, to line up with
        const QPointF at = mapFromGlobal(QCursor::pos());
        painter.setPen(QPen(QColor(0, 0, 0, 120), 3));
        painter.drawLine(QPointF(0, at.y()), QPointF(width(), at.y()));
        painter.drawLine(QPointF(at.x(), 0), QPointF(at.x(), height()));
        painter.setPen(QPen(QColor(255, 255, 255, 200), 1));
        painter.drawLine(QPointF(0, at.y()), QPointF(width(), at.y()));
        painter.drawLine(QPointF(at.x(), 0), QPointF(at.x(), height()));
    }
}

void Canvas::paintHints(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    if (m_tool.hasBox() && !m_tool.box().isEmpty()) {
        const QRectF box = m_tool.box();
        const QString size = tr("%1 × %2 pixels at %3, %4")
                                 .arg(box.width())
                                 .arg(box.height())
                                 .arg(box.left())
                                 .arg(box.top());
        const QString keys = m_tool.isNew() ? tr("Enter keeps, Esc cancels")
                                            : tr("Arrows move, Shift resizes, %1 removes")
                                                  .arg(keysInWords(QStringLiteral("box-remove")));
        paintNote(painter, rect(), Qt::AlignTop, size + QStringLiteral("   ") + keys, theme);
    } else if (m_tool.armed()) {
        paintNote(painter, rect(), Qt::AlignTop,
                  tr("Drag a box, or press an arrow key. Esc cancels"), theme);
    }
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
