// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/annotator.h"

#include "storage/runs.h"

#include <cstdlib>

namespace steplight {

std::string annotatorName(Project& project, const std::string& asked)
{
    if (!asked.empty())
        return asked;
    if (std::string name = setting(project, "annotator"); !name.empty())
        return name;
    const char* login = std::getenv("USER");
    return login && *login ? login : "me";
}

} // namespace steplight
