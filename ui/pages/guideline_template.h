// SPDX-License-Identifier: GPL-3.0-or-later
// A guideline to begin with, in English: a heading for each kind of error that the program comes
// with, so that it opens at the rule. Any thread.
#pragma once

#include <QString>

namespace steplight {

QString guidelineTemplate();

} // namespace steplight
