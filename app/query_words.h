// SPDX-License-Identifier: GPL-3.0-or-later
// What a query field knows of the queue grammar (docs/queries.md): its words with their meaning and
// the project's names for completion, and what cannot be read. GUI thread.
#pragma once

#include "storage/reading.h"
#include "ui/pages/query_edit.h"

#include <vector>

namespace steplight {

std::vector<QueryWord> queryWords(const QueryNames& names = {});
/// Without a database; takes microseconds.
QueryReading readQuery(const QString& query);

} // namespace steplight
