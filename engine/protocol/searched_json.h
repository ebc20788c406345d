// SPDX-License-Identifier: GPL-3.0-or-later
// A search's outcome as JSON. Any thread; only for engine/protocol.
#pragma once

#include "engine/protocol/fields.h"
#include "engine/protocol/searched.h"

namespace steplight::protocol {

Json jsonOf(const Searched& searched);
/// Throws Error, also where an index, a parent or a path leads nowhere.
Searched searchedFrom(const Json& object);

} // namespace steplight::protocol
