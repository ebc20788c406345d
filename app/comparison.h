// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluations of two PRMs as the window shows them. On the project's thread.
#pragma once

#include "app/run_order.h"
#include "storage/records/comparison.h"

#include <optional>

namespace steplight {

/// The newest evaluation that is done and was ordered like this, of both by their paths.
std::optional<Run> lastLike(Project& project, const RunOrder& order);

/// What it said, from its folder; only the metrics where that is gone. Lines that cannot be read
/// and traces that are gone are left out.
Comparison comparisonOf(Project& project, const Run& evaluation);

} // namespace steplight
