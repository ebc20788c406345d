// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of a queue: what is shown while one labels in it, and in which order its traces stand.
// GUI thread only.
#pragma once

#include "storage/records/label.h"
#include "storage/records/trace_row.h"

#include <QString>

#include <functional>
#include <optional>

class QMenu;

namespace steplight {

/// "Open", "Commit, then reveal", "Blind".
QString visibilityInWords(Visibility visibility);
/// "Disagreement ↓": what the traces go by, the arrow down when the greatest comes first.
QString orderInWords(TraceOrder order, bool descending);

/// own: the queue's mode; unset = it follows the project. The same is chosen.
void addModes(QMenu& menu, std::optional<Visibility> own, Visibility project,
              const std::function<void(std::optional<Visibility>)>& choose);
/// Choosing the order that holds turns it round.
void addOrders(QMenu& menu, TraceOrder order, bool descending,
               const std::function<void(TraceOrder, bool)>& choose);

} // namespace steplight
