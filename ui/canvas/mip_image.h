// SPDX-License-Identifier: GPL-3.0-or-later
// An image with halved copies of itself, so that a 12,000-pixel picture paints fast at any zoom.
// A value: QImages inside are shared, copying is cheap. Any thread.
#pragma once

#include <QImage>

#include <vector>

namespace steplight {

class MipImage
{
public:
    MipImage() = default;
    /// Takes an opaque image of any format, keeps it as 32-bit RGB; builds the levels (a third more
    /// memory than the image).
    explicit MipImage(QImage image);

    bool isNull() const { return m_levels.empty(); }
    QSize size() const; ///< stored pixels
    qint64 bytes() const;

    int levels() const { return static_cast<int>(m_levels.size()); }
    /// Level 0 is the image itself, level k is 2^k times smaller (rounded up), at least 1 × 1.
    const QImage& level(int k) const { return m_levels[static_cast<std::size_t>(k)]; }
    /// The smallest level that still has a pixel for each device pixel at this zoom
    /// (device pixels per image pixel).
    int levelFor(double zoom) const;

private:
    std::vector<QImage> m_levels;
};

} // namespace steplight
