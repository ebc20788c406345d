// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/view_transform.h"

#include <algorithm>

namespace steplight {

void ViewTransform::setViewport(const QSizeF& size)
{
    m_viewport = size.expandedTo({1, 1});
    if (m_fit)
        fit();
}

void ViewTransform::setImage(const QSize& size)
{
    m_image = size.expandedTo({1, 1});
    fit();
}

double ViewTransform::fitZoom() const
{
    return std::min(
        {m_viewport.width() / m_image.width(), m_viewport.height() / m_image.height(), largestFit});
}

void ViewTransform::fit()
{
    m_fit = true;
    m_zoom = fitZoom();
    m_centre = {m_image.width() / 2.0, m_image.height() / 2.0};
}

void ViewTransform::setZoom(double zoom, const QPointF& centre)
{
    m_fit = false;
    m_zoom = std::clamp(zoom, std::min(fitZoom(), 1.0) / 2, largestZoom);
    m_centre = {std::clamp(centre.x(), 0.0, double(m_image.width())),
                std::clamp(centre.y(), 0.0, double(m_image.height()))};
}

void ViewTransform::zoomAt(const QPointF& view, double factor)
{
    const QPointF kept = toImage(view);
    setZoom(m_zoom * factor, m_centre); // brings the zoom into range
    setZoom(m_zoom, kept - (view - middle()) / m_zoom);
}

void ViewTransform::panBy(const QPointF& view)
{
    setZoom(m_zoom, m_centre - view / m_zoom);
}

QPointF ViewTransform::toView(const QPointF& image) const
{
    return (image - m_centre) * m_zoom + middle();
}

QPointF ViewTransform::toImage(const QPointF& view) const
{
    return (view - middle()) / m_zoom + m_centre;
}

QRectF ViewTransform::toView(const QRectF& image) const
{
    return {toView(image.topLeft()), image.size() * m_zoom};
}

QRectF ViewTransform::visible() const
{
    const QRectF seen(toImage(QPointF(0, 0)), m_viewport / m_zoom);
    return seen & QRectF(QPointF(0, 0), QSizeF(m_image));
}

} // namespace steplight
