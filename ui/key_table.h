// SPDX-License-Identifier: GPL-3.0-or-later
// Every action of the window that has a key, with its default. Any thread.
#pragma once

#include "ui/key_map.h"

#include <vector>

namespace steplight {

std::vector<KeyAction> keyTable();
/// Its parts that are heard on the Label page.
std::vector<KeyAction> labelTable();
std::vector<KeyAction> imageTable();
/// That of the page Adjudication.
std::vector<KeyAction> adjudicationTable();

} // namespace steplight
