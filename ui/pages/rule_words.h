// SPDX-License-Identifier: GPL-3.0-or-later
// The rules that make training labels (docs/formats.md), in words: for an export and for a
// training. GUI thread only.
#pragma once

#include "ui/pages/export_page.h"

#include <vector>

namespace steplight {

/// The default first. A test holds the keys against what storage knows.
std::vector<ExportChoice> ruleChoices();

} // namespace steplight
