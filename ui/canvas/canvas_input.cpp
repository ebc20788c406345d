// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"
#include "ui/key_map.h"

#include <QApplication>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QWheelEvent>

#include <cmath>

namespace steplight {

namespace {

constexpr double zoomStep = 1.25;
constexpr double wheelStep = 1.2; // per notch of 120 units
constexpr int adjustmentStep = 5;
constexpr int gammaStep = 10;
constexpr double panStep = 60; // view pixels

Qt::CursorShape cursorOf(BoxTool::Grip grip)
{
    switch (grip) {
    case BoxTool::Grip::left:
    case BoxTool::Grip::right:
        return Qt::SizeHorCursor;
    case BoxTool::Grip::top:
    case BoxTool::Grip::bottom:
        return Qt::SizeVerCursor;
    case BoxTool::Grip::topLeft:
    case BoxTool::Grip::bottomRight:
        return Qt::SizeFDiagCursor;
    case BoxTool::Grip::topRight:
    case BoxTool::Grip::bottomLeft:
        return Qt::SizeBDiagCursor;
    case BoxTool::Grip::inside:
        return Qt::SizeAllCursor;
    case BoxTool::Grip::none:
        break;
    }
    return Qt::ArrowCursor;
}

Qt::CursorShape cursorOf(OutlineTool::Grip grip)
{
    switch (grip) {
    case OutlineTool::Grip::corner:
        return Qt::PointingHandCursor;
    case OutlineTool::Grip::side:
        return Qt::CrossCursor;
    case OutlineTool::Grip::inside:
        return Qt::SizeAllCursor;
    case OutlineTool::Grip::none:
        break;
    }
    return Qt::ArrowCursor;
}

} // namespace

bool Canvas::event(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_view.zoomAt(gesture->position(), 1 + gesture->value());
            viewMoved();
            return true;
        }
    }
    if (event->type() == QEvent::Gesture) {
        auto* gestures = static_cast<QGestureEvent*>(event);
        if (const auto* pinch = static_cast<QPinchGesture*>(gestures->gesture(Qt::PinchGesture))) {
            m_view.zoomAt(mapFromGlobal(pinch->centerPoint()), pinch->scaleFactor());
            viewMoved();
            return true;
        }
    }
    // Keys that the page or the window has as shortcuts go to a region first.
    if (event->type() == QEvent::ShortcutOverride && toolActive() &&
        isToolKey(*static_cast<QKeyEvent*>(event)))
        event->accept();
    return QWidget::event(event);
}

void Canvas::wheelEvent(QWheelEvent* event)
{
    if (!hasImage())
        return;
    const double notches = event->angleDelta().y() / 120.0;
    m_view.zoomAt(event->position(), std::pow(wheelStep, notches));
    viewMoved();
    event->accept();
}

void Canvas::mousePressEvent(QMouseEvent* event)
{
    m_dragFrom = event->position();
    if (!hasImage())
        return;
    const bool left = event->button() == Qt::LeftButton;
    if (event->button() == Qt::MiddleButton || (left && m_panKey))
        m_drag = Drag::pan;
    else if (left && pressTool(event->position(), event->modifiers()))
        m_drag = Drag::tool;
    else if (left)
        m_drag = Drag::maybe;
    updateCursor(event->position());
    update();
}

void Canvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF way = event->position() - m_dragFrom;
    if (m_drag == Drag::maybe && way.manhattanLength() >= QApplication::startDragDistance())
        m_drag = Drag::pan;
    if (m_drag == Drag::pan) {
        m_view.panBy(way);
        m_dragFrom = event->position();
        viewMoved();
    } else if (m_drag == Drag::tool) {
        m_box.move(event->position(), m_view);
        m_outline.move(event->position(), m_view);
        m_smart.move(event->position(), m_view);
        update();
    } else if (drawsNew()) {
        update(); // the cross follows
    }
    updateCursor(event->position());
}

