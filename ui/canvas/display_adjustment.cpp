// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/display_adjustment.h"

#include <algorithm>
#include <cmath>

namespace steplight {

DisplayAdjustment bounded(DisplayAdjustment adjustment)
{
    adjustment.brightness = std::clamp(adjustment.brightness, -100, 100);
    adjustment.contrast = std::clamp(adjustment.contrast, -100, 100);
    adjustment.gamma = std::clamp(adjustment.gamma, 20, 500);
    return adjustment;
}

LookupTable lookupTable(const DisplayAdjustment& adjustment)
{
    const DisplayAdjustment a = bounded(adjustment);
    const double contrast = a.contrast / 100.0;
    const double slope = contrast < 0 ? 1 + contrast : 1 / std::max(0.001, 1 - contrast);
    LookupTable table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double linear = (double(i) / 255 - 0.5) * slope + 0.5 + a.brightness / 100.0;
        const double curved = std::pow(std::clamp(linear, 0.0, 1.0), 100.0 / a.gamma);
        table[i] = static_cast<unsigned char>(std::lround(curved * 255));
    }
    return table;
}

QImage adjusted(QImage image, const LookupTable& table)
{
    const auto through = [&table](unsigned value, int shift) {
        return unsigned(table[(value >> shift) & 0xff]) << shift;
    };
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (QRgb* pixel = line; pixel != line + image.width(); ++pixel)
            *pixel = 0xff000000u | through(*pixel, 16) | through(*pixel, 8) | through(*pixel, 0);
    }
    return image;
}

} // namespace steplight
