// SPDX-License-Identifier: GPL-3.0-or-later
// Who is labelling. On the project's thread.
#pragma once

#include "storage/project.h"

#include <string>

namespace steplight {

/// asked when it is not empty, else the project's annotator, else the login name.
std::string annotatorName(Project& project, const std::string& asked = {});

} // namespace steplight
