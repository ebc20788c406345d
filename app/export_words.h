// SPDX-License-Identifier: GPL-3.0-or-later
// What the export says in English alone, in the language of the window. Any thread.
#pragma once

#include <QString>

#include <string>

namespace steplight {

/// A format's description or a reason to leave something out; what is not known stays English.
QString exportWords(const std::string& english);

} // namespace steplight
