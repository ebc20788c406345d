// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of one step told apart: what somebody said on their own, and what was decided over
// others. Called on the project's thread. For storage/team's own files.
#pragma once

#include "storage/project.h"
#include "storage/records/label.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace steplight {

using Ids = std::set<std::string>;

/// Actions that said something and were not taken back; what undo and redo wrote repeats them.
Ids standingActions(Project& project);
/// Keys of those that were taken back: all actions are gone through for it, so once for many
/// traces.
using UndoneActions = std::set<std::int64_t>;
UndoneActions undoneActions(Project& project);
Ids standingActions(Project& project, std::int64_t trace, const UndoneActions& undone);

struct Line {
    const Label* label;
    Ids before; ///< all that it came in the place of, directly or not
    bool stands;
    bool decides; ///< stands, in the place of somebody else's label or of such a decision
};

/// Of one step, oldest first; so are they to be given, and outlive the lines.
std::vector<Line> linesOf(const std::vector<const Label*>& rows, const Ids& standing);

} // namespace steplight
