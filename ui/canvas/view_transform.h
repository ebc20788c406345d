// SPDX-License-Identifier: GPL-3.0-or-later
// Where an image lies in a widget: zoom, centre, and the mapping both ways. A value, any thread.
// View points are device-independent pixels of the widget, image points stored pixels.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QSizeF>

namespace steplight {

class ViewTransform
{
public:
    static constexpr double largestZoom = 64; ///< view pixels per image pixel
    static constexpr double largestFit = 4;   ///< small images are not blown up further by fit

    /// A new widget size keeps the centre, or the fit.
    void setViewport(const QSizeF& size);
    /// A new image is fitted.
    void setImage(const QSize& size);
    QSize image() const { return m_image; }

    bool isFit() const { return m_fit; }
    double zoom() const { return m_zoom; }      ///< view pixels per image pixel, > 0
    QPointF centre() const { return m_centre; } ///< image point in the middle of the widget
    double fitZoom() const;

    void fit();
    /// The zoom is brought into range, the centre into the image.
    void setZoom(double zoom, const QPointF& centre);
    /// Multiplies the zoom; the image point under a view point stays under it.
    void zoomAt(const QPointF& view, double factor);
    void panBy(const QPointF& view); ///< moves the image with the pointer

    QPointF toView(const QPointF& image) const;
    QPointF toImage(const QPointF& view) const;
    QRectF toView(const QRectF& image) const;
    QRectF visible() const; ///< part of the image that the widget shows, in image pixels

    bool operator==(const ViewTransform&) const = default;

private:
    QPointF middle() const { return {m_viewport.width() / 2, m_viewport.height() / 2}; }

    QSizeF m_viewport{1, 1};
    QSize m_image{1, 1};
    double m_zoom = 1;
    QPointF m_centre{0.5, 0.5};
    bool m_fit = true;
};

} // namespace steplight
