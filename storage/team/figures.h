// SPDX-License-Identifier: GPL-3.0-or-later
// One person's figures (docs/team.md). Called on the project's thread; the project is only read.
#pragma once

#include "storage/project.h"
#include "storage/records/figures.h"

#include <string>

namespace steplight {

/// Of labels that stand. A step counts once under each visibility, with what was said of it last
/// and all the time that went into it; what was decided over others does not count.
Figures figuresOf(Project& project, const std::string& annotator);

} // namespace steplight
