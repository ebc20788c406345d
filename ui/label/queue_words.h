// SPDX-License-Identifier: GPL-3.0-or-later
// The queues' names in the user's language, and what each holds. GUI thread only.
#pragma once

#include "storage/records/trace_row.h"

#include <QString>

namespace steplight {

/// A built-in queue's name in words; the user's own queues keep theirs.
QString queueInWords(const Queue& queue);
QString queueExplained(const Queue& queue); ///< what it holds, for tooltips; plain text

} // namespace steplight
