// SPDX-License-Identifier: GPL-3.0-or-later
// What a window that ended without being closed has left in its project, in words. Any thread.
#pragma once

#include "app/open_projects.h"

namespace steplight {

/// Reads the project; what is wrong with it is said, too. Never throws.
QString recoveryInWords(const LostWindow& lost);

} // namespace steplight
