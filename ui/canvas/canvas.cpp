// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"

#include "ui/access_role.h"
#include "ui/canvas/canvas_notice.h"
#include "ui/canvas/region_paint.h"
#include "ui/image_loader.h"

#include <QFileInfo>
#include <QPainter>

#include <algorithm>
#include <utility>

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
    setAccessibleRole(this, QAccessible::Graphic);
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
    connect(&m_smart, &SelectionTool::changed, this, &Canvas::found);
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
    stopTools();
    m_selected = -1;
    m_revealSoon = false;
    showImage();
    emit imageChanged(m_current);
}

void Canvas::setCurrentImage(int index)
{
    if (index == m_current || index < 0 || index >= static_cast<int>(m_images.size()))
        return;
    finishEdit();
    stopTools();
    m_views[static_cast<std::size_t>(m_current)] = view();
    m_current = index;
    m_selected = -1;
    m_revealSoon = false;
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
        if (std::exchange(m_revealSoon, false))
            selected() ? reveal(m_selected) : revealCurrent();
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
    QString words = tr("%1, %2 × %3 pixels, regions: %4")
                        .arg(QFileInfo(QString::fromStdString(image()->path)).fileName())
                        .arg(size.width())
                        .arg(size.height())
                        .arg(regions);
    if (const ShownRegion* chosen = selected()) {
        QPolygonF corners;
        for (const auto& [x, y] : chosen->region.points)
            corners << QPointF(x, y);
        const QRect box = corners.boundingRect().toAlignedRect();
        words += QStringLiteral(". ") + tr("Selected: region %1, %2 × %3 pixels at %4, %5")
                                            .arg(chosen->number)
                                            .arg(box.width())
                                            .arg(box.height())
                                            .arg(box.x())
                                            .arg(box.y());
    }
    setAccessibleDescription(words);
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
    if (region < 0 || region >= static_cast<int>(m_regions.size()))
        return;
    const Region& shown = m_regions[static_cast<std::size_t>(region)].region;
    if (shown.image != m_current) {
        setCurrentImage(shown.image);
        m_selected = region;
        m_revealSoon = true;
    } else if (hasImage()) {
        revealBox(boxOf(shown));
    }
}

void Canvas::revealCurrent()
{
    const auto onImage = [this](int image) {
        QRectF all;
        for (const ShownRegion& shown : m_regions)
            if (shown.current && shown.region.image == image)
                all |= boxOf(shown.region).adjusted(-1, -1, 1, 1); // a point's is empty
        return all;
    };
    const auto first = std::find_if(m_regions.begin(), m_regions.end(),
                                    [](const ShownRegion& shown) { return shown.current; });
    if (const QRectF box = onImage(m_current); !box.isNull()) {
        m_revealSoon = !hasImage();
        if (hasImage())
            revealBox(box);
    } else if (first != m_regions.end()) {
        setCurrentImage(first->region.image);
        m_revealSoon = true;
    }
}

void Canvas::revealBox(const QRectF& box)
{
    const QRectF room = QRectF(rect()).adjusted(24, 24, -24, -24);
    const QRectF seen = m_view.toView(box);
    if (m_view.isFit() || room.contains(seen)) // a picture that is there as a whole stays so
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
