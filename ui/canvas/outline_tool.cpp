// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/outline_tool.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <utility>

namespace steplight {

namespace {

constexpr double shortestSide = 32; // view pixels; a shorter side has no handle in its middle

/// All corners moved as far as the image allows.
QPolygonF movedInside(const QPolygonF& corners, QPointF way, const QSize& image)
{
    const QRectF box = corners.boundingRect();
    const auto clamped = [](double by, double low, double high, double most) {
        return std::clamp(by, std::min(0.0, -low), std::max(0.0, most - high));
    };
    way.setX(clamped(std::round(way.x()), box.left(), box.right(), image.width()));
    way.setY(clamped(std::round(way.y()), box.top(), box.bottom(), image.height()));
    return corners.translated(way);
}

} // namespace

void OutlineTool::arm(Form form)
{
    *this = {};
    m_form = form;
    m_active = m_isNew = true;
}

void OutlineTool::edit(Form form, const QPolygonF& corners)
{
    *this = {};
    m_form = form;
    m_active = true;
    m_corners = m_before = corners;
}

void OutlineTool::keep()
{
    m_before = m_corners;
}

void OutlineTool::stop()
{
    *this = {};
}

QPointF OutlineTool::snapped(const QPointF& image, const QSize& size) const
{
    const auto side = [this](double at, int most) {
        return m_form == Form::point ? std::clamp(std::floor(at) + 0.5, 0.5, most - 0.5)
                                     : std::clamp(std::round(at), 0.0, double(most));
    };
    return {side(image.x(), size.width()), side(image.y(), size.height())};
}

int OutlineTool::cornerAt(const QPointF& view, const ViewTransform& transform) const
{
    int best = -1;
    double reach = gripReach;
    for (int i = 0; i < m_corners.size(); ++i)
        if (const double away = QLineF(transform.toView(m_corners[i]), view).length();
            away <= reach) {
            best = i;
            reach = away;
        }
    return best;
}

int OutlineTool::sideAt(const QPointF& view, const ViewTransform& transform) const
{
    for (int i = 0; m_form == Form::polygon && i < m_corners.size(); ++i) {
        const QLineF side(transform.toView(m_corners[i]),
                          transform.toView(m_corners[(i + 1) % m_corners.size()]));
        if (side.length() >= shortestSide && QLineF(side.center(), view).length() <= gripReach)
            return i;
    }
    return -1;
}

OutlineTool::Grip OutlineTool::gripAt(const QPointF& view, const ViewTransform& transform) const
{
    if (!m_active || m_isNew)
        return Grip::none;
    if (cornerAt(view, transform) >= 0)
        return Grip::corner;
    if (sideAt(view, transform) >= 0)
        return Grip::side;
    return m_corners.containsPoint(transform.toImage(view), Qt::OddEvenFill) ? Grip::inside
                                                                             : Grip::none;
}

bool OutlineTool::press(const QPointF& view, const ViewTransform& transform)
{
    if (!m_active)
        return false;
    m_start = transform.toImage(view);
    m_grip = m_isNew ? Grip::corner : gripAt(view, transform);
    m_chosen = cornerAt(view, transform);
    if (m_isNew) {
        m_closing = isWhole() && (m_chosen == 0 || m_chosen == m_corners.size() - 1);
        if (!m_closing)
            m_corners << snapped(m_start, transform.image());
        m_chosen = -1;
        return true;
    }
    if (const int side = m_grip == Grip::side ? sideAt(view, transform) : -1; side >= 0) {
        m_chosen = side + 1;
        m_corners.insert(m_chosen, snapped(m_start, transform.image()));
    }
    m_dragStart = m_corners;
    return m_grip != Grip::none;
}

void OutlineTool::move(const QPointF& view, const ViewTransform& transform)
{
    if (m_grip == Grip::none || m_closing)
        return;
    const QPointF now = transform.toImage(view);
    if (m_isNew)
        m_corners.back() = snapped(now, transform.image());
    else if (m_grip == Grip::inside)
        m_corners = movedInside(m_dragStart, now - m_start, transform.image());
    else
        m_corners[m_chosen] = snapped(m_dragStart[m_chosen] + (now - m_start), transform.image());
}

bool OutlineTool::release()
{
    const bool held = std::exchange(m_grip, Grip::none) != Grip::none;
    if (!m_isNew)
        return held && changed();
    return std::exchange(m_closing, false) || (m_form == Form::point && isWhole());
}

void OutlineTool::stepCross(const QPoint& way, const ViewTransform& transform)
{
    if (m_cross)
        m_cross = snapped(*m_cross + way, transform.image());
    else
        m_cross = snapped(m_corners.isEmpty() ? transform.visible().center() : m_corners.back(),
                          transform.image());
}

bool OutlineTool::setCorner(const QSize& image)
{
    if (m_cross && (m_corners.isEmpty() || m_corners.back() != *m_cross))
        m_corners << snapped(*m_cross, image);
    return m_form == Form::point && isWhole();
}

void OutlineTool::moveBy(const QPoint& way, const QSize& image)
{
    if (m_chosen < 0)
        m_corners = movedInside(m_corners, way, image);
    else
        m_corners[m_chosen] = snapped(m_corners[m_chosen] + way, image);
}

void OutlineTool::chooseNext()
{
    m_grip = Grip::none; // a drag under way ends here
    m_chosen = m_chosen + 1 < m_corners.size() ? m_chosen + 1 : -1;
}

bool OutlineTool::removeCorner()
{
    m_grip = Grip::none; // a drag under way ends here
    m_closing = false;
    if (m_isNew) {
        if (m_corners.isEmpty())
            return false;
        m_corners.removeLast();
        return true;
    }
    if (m_chosen < 0 || m_form == Form::point || m_corners.size() <= 3)
        return false;
    m_corners.removeAt(m_chosen);
    m_chosen = std::min<int>(m_chosen, static_cast<int>(m_corners.size()) - 1);
    return true;
}

} // namespace steplight
