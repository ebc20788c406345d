// SPDX-License-Identifier: GPL-3.0-or-later
// The window's one style sheet. GUI thread only.
#pragma once

#include "ui/theme.h"

#include <QString>

namespace steplight {

QString themeSheet(const Theme& theme);

} // namespace steplight
