// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files that the program ships lie. Any thread.
#pragma once

#include <filesystem>

namespace steplight {

/// resources/ of the source tree in a build tree, ../share/steplight beside an installed program,
/// or $STEPLIGHT_RESOURCES. Throws when none of them is there.
std::filesystem::path resourceFolder();

/// Where this program lies; needs no QCoreApplication.
std::filesystem::path programFolder();

} // namespace steplight
