// SPDX-License-Identifier: GPL-3.0-or-later
// What was drawn in one Label Studio annotation. Source: Label Studio's documentation, tags
// Rectangle, Polygon, Ellipse, KeyPoint and Brush: positions are per cent of the picture's sides.
// Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

struct DrawnRegion {
    Region region;
    ErrorKind errorKind = ErrorKind::none; ///< among its labels
    std::optional<int> step;               ///< that it is evidence of; unset when nothing says so
};

/// Whether a result draws something, or says something of what is drawn under its id.
bool isOfRegion(Json result);

/// pictures: how many the question has. A shape that there is none for here is kept as its box and
/// counted; what cannot be placed is counted.
std::vector<DrawnRegion> regionsOf(Json annotation, std::size_t pictures, Altered& altered);

} // namespace steplight