void Canvas::mouseReleaseEvent(QMouseEvent* event)
{
    const Drag drag = std::exchange(m_drag, Drag::none);
    if (drag == Drag::tool) {
        const bool isNew = drawsNew();
        m_smart.release();
        if (m_box.release() || m_outline.release())
            isNew ? accept() : finishEdit();
    } else if (drag == Drag::maybe) {
        chooseRegion(regionAt(event->position()));
    }
    updateCursor(event->position());
    update();
}

void Canvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    mousePressEvent(event); // two quick clicks are two clicks
}

void Canvas::updateCursor(const QPointF& view)
{
    if (!hasImage())
        unsetCursor();
    else if (m_drag == Drag::pan)
        setCursor(Qt::ClosedHandCursor);
    else if (m_panKey)
        setCursor(Qt::OpenHandCursor);
    else if (drawsNew())
        setCursor(Qt::CrossCursor);
    else if (m_outline.active() && m_drag != Drag::tool)
        setCursor(cursorOf(m_outline.gripAt(view, m_view)));
    else if (m_drag != Drag::tool)
        setCursor(cursorOf(m_box.gripAt(view, m_view)));
}

void Canvas::keyPressEvent(QKeyEvent* event)
{
    const QKeySequence pressed = sequenceOf(*event);
    if (hasImage() && keyMap().matches(QStringLiteral("pan"), pressed)) {
        m_panKey = event->key();
        updateCursor(mapFromGlobal(QCursor::pos()));
        return;
    }
    if ((hasImage() && (handleTool(*event) || handleAdjustment(pressed))) || handleView(pressed))
        return;
    finishEdit(); // the key may take the page to another trace
    QWidget::keyPressEvent(event);
}

void Canvas::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() != m_panKey || event->isAutoRepeat()) {
        QWidget::keyReleaseEvent(event);
        return;
    }
    m_panKey = 0;
    updateCursor(mapFromGlobal(QCursor::pos()));
}

void Canvas::focusOutEvent(QFocusEvent* event)
{
    m_panKey = 0;
    finishEdit();
    QWidget::focusOutEvent(event);
}

bool Canvas::handleView(const QKeySequence& pressed)
{
    const auto is = [&](const char* id) {
        return keyMap().matches(QString::fromLatin1(id), pressed);
    };
    const auto pan = [this](double x, double y) {
        m_view.panBy(QPointF(x, y) * panStep);
        viewMoved();
    };
    const bool back = is("previous-image");
    if (back || is("next-image")) {
        if (m_images.size() < 2)
            return false;
        setCurrentImage(m_current + (back ? -1 : 1));
    } else if (!hasImage()) {
        return false;
    } else if (is("pan-left")) {
        pan(1, 0);
    } else if (is("pan-right")) {
        pan(-1, 0);
    } else if (is("pan-up")) {
        pan(0, 1);
    } else if (is("pan-down")) {
        pan(0, -1);
    } else if (is("zoom-in")) {
        zoomBy(zoomStep);
    } else if (is("zoom-out")) {
        zoomBy(1 / zoomStep);
    } else if (is("one-to-one")) {
        oneToOne();
    } else if (is("fit")) {
        fit();
    } else {
        return false;
    }
    return true;
}

bool Canvas::handleAdjustment(const QKeySequence& pressed)
{
    const auto is = [&](const char* id) {
        return keyMap().matches(QString::fromLatin1(id), pressed);
    };
    DisplayAdjustment wanted = m_adjustment;
    if (is("darker"))
        wanted.brightness -= adjustmentStep;
    else if (is("brighter"))
        wanted.brightness += adjustmentStep;
    else if (is("less-contrast"))
        wanted.contrast -= adjustmentStep;
    else if (is("more-contrast"))
        wanted.contrast += adjustmentStep;
    else if (is("less-gamma"))
        wanted.gamma -= gammaStep;
    else if (is("more-gamma"))
        wanted.gamma += gammaStep;
    else if (is("plain-image"))
        wanted = {};
    else
        return false;
    changeAdjustment(wanted);
    return true;
}

} // namespace steplight
