// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the queue grammar (docs/queries.md) with their meaning, for completion. GUI thread.
#pragma once

#include "ui/pages/query_bar.h"

#include <vector>

namespace steplight {

std::vector<QueryWord> queryWords();

} // namespace steplight
