// SPDX-License-Identifier: GPL-3.0-or-later
// What storage throws, for the screen: its sentence is English; in another language what its code
// means stands before it. The command line keeps storage's own words. Any thread.
#pragma once

#include <QString>

#include <exception>

namespace steplight {

QString errorInWords(const std::exception& error);

} // namespace steplight
