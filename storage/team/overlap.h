// SPDX-License-Identifier: GPL-3.0-or-later
// How much of what one person marked in the pictures another marked too. A pure function, any
// thread.
#pragma once

#include "storage/records/label.h"

#include <vector>

namespace steplight {

/// Whether any of them is more than a point.
bool haveArea(const std::vector<Region>& regions);

/// Intersection over union, 0..1, of all that each marked, over the areas in all images. Exact for
/// boxes; polygons are cut into strips between their corners; points add nothing. 0 where neither
/// has an area.
double overlap(const std::vector<Region>& one, const std::vector<Region>& other);

} // namespace steplight
