// SPDX-License-Identifier: GPL-3.0-or-later
// Who is labelling. On the project's thread.
#pragma once

#include "storage/project.h"

#include <string>
#include <string_view>

namespace steplight {

/// asked when it is not empty, else the project's annotator, else the login name.
std::string annotatorName(Project& project, const std::string& asked = {});

/// What begins with "training:" or "dataset:" is no person's name: nobody's word goes by these.
bool isPersonsName(std::string_view name);

} // namespace steplight
