// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a new box or changes an existing one, with the mouse or the keyboard; knows no widget.
// Boxes are in image pixels, on pixel borders, inside the image, at least 1 × 1. GUI thread only.
#pragma once

#include "ui/canvas/view_transform.h"

#include <QPointF>
#include <QRectF>

namespace steplight {

class BoxTool
{
public:
    enum class Grip {
        none,
        left,
        right,
        top,
        bottom,
        topLeft,
        topRight,
        bottomLeft,
        bottomRight,
        inside
    };
    static constexpr double gripReach = 8; ///< view pixels around a handle

    void arm();                   ///< the next drag draws a new box
    void edit(const QRectF& box); ///< an existing box: handles, keys
    void keep();                  ///< what it is now is what was before
    void stop();

    bool active() const { return m_state != State::idle; }
    bool armed() const { return m_state == State::armed; } ///< waiting for a drag or a key
    bool isNew() const { return m_isNew; }                 ///< active, and not an existing box
    bool hasBox() const { return m_state == State::shaping || m_state == State::shown; }
    bool changed() const { return hasBox() && m_box != m_before; }
    const QRectF& box() const { return m_box; } ///< requires hasBox()

    /// What a press at a view point would take hold of.
    Grip gripAt(const QPointF& view, const ViewTransform& transform) const;
    /// True when the press belongs to the tool; move and release follow.
    bool press(const QPointF& view, const ViewTransform& transform);
    void move(const QPointF& view, const ViewTransform& transform);
    /// True when a shape was made or changed by this drag; a mere click leaves all as it was.
    bool release();

    /// Keyboard: puts a first box in the middle of what is visible.
    void place(const ViewTransform& transform);
    void moveBy(int x, int y, const QSize& image);
    void resizeBy(int width, int height, const QSize& image); ///< moves the bottom right corner

private:
    enum class State { idle, armed, shaping, shown };

    QRectF snapped(QPointF from, QPointF to, const QSize& image) const;

    State m_state = State::idle;
    bool m_isNew = false;
    Grip m_grip = Grip::none;
    QPointF m_start; // image point where the drag began
    QRectF m_box;
    QRectF m_before;    // the existing box, as it came
    QRectF m_dragStart; // the box when the drag began
};

} // namespace steplight
