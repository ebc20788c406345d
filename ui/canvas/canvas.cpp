// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"

#include "ui/canvas/canvas_notice.h"
#include "ui/canvas/region_paint.h"
#include "ui/image_loader.h"

#include <QFileInfo>
#include <QPainter>

#include <algorithm>

namespace steplight {

namespace {

constexpr int sayLoadingAfter = 300; // ms

bool sameImage(const ImageRef& a, const ImageRef& b)
{
    return a.reference == b.reference && a.hash == b.hash && a.path == b.path &&
           a.lookedFor == b.lookedFor;
}

} // namespace

Canvas::Canvas(ImageLoader& loader, QWidget* parent)
    : QWidget(parent), m_loader(loader), m_notice(new CanvasNotice(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    grabGesture(Qt::PinchGesture);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_loadingSoon.setSingleShot(true);
    m_loadingSoon.setInterval(sayLoadingAfter);
    connect(&m_loadingSoon, &QTimer::timeout, this, [this] {
        m_notice->say(tr("Loading"), QFileInfo(QString::fromStdString(image()->path)).fileName(),
                      false);
        m_notice->show();
    });
    connect(&m_loader, &ImageLoader::loaded, this, &Canvas::receive);
    connect(&m_surface, &ImageSurface::changed, this, qOverload<>(&QWidget::update));
    connect(m_notice, &CanvasNotice::locateClicked, this, [this] {
        if (image())
            emit locateRequested(*image());
    });
    showImage();
}

const ImageRef* Canvas::image() const
{
    const auto at = static_cast<std::size_t>(m_current);
    return at < m_images.size() ? &m_images[at] : nullptr;
}

void Canvas::setImages(const std::vector<ImageRef>& images, int current)
{
    if (std::equal(images.begin(), images.end(), m_images.begin(), m_images.end(), sameImage))
        return;
    m_images = images;
    m_views.assign(images.size(), {});
    m_current = std::clamp(current, 0, std::max(0, static_cast<int>(images.size()) - 1));
    m_tool.stop();
    m_selected = -1;
    showImage();
    emit imageChanged(m_current);
}

void Canvas::setCurrentImage(int index)
{
    if (index == m_current || index < 0 || index >= static_cast<int>(m_images.size()))
        return;
    finishEdit();
    m_tool.stop();
    m_views[static_cast<std::size_t>(m_current)] = view();
    m_current = index;
    m_selected = -1;
    showImage();
    emit imageChanged(index);
}

void Canvas::showImage()
{
    m_surface.setImage({});
    m_loadingSoon.stop();
    m_notice->hide();
    m_awaited = false;
    if (!image()) {
        m_notice->say(tr("This question has no image."), {}, false);
        m_notice->show();
    } else if (image()->path.empty()) {
        const std::string& looked =
            image()->lookedFor.empty() ? image()->reference : image()->lookedFor;
        m_notice->say(tr("The image was not found."),
                      tr("Looked for: %1").arg(QString::fromStdString(looked)), true);
        m_notice->show();
    } else {
        m_awaited = true;
        m_loadingSoon.start();
        m_loader.load(QString::fromStdString(image()->path));
    }
    describe();
    update();
}

void Canvas::receive(const LoadedImage& loaded)
{
    if (!m_awaited || loaded.path.toStdString() != image()->path)
        return;
    m_awaited = false;
    m_loadingSoon.stop();
    m_notice->setVisible(!loaded.error.isEmpty());
    if (!loaded.error.isEmpty()) {
        m_notice->say(tr("The image cannot be shown."), loaded.error, true);
    } else {
        m_surface.setImage(loaded.image);
        m_view.setViewport(size());
        m_view.setImage(loaded.image.size());
        applyView(m_views[static_cast<std::size_t>(m_current)]);
        selectRegion(m_selected);
        for (const ImageRef& other : m_images) // the question's other pictures, for PgDn
            if (!other.path.empty() && other.path != image()->path)
                m_loader.prefetch(QString::fromStdString(other.path));
    }
    describe();
    update();
    emit imageShown();
}

void Canvas::describe()
{
    setAccessibleName(
        tr("Image %1 of %2").arg(m_images.empty() ? 0 : m_current + 1).arg(m_images.size()));
    if (!hasImage()) {
        setAccessibleDescription(m_notice->accessibleName());
        return;
    }
    const QSize size = m_surface.image().size();
    const auto regions = std::count_if(m_regions.begin(), m_regions.end(), [&](const auto& shown) {
        return shown.region.image == m_current;
    });
    setAccessibleDescription(tr("%1, %2 × %3 pixels, regions: %4")
                                 .arg(QFileInfo(QString::fromStdString(image()->path)).fileName())
                                 .arg(size.width())
                                 .arg(size.height())
                                 .arg(regions));
}

void Canvas::setRegions(std::vector<ShownRegion> regions)
{
    const auto at = static_cast<std::size_t>(m_selected);
    const bool stays = m_selected >= 0 && at < regions.size() && at < m_regions.size() &&
                       regions[at].region == m_regions[at].region && regions[at].current;
    m_regions = std::move(regions);
    if (!stays)
        selectRegion(-1);
    describe();
    update();
}

void Canvas::selectRegion(int index)
{
    const bool there = index >= 0 && index < static_cast<int>(m_regions.size());
    m_selected = there ? index : -1;
    if (!m_tool.isNew())
        m_tool.stop();
    if (there && hasImage()) {
        const ShownRegion& shown = m_regions[static_cast<std::size_t>(index)];
        if (shown.region.image == m_current && shown.current && !m_tool.isNew() &&
            shown.region.shape == Region::Shape::box && shown.region.points.size() == 2)
            m_tool.edit(boxOf(shown.region));
    }
    update();
}

void Canvas::startBox()
{
    if (!hasImage())
        return;
    finishEdit();
    selectRegion(-1);
    m_tool.arm();
    setFocus();
    updateCursor(mapFromGlobal(QCursor::pos()));
    update();
}

void Canvas::cancelBox()
{
    m_tool.stop();
    selectRegion(m_selected); // an existing box is as it was
    unsetCursor();
}

void Canvas::acceptBox()
{
    const Region region = boxRegion(m_current, m_tool.box());
    m_tool.stop();
    unsetCursor();
    update();
    emit boxDrawn(region);
}

void Canvas::finishEdit()
{
    if (m_selected < 0 || m_tool.isNew() || !m_tool.changed())
        return;
    ShownRegion& shown = m_regions[static_cast<std::size_t>(m_selected)];
    const QRectF box = m_tool.box();
    shown.region.points = {{box.left(), box.top()}, {box.right(), box.bottom()}};
    m_tool.edit(box);
    emit regionChanged(m_selected, shown.region);
}

void Canvas::removeSelected()
{
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

void Canvas::selectNext()
{
    const int count = static_cast<int>(m_regions.size());
    for (int step = 1; step <= count; ++step) {
        const int index = (std::max(m_selected, -1) + step) % count;
        const ShownRegion& shown = m_regions[static_cast<std::size_t>(index)];
        if (shown.current && shown.region.image == m_current) {
            chooseRegion(index);
            reveal(index);
            return;
        }
    }
}

int Canvas::regionAt(const QPointF& view) const
{
    int best = -1;
    double bestArea = 0;
    for (std::size_t i = 0; i < m_regions.size(); ++i) {
        const Region& region = m_regions[i].region;
        if (region.image != m_current ||
            !outlineOf(region).containsPoint(m_view.toImage(view), Qt::OddEvenFill))
            continue;
        const QRectF box = boxOf(region);
        const double area = box.width() * box.height();
        if (best < 0 || area < bestArea) { // the smallest: one inside another can be reached
            best = static_cast<int>(i);
            bestArea = area;
        }
    }
    return best;
}

void Canvas::setView(const CanvasView& view)
{
    if (!image())
        return;
    m_views[static_cast<std::size_t>(m_current)] = view;
    if (hasImage())
        applyView(view);
}

void Canvas::applyView(const CanvasView& view)
{
    if (view.zoom > 0)
        m_view.setZoom(view.zoom, view.centre);
    else
        m_view.fit();
    update();
}

CanvasView Canvas::view() const
{
    if (!hasImage())
        return image() ? m_views[static_cast<std::size_t>(m_current)] : CanvasView{};
    return m_view.isFit() ? CanvasView{} : CanvasView{m_view.zoom(), m_view.centre()};
}

void Canvas::viewMoved()
{
    if (!hasImage())
        return;
    update();
    emit viewChanged(view());
}

void Canvas::zoomBy(double factor)
{
    m_view.zoomAt(QRectF(rect()).center(), factor);
    viewMoved();
}

void Canvas::fit()
{
    m_view.fit();
    viewMoved();
}

void Canvas::oneToOne()
{
    m_view.setZoom(1 / devicePixelRatioF(), m_view.centre());
    viewMoved();
}

void Canvas::reveal(int region)
{
    if (!hasImage() || region < 0 || region >= static_cast<int>(m_regions.size()))
        return;
    const QRectF box = boxOf(m_regions[static_cast<std::size_t>(region)].region);
    const QRectF room = QRectF(rect()).adjusted(24, 24, -24, -24);
    const QRectF seen = m_view.toView(box);
    if (room.contains(seen))
        return;
    const double shrink =
        std::min({1.0, room.width() / seen.width(), room.height() / seen.height()});
    m_view.setZoom(m_view.zoom() * shrink, box.center());
    viewMoved();
}

void Canvas::setAdjustment(const DisplayAdjustment& adjustment)
{
    m_adjustment = bounded(adjustment);
    m_surface.setAdjustment(m_adjustment);
    update();
}

void Canvas::changeAdjustment(const DisplayAdjustment& adjustment)
{
    setAdjustment(adjustment);
    emit adjustmentChanged(m_adjustment);
}

QSize Canvas::sizeHint() const
{
    return {560, 420};
}

QSize Canvas::minimumSizeHint() const
{
    return {240, 180};
}

void Canvas::resizeEvent(QResizeEvent*)
{
    m_view.setViewport(size());
    m_notice->setGeometry(rect());
}

} // namespace steplight
