// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/annotator.h"

#include "storage/runs.h"
#include "storage/training.h"

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

bool isPersonsName(std::string_view name)
{
    return !isInTraining(name) && !name.starts_with("dataset:");
}

} // namespace steplight
