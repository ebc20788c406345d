// SPDX-License-Identifier: GPL-3.0-or-later
// Brightness, contrast and gamma of what is shown: display only, the stored image and what a model
// sees are never touched. Values and pure functions, any thread.
#pragma once

#include <QImage>

#include <array>

namespace steplight {

struct DisplayAdjustment {
    int brightness = 0; ///< -100..100, added, per cent of full scale
    int contrast = 0;   ///< -100..100; slope around middle grey: 1 + c below 0, 1 / (1 - c) above
    int gamma = 100;    ///< 20..500, hundredths; v^(1/gamma): above 100 lifts the shadows

    bool isNeutral() const { return *this == DisplayAdjustment(); }
    bool operator==(const DisplayAdjustment&) const = default;
};

/// The same with every value brought into its range.
DisplayAdjustment bounded(DisplayAdjustment adjustment);

using LookupTable = std::array<unsigned char, 256>;
LookupTable lookupTable(const DisplayAdjustment& adjustment);
/// Every channel of every pixel through the table; 32-bit RGB in and out.
QImage adjusted(QImage image, const LookupTable& table);

} // namespace steplight
