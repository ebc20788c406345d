// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/mip_image.h"

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

constexpr int smallestSide = 256; // smaller levels save nothing

} // namespace

MipImage::MipImage(QImage image)
{
    if (image.isNull())
        return;
    m_levels.push_back(image.convertToFormat(QImage::Format_RGB32));
    while (std::max(m_levels.back().width(), m_levels.back().height()) > smallestSide) {
        const QImage& last = m_levels.back();
        const QSize half((last.width() + 1) / 2, (last.height() + 1) / 2);
        QImage smaller = last.scaled(half, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                             .convertToFormat(QImage::Format_RGB32);
        if (smaller.isNull()) // out of memory: the levels so far do
            break;
        m_levels.push_back(std::move(smaller));
    }
}

QSize MipImage::size() const
{
    return isNull() ? QSize() : m_levels.front().size();
}

qint64 MipImage::bytes() const
{
    qint64 sum = 0;
    for (const QImage& image : m_levels)
        sum += image.sizeInBytes();
    return sum;
}

int MipImage::levelFor(double zoom) const
{
    const int k = zoom >= 1 ? 0 : static_cast<int>(std::floor(std::log2(1 / zoom)));
    return std::clamp(k, 0, levels() - 1);
}

} // namespace steplight
