// SPDX-License-Identifier: GPL-3.0-or-later
// Regions on the canvas: chosen, drawn, changed; canvas_tool_keys.cpp says by which keys.
#include "ui/canvas/canvas.h"
#include "ui/canvas/region_paint.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <utility>

namespace steplight {

namespace {

constexpr double pointReach = 10; // view pixels
constexpr double copyOffset = 12; // view pixels

OutlineTool::Form formOf(Region::Shape shape)
{
    return shape == Region::Shape::point ? OutlineTool::Form::point : OutlineTool::Form::polygon;
}

} // namespace

const ShownRegion* Canvas::selected() const
{
    const auto at = static_cast<std::size_t>(m_selected);
    return m_selected >= 0 && at < m_regions.size() ? &m_regions[at] : nullptr;
}

void Canvas::setRegions(std::vector<ShownRegion> regions)
{
    // The selected one stays so, wherever in the list it is now.
    int stays = -1;
    if (const ShownRegion* before = selected())
        for (std::size_t i = 0; i < regions.size() && stays < 0; ++i)
            if (samePlace(regions[i].region, before->region) && regions[i].own == before->own)
                stays = static_cast<int>(i);
    m_regions = std::move(regions);
    m_selected = stays;
    if (stays < 0)
        selectRegion(-1);
    describe();
    update();
    emit regionsShown();
}

std::vector<int> Canvas::regionCounts() const
{
    std::vector<int> counts(m_images.size(), 0);
    for (const ShownRegion& shown : m_regions)
        if (const auto at = static_cast<std::size_t>(shown.region.image); at < counts.size())
            ++counts[at];
    return counts;
}

void Canvas::selectRegion(int index)
{
    const bool there = index >= 0 && index < static_cast<int>(m_regions.size());
    m_selected = there ? index : -1;
    if (!drawsNew()) {
        stopTools();
        if (there && hasImage() && selected()->own && selected()->region.image == m_current)
            editRegion(selected()->region);
    }
    describe();
    update();
}

void Canvas::editRegion(const Region& region)
{
    if (region.shape == Region::Shape::box) {
        if (region.points.size() == 2)
            m_box.edit(boxOf(region));
        return;
    }
    QPolygonF corners;
    for (const auto& [x, y] : region.points)
        corners << QPointF(x, y);
    m_outline.edit(formOf(region.shape), corners);
}

Region Canvas::toolRegion() const
{
    Region region;
    if (drawsNew() || !selected()) {
        region.shape = m_shape;
        region.image = m_current;
        region.kind = m_absent ? Region::Kind::absent : Region::Kind::present;
    } else {
        region = selected()->region;
    }
    region.points.clear();
    if (m_box.hasBox())
        region.points = boxRegion(m_current, m_box.box()).points;
    for (const QPointF& corner : m_smart.active() ? m_smart.outline() : m_outline.corners())
        region.points.emplace_back(corner.x(), corner.y());
    return region;
}

void Canvas::start(Region::Shape shape)
{
    if (!hasImage())
        return;
    if (drawsNew() && m_shape == shape) { // its key again sets a corner at the cross
        setNext();
        return;
    }
    finishEdit();
    stopTools();
    selectRegion(-1);
    m_shape = shape;
    m_absent = false;
    if (shape == Region::Shape::box)
        m_box.arm();
    else if (shape == Region::Shape::selection)
        m_smart.arm(m_surface.image());
    else
        m_outline.arm(formOf(shape));
    setFocus();
    updateCursor(mapFromGlobal(QCursor::pos()));
    update();
}

void Canvas::stopTools()
{
    m_box.stop();
    m_outline.stop();
    m_smart.stop();
    m_keepSoon = false;
}

void Canvas::cancelTool()
{
    stopTools();
    selectRegion(m_selected); // an existing one is as it was
    unsetCursor();
}

void Canvas::accept()
{
    const Region region = toolRegion();
    stopTools();
    unsetCursor();
    update();
    emit regionDrawn(region);
}

void Canvas::finishEdit()
{
    if (!selected() || drawsNew() || !toolChanged())
        return;
    const Region region = toolRegion(); // the answer may replace the list
    m_regions[static_cast<std::size_t>(m_selected)].region = region;
    m_box.keep();
    m_outline.keep();
    emit regionChanged(m_selected, region);
}

bool Canvas::toggleAbsent()
{
    using Kind = Region::Kind;
    if (drawsNew()) {
        m_absent = !m_absent;
    } else if (selected() && selected()->own) {
        finishEdit();
        Region region = selected()->region;
        region.kind = region.kind == Kind::absent ? Kind::present : Kind::absent;
        m_regions[static_cast<std::size_t>(m_selected)].region = region;
        emit regionChanged(m_selected, region);
    } else {
        return false;
    }
    update();
    return true;
}

void Canvas::duplicate()
{
    finishEdit();
    Region copy = selected()->region;
    // As far as is seen at any zoom, towards the middle so that it stays inside.
    const QPointF middle(m_view.image().width() / 2.0, m_view.image().height() / 2.0);
    const QPointF from = boxOf(copy).center();
    const double step = std::max(1.0, std::round(copyOffset / m_view.zoom()));
    for (auto& [x, y] : copy.points) {
        x = std::clamp(x + (from.x() < middle.x() ? step : -step), 0.0, 2 * middle.x());
        y = std::clamp(y + (from.y() < middle.y() ? step : -step), 0.0, 2 * middle.y());
    }
    emit regionDuplicated(copy);
}

void Canvas::removeSelected()
{
    if (m_outline.chosen() >= 0 && m_outline.removeCorner()) {
        finishEdit();
        update();
        return;
    }
    const int index = m_selected;
    selectRegion(-1);
    emit regionRemoved(index);
}

void Canvas::chooseRegion(int index)
{
    if (index == m_selected)
        return;
    finishEdit();
    selectRegion(index);
    emit regionSelected(index);
}

/// Those of the current step come first, then the others of the trace, on whatever image.
void Canvas::selectNext()
{
    std::vector<int> order;
    for (const bool current : {true, false})
        for (std::size_t i = 0; i < m_regions.size(); ++i)
            if (m_regions[i].current == current)
                order.push_back(static_cast<int>(i));
    if (order.empty())
        return;
    const auto at = std::find(order.begin(), order.end(), m_selected);
    const auto next = at == order.end() || at + 1 == order.end() ? order.begin() : at + 1;
    setFocus(); // for the arrow keys
    chooseRegion(*next);
    reveal(*next);
}

int Canvas::regionAt(const QPointF& view) const
{
    int best = -1;
    double bestArea = 0;
    for (std::size_t i = 0; i < m_regions.size(); ++i) {
        const Region& region = m_regions[i].region;
        const QRectF box = boxOf(region);
        const bool isPoint = region.shape == Region::Shape::point;
        if (region.image != m_current ||
            (isPoint ? QLineF(m_view.toView(box.topLeft()), view).length() > pointReach
                     : !outlineOf(region).containsPoint(m_view.toImage(view), Qt::OddEvenFill)))
            continue;
        const double area = box.width() * box.height();
        if (best < 0 || area < bestArea) { // the smallest: one inside another can be reached
            best = static_cast<int>(i);
            bestArea = area;
        }
    }
    return best;
}

bool Canvas::pressTool(const QPointF& view, Qt::KeyboardModifiers modifiers)
{
    using Mark = SelectionTool::Mark;
    const Mark mark = modifiers & Qt::ControlModifier ? Mark::without
                      : modifiers & Qt::ShiftModifier ? Mark::box
                                                      : Mark::with;
    return m_box.press(view, m_view) || m_outline.press(view, m_view) ||
           m_smart.press(view, m_view, mark);
}

bool Canvas::isWhole() const
{
    return m_box.hasBox() || m_outline.isWhole() || !m_smart.outline().isEmpty();
}

void Canvas::found()
{
    if (std::exchange(m_keepSoon, false) && isWhole())
        accept();
    update();
}

bool Canvas::canTakeBack() const
{
    if (m_smart.active())
        return !m_smart.hints().isEmpty();
    return drawsNew() ? !m_outline.corners().isEmpty() : toolChanged();
}

bool Canvas::takeBack()
{
    if (!canTakeBack())
        return false;
    if (m_smart.active())
        m_smart.takeBack();
    else if (drawsNew())
        m_outline.removeCorner();
    else
        cancelTool();
    update();
    return true;
}

void Canvas::setNext()
{
    if (m_smart.active())
        m_smart.markCross();
    else if (m_outline.isNew() && m_outline.setCorner(m_view.image()))
        accept();
    update();
}

} // namespace steplight
