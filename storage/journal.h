// SPDX-License-Identifier: GPL-3.0-or-later
// All decisions ever made in a project, and taking back any of them. Called on the project's
// thread; each undo is one transaction and on the disk before it returns.
#pragma once

#include "storage/project.h"
#include "storage/records/journal_entry.h"

#include <cstdint>
#include <string>
#include <vector>

namespace steplight {

/// Newest first, those older than the entry of this key (0 = from the newest on).
std::vector<JournalEntry> journal(Project& project, const JournalFilter& filter,
                                  std::int64_t before, int limit);
std::int64_t countJournal(Project& project, const JournalFilter& filter);

struct TakenBack {
    std::vector<std::string> actions; ///< of which something was taken or brought back
    int rows = 0;                     ///< labels that no longer stand
    int later = 0; ///< labels left alone: a later decision on their step stands in their place
};
/// Takes back what still stands of these actions, whoever made them, by new rows of theirs. What
/// stood before stands again. Not on the way of undo() and redo().
TakenBack takeBack(Project& project, const std::vector<std::string>& actions);
/// Makes what takeBack() took back stand again, unless a later decision stands there.
TakenBack bringBack(Project& project, const std::vector<std::string>& actions);

} // namespace steplight
