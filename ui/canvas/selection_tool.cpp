// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/selection_tool.h"

#include <QLineF>

#include <algorithm>
#include <exception>
#include <utility>

namespace steplight {

namespace {

constexpr double leastDrag = 4; // view pixels; less is a click

QPointF inside(const QPointF& point, const QSize& image)
{
    return {std::clamp(point.x(), 0.5, image.width() - 0.5),
            std::clamp(point.y(), 0.5, image.height() - 0.5)};
}

} // namespace

SelectionTool::SelectionTool(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

SelectionTool::~SelectionTool()
{
    stop();
    m_pool.waitForDone();
}

void SelectionTool::arm(const MipImage& image)
{
    stop();
    m_active = true;
    m_image = image;
}

void SelectionTool::stop()
{
    if (m_cancelled)
        *m_cancelled = true;
    m_cancelled.reset();
    m_active = m_searching = m_pressed = false;
    m_image = {};
    m_hints = {};
    m_before.clear();
    m_outline.clear();
    m_cross.reset();
}

bool SelectionTool::press(const QPointF& view, const ViewTransform& transform, Mark mark)
{
    if (!m_active)
        return false;
    m_before.push_back(m_hints);
    m_mark = mark;
    m_pressed = true;
    m_cross.reset();
    m_start = inside(transform.toImage(view), transform.image());
    if (mark != Mark::box)
        (mark == Mark::with ? m_hints.with : m_hints.without).push_back({m_start});
    return true;
}

void SelectionTool::move(const QPointF& view, const ViewTransform& transform)
{
    if (!m_pressed)
        return;
    const QPointF now = inside(transform.toImage(view), transform.image());
    if (m_mark == Mark::box) {
        m_hints.box = QRectF(m_start, now).normalized();
        return;
    }
    QPolygonF& stroke = (m_mark == Mark::with ? m_hints.with : m_hints.without).back();
    if (QLineF(stroke.back(), now).length() * transform.zoom() >= leastDrag)
        stroke << now;
}

void SelectionTool::release()
{
    if (!std::exchange(m_pressed, false))
        return;
    if (m_hints == m_before.back()) // a box without a drag
        m_before.pop_back();
    else
        search();
}

void SelectionTool::stepCross(const QPoint& way, const ViewTransform& transform)
{
    m_cross = inside(m_cross ? *m_cross + way : transform.visible().center(), transform.image());
}

void SelectionTool::markCross()
{
    if (!m_cross)
        return;
    m_before.push_back(m_hints);
    m_hints.with.push_back({*m_cross});
    search();
}

void SelectionTool::widen(int steps)
{
    if (m_hints.isEmpty())
        return;
    m_hints.tolerance += steps;
    search();
}

bool SelectionTool::takeBack()
{
    if (m_before.empty())
        return false;
    m_pressed = false; // the mark that is being made, too
    m_hints = m_before.back();
    m_before.pop_back();
    search();
    return true;
}

void SelectionTool::search()
{
    if (m_cancelled)
        *m_cancelled = true;
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    m_searching = true;
    m_pool.start([this, image = m_image, hints = m_hints, cancelled = m_cancelled] {
        QPolygonF outline;
        try {
            outline = selectionOf(image, hints, *cancelled);
        } catch (const std::exception& error) { // no memory: nothing was found
            qWarning("smart selection: %s", error.what());
        }
        QMetaObject::invokeMethod(this, [this, outline, cancelled] {
            if (*cancelled)
                return;
            m_searching = false;
            m_outline = outline;
            emit changed();
        });
    });
}

} // namespace steplight
