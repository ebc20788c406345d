// SPDX-License-Identifier: GPL-3.0-or-later
// A step's text counts in Unicode code points, its words on the screen in UTF-16 units, trimmed.
// Pure functions, any thread.
#pragma once

#include <string>

namespace steplight {

/// Letters of the text before the unit number at of the words on the screen.
int letterAt(const std::string& text, int at);
/// Its inverse: the unit at which the letter stands; 0 for letters that are trimmed away.
int unitAt(const std::string& text, int letter);

} // namespace steplight
