// SPDX-License-Identifier: GPL-3.0-or-later
// The keys that draw and change regions on the canvas.
#include "ui/canvas/canvas.h"
#include "ui/key_map.h"

#include <QKeyEvent>

#include <array>
#include <utility>

namespace steplight {

namespace {

constexpr int fastStep = 10; // image pixels

constexpr std::array<std::pair<const char*, Region::Shape>, 4> toolKeys{{
    {"box", Region::Shape::box},
    {"polygon", Region::Shape::polygon},
    {"point", Region::Shape::point},
    {"selection", Region::Shape::selection},
}};

QPoint arrowOf(int key)
{
    switch (key) {
    case Qt::Key_Left:
        return {-1, 0};
    case Qt::Key_Right:
        return {1, 0};
    case Qt::Key_Up:
        return {0, -1};
    case Qt::Key_Down:
        return {0, 1};
    default:
        return {0, 0};
    }
}

bool is(const char* id, const QKeyEvent& event)
{
    return keyMap().matches(QString::fromLatin1(id), event);
}

} // namespace

bool Canvas::isToolKey(const QKeyEvent& event) const
{
    if (is("box-take-back", event))
        return canTakeBack();
    return !arrowOf(event.key()).isNull() || is("box-keep", event) || is("box-cancel", event) ||
           is("box-remove", event) || is("box-duplicate", event) || is("box-corner", event);
}

bool Canvas::handleTool(const QKeyEvent& event)
{
    for (const auto& [id, shape] : toolKeys)
        if (m_draws && is(id, event)) {
            start(shape);
            return true;
        }
    if (is("next-box", event))
        selectNext();
    else if (is("absent", event))
        return toggleAbsent();
    else
        return handleRegion(event) || handleToolKey(event);
    return true;
}

bool Canvas::handleRegion(const QKeyEvent& event)
{
    if (is("box-take-back", event))
        return takeBack();
    if (!selected() || !selected()->own)
        return false;
    if (is("box-remove", event)) {
        removeSelected();
    } else if (is("box-duplicate", event)) {
        duplicate();
    } else if (is("box-corner", event) && m_outline.form() == OutlineTool::Form::polygon) {
        m_outline.chooseNext();
        update();
    } else {
        return false;
    }
    return true;
}

bool Canvas::handleToolKey(const QKeyEvent& event)
{
    if (!toolActive())
        return false;
    if (!arrowOf(event.key()).isNull() && !(event.modifiers() & Qt::AltModifier)) {
        stepTool(event.key(), event.modifiers());
    } else if (is("box-keep", event)) {
        if (m_outline.isNew())
            setNext(); // a point at the cross; else the polygon's last corner
        m_keepSoon = m_smart.searches();
        if (drawsNew() && isWhole() && !m_keepSoon)
            accept();
        else
            finishEdit();
    } else if (m_smart.active() && (is("wider", event) || is("narrower", event))) {
        m_smart.widen(is("wider", event) ? 1 : -1);
    } else if (is("box-cancel", event)) {
        if (drawsNew() || toolChanged())
            cancelTool();
        else
            chooseRegion(-1);
    } else {
        return false;
    }
    return true;
}

void Canvas::stepTool(int key, Qt::KeyboardModifiers modifiers)
{
    const QPoint way = arrowOf(key) * (modifiers & Qt::ShiftModifier ? fastStep : 1);
    if (m_box.armed())
        m_box.place(m_view);
    else if (m_box.hasBox() && modifiers & Qt::ControlModifier)
        m_box.resizeBy(way.x(), way.y(), m_view.image());
    else if (m_box.hasBox())
        m_box.moveBy(way.x(), way.y(), m_view.image());
    else if (m_smart.active())
        m_smart.stepCross(way, m_view);
    else if (m_outline.isNew())
        m_outline.stepCross(way, m_view);
    else if (m_outline.active())
        m_outline.moveBy(way, m_view.image());
    update();
}

} // namespace steplight
