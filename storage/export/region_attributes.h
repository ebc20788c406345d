// SPDX-License-Identifier: GPL-3.0-or-later
// What labelme and COCO have no field for stands in the "attributes" of a region's shape: whose
// label of which step it is evidence of. Read again by storage/import/region_files.h. Any thread.
#pragma once

#include "storage/export/json_row.h"
#include "storage/records/label.h"

#include <string>

namespace steplight {

/// {trace_id, step_index, error_type, image_index, annotator, rating, …}, what is empty left out.
JsonRow regionAttributes(const Label& label, const Region& region);

} // namespace steplight
