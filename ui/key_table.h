// SPDX-License-Identifier: GPL-3.0-or-later
// Every action of the window that has a key, with its default. Any thread.
#pragma once

#include "ui/key_map.h"

#include <vector>

namespace steplight {

std::vector<KeyAction> keyTable();

} // namespace steplight
