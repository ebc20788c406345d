// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a new polygon or point or changes an existing outline, with the mouse or the keyboard;
// knows no widget. Corners are in image pixels, inside the image: a polygon's on pixel borders, a
// point in the middle of its pixel. GUI thread only.
#pragma once

#include "ui/canvas/view_transform.h"

#include <QPoint>
#include <QPolygonF>

#include <optional>

namespace steplight {

class OutlineTool
{
public:
    static constexpr double gripReach = 8; ///< view pixels around a corner

    enum class Form { polygon, point };
    void arm(Form form);                            ///< the next clicks set corners
    void edit(Form form, const QPolygonF& corners); ///< an existing one: handles, keys
    void keep();                                    ///< what it is now is what was before
    void stop();

    bool active() const { return m_active; }
    bool isNew() const { return m_isNew; }
    Form form() const { return m_form; }
    const QPolygonF& corners() const { return m_corners; } ///< not closed
    bool isWhole() const { return m_corners.size() >= (m_form == Form::point ? 1 : 3); }
    bool changed() const { return m_active && m_corners != m_before; }
    int chosen() const { return m_chosen; } ///< the corner that keys move; -1 = all of it
    /// Where the keyboard sets the next corner, as soon as an arrow has been pressed.
    std::optional<QPointF> cross() const { return m_cross; }

    enum class Grip { none, corner, side, inside };
    /// What a press at a view point would take hold of.
    Grip gripAt(const QPointF& view, const ViewTransform& transform) const;
    /// True when the press belongs to the tool; move and release follow.
    bool press(const QPointF& view, const ViewTransform& transform);
    void move(const QPointF& view, const ViewTransform& transform);
    /// True when a new one is done or an existing one was changed.
    bool release();

    void stepCross(const QPoint& way, const ViewTransform& transform);
    bool setCorner(const QSize& image); ///< at the cross; true when that makes it whole: a point
    void moveBy(const QPoint& way, const QSize& image);
    void chooseNext();
    /// Of a new one the last corner, else the chosen one unless three are left; false = none.
    bool removeCorner();

private:
    QPointF snapped(const QPointF& image, const QSize& size) const;
    int cornerAt(const QPointF& view, const ViewTransform& transform) const;
    int sideAt(const QPointF& view, const ViewTransform& transform) const;

    Form m_form = Form::polygon;
    bool m_active = false;
    bool m_isNew = false;
    bool m_closing = false; ///< the press was on the first or the last corner
    Grip m_grip = Grip::none;
    int m_chosen = -1;
    QPolygonF m_corners;
    QPolygonF m_before;    // the existing one, as it came
    QPolygonF m_dragStart; // when the drag began
    QPointF m_start;       // image point where the drag began
    std::optional<QPointF> m_cross;
};

} // namespace steplight
