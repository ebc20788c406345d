// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/box_tool.h"

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

using Grip = BoxTool::Grip;

constexpr double leastDrag = 3; // view pixels; less is a click

bool isLeft(Grip grip)
{
    return grip == Grip::left || grip == Grip::topLeft || grip == Grip::bottomLeft;
}

bool isRight(Grip grip)
{
    return grip == Grip::right || grip == Grip::topRight || grip == Grip::bottomRight;
}

bool isTop(Grip grip)
{
    return grip == Grip::top || grip == Grip::topLeft || grip == Grip::topRight;
}

bool isBottom(Grip grip)
{
    return grip == Grip::bottom || grip == Grip::bottomLeft || grip == Grip::bottomRight;
}

double movedInside(double low, double size, double most)
{
    return std::clamp(low, 0.0, std::max(0.0, most - size));
}

} // namespace

void BoxTool::arm()
{
    *this = {};
    m_state = State::armed;
    m_isNew = true;
}

void BoxTool::edit(const QRectF& box)
{
    *this = {};
    m_state = State::shown;
    m_box = m_before = box.normalized();
}

void BoxTool::keep()
{
    m_before = m_box;
}

void BoxTool::stop()
{
    *this = {};
}

BoxTool::Grip BoxTool::gripAt(const QPointF& view, const ViewTransform& transform) const
{
    if (!hasBox())
        return Grip::none;
    const QRectF box = transform.toView(m_box);
    if (!box.adjusted(-gripReach, -gripReach, gripReach, gripReach).contains(view))
        return Grip::none;
    // A handle never takes more than a third of a side: small boxes can still be moved.
    const double reachX = std::min(gripReach, std::max(2.0, box.width() / 3));
    const double reachY = std::min(gripReach, std::max(2.0, box.height() / 3));
    const bool left = view.x()<box.left() + reachX, right = view.x()> box.right() - reachX;
    const bool top = view.y()<box.top() + reachY, bottom = view.y()> box.bottom() - reachY;
    if (top)
        return left ? Grip::topLeft : right ? Grip::topRight : Grip::top;
    if (bottom)
        return left ? Grip::bottomLeft : right ? Grip::bottomRight : Grip::bottom;
    return left ? Grip::left : right ? Grip::right : Grip::inside;
}

/// The box between two image points: borders of the nearest pixels, inside the image, 1 × 1 or
/// more.
QRectF BoxTool::snapped(QPointF from, QPointF to, const QSize& image) const
{
    const auto side = [](double a, double b, int most) {
        double low = std::clamp(std::round(std::min(a, b)), 0.0, double(most));
        double high = std::clamp(std::round(std::max(a, b)), 0.0, double(most));
        if (high <= low) {
            low = std::min(low, most - 1.0);
            high = low + 1;
        }
        return std::pair(low, high);
    };
    const auto [left, right] = side(from.x(), to.x(), image.width());
    const auto [top, bottom] = side(from.y(), to.y(), image.height());
    return {QPointF(left, top), QPointF(right, bottom)};
}

bool BoxTool::press(const QPointF& view, const ViewTransform& transform)
{
    m_start = transform.toImage(view);
    if (m_state == State::armed) {
        m_grip = Grip::bottomRight;
        m_dragStart = {};
        m_box = {};
        m_state = State::shaping;
        return true;
    }
    m_grip = m_state == State::shown ? gripAt(view, transform) : Grip::none;
    if (m_grip == Grip::none)
        return false;
    m_dragStart = m_box;
    m_state = State::shaping;
    return true;
}

void BoxTool::move(const QPointF& view, const ViewTransform& transform)
{
    if (m_state != State::shaping)
        return;
    const QPointF now = transform.toImage(view);
    const QSize image = transform.image();
    if (m_dragStart.isNull()) {
        m_box = snapped(m_start, now, image);
        const QPointF way = (now - m_start) * transform.zoom();
        if (std::hypot(way.x(), way.y()) < leastDrag)
            m_box = {};
        return;
    }
    const QPointF way = now - m_start;
    QRectF box = m_dragStart;
    if (m_grip == Grip::inside) {
        box.moveLeft(movedInside(std::round(box.left() + way.x()), box.width(), image.width()));
        box.moveTop(movedInside(std::round(box.top() + way.y()), box.height(), image.height()));
        m_box = box;
        return;
    }
    box.adjust(isLeft(m_grip) ? way.x() : 0, isTop(m_grip) ? way.y() : 0,
               isRight(m_grip) ? way.x() : 0, isBottom(m_grip) ? way.y() : 0);
    m_box = snapped(box.topLeft(), box.bottomRight(), image);
}

bool BoxTool::release()
{
    if (m_state != State::shaping)
        return false;
    if (m_dragStart.isNull() && m_box.isEmpty()) {
        m_state = State::armed;
        return false;
    }
    m_state = State::shown;
    return m_box != m_dragStart;
}

void BoxTool::place(const ViewTransform& transform)
{
    const QRectF seen = transform.visible();
    const QSizeF size = seen.size() / 4;
    const QPointF half(size.width() / 2, size.height() / 2);
    m_box = snapped(seen.center() - half, seen.center() + half, transform.image());
    m_state = State::shown;
}

void BoxTool::moveBy(int x, int y, const QSize& image)
{
    m_box.moveLeft(movedInside(m_box.left() + x, m_box.width(), image.width()));
    m_box.moveTop(movedInside(m_box.top() + y, m_box.height(), image.height()));
}

void BoxTool::resizeBy(int width, int height, const QSize& image)
{
    const double right = std::clamp(m_box.right() + width, m_box.left() + 1, double(image.width()));
    const double bottom =
        std::clamp(m_box.bottom() + height, m_box.top() + 1, double(image.height()));
    m_box.setBottomRight({std::max(right, m_box.left() + 1), std::max(bottom, m_box.top() + 1)});
}

} // namespace steplight
