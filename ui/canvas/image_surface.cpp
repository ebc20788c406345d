// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/image_surface.h"

#include <QPainter>

#include <cmath>

namespace steplight {

namespace {

constexpr double nearestAbove = 4; // device pixels per image pixel
/// Larger levels are seen only in small parts; these are adjusted as they are painted.
constexpr qint64 largestAdjusted = 40LL * 1000 * 1000; // pixels

std::vector<QImage> adjustedLevels(const MipImage& image, const LookupTable& table)
{
    std::vector<QImage> levels;
    for (int k = 0; k < image.levels(); ++k) {
        const QImage& level = image.level(k);
        const bool whole = qint64(level.width()) * level.height() <= largestAdjusted;
        levels.push_back(whole ? adjusted(level, table) : QImage());
    }
    return levels;
}

} // namespace

ImageSurface::ImageSurface(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

ImageSurface::~ImageSurface()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void ImageSurface::setImage(const MipImage& image)
{
    m_image = image;
    m_adjusted.clear();
    m_frame = {};
    adjustLevels();
}

void ImageSurface::setAdjustment(const DisplayAdjustment& adjustment)
{
    if (m_adjustment == adjustment)
        return;
    m_adjustment = adjustment;
    if (adjustment.isNeutral()) {
        m_adjusted.clear();
        m_frame = {};
    }
    adjustLevels();
}

/// The pool works on one table at a time; a key held down skips those in between.
void ImageSurface::adjustLevels()
{
    ++m_serial;
    if (m_adjusting || m_image.isNull() || m_adjustment.isNeutral())
        return;
    m_adjusting = true;
    m_pool.start([this, image = m_image, serial = m_serial, table = lookupTable(m_adjustment)] {
        // The destructor waits for the pool: this outlives the call.
        QMetaObject::invokeMethod(
            this,
            [this, serial, levels = adjustedLevels(image, table)] { arrived(serial, levels); },
            Qt::QueuedConnection);
    });
}

void ImageSurface::arrived(int serial, std::vector<QImage> levels)
{
    m_adjusting = false;
    if (serial != m_serial) {
        adjustLevels();
        return;
    }
    m_adjusted = std::move(levels);
    m_frame = {};
    emit changed();
}

/// Pixels of one level, adjusted; until the adjusted levels are there, a large level shows raw.
QImage ImageSurface::part(int level, const QRect& rect) const
{
    const auto k = static_cast<std::size_t>(level);
    if (k < m_adjusted.size() && !m_adjusted[k].isNull())
        return m_adjusted[k].copy(rect);
    const QImage raw = m_image.level(level).copy(rect);
    return k < m_adjusted.size() ? adjusted(raw, lookupTable(m_adjustment)) : raw;
}

void ImageSurface::render(const ViewTransform& view, const QSize& size, double pixelRatio)
{
    m_frameView = view;
    m_frame = QPixmap(size * pixelRatio);
    m_frame.setDevicePixelRatio(pixelRatio);
    m_frame.fill(Qt::transparent);
    const QRectF seen = view.visible();
    if (seen.isEmpty())
        return;
    const double zoom = view.zoom() * pixelRatio;
    const int level = m_image.levelFor(zoom);
    const QSizeF full = m_image.size();
    const QSize held = m_image.level(level).size();
    const double sx = held.width() / full.width(), sy = held.height() / full.height();
    const QRectF wanted(seen.left() * sx, seen.top() * sy, seen.width() * sx, seen.height() * sy);
    const QRect source = wanted.toAlignedRect().adjusted(-1, -1, 1, 1) & QRect({0, 0}, held);
    const QRectF covered(source.left() / sx, source.top() / sy, source.width() / sx,
                         source.height() / sy);
    QPainter painter(&m_frame);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom <= nearestAbove);
    painter.drawImage(view.toView(covered), part(level, source));
}

void ImageSurface::paint(QPainter& painter, const ViewTransform& view, const QSize& size,
                         double pixelRatio)
{
    if (m_image.isNull())
        return;
    if (m_frame.size() != size * pixelRatio || m_frame.devicePixelRatio() != pixelRatio ||
        !(m_frameView == view))
        render(view, size, pixelRatio);
    painter.drawPixmap(0, 0, m_frame);
}

} // namespace steplight
