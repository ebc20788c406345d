// SPDX-License-Identifier: GPL-3.0-or-later
// A decision as the journal lists it. Plain values, any thread.
#pragma once

#include "storage/records/label.h"

#include <cstdint>
#include <string>

namespace steplight {

struct JournalFilter {
    std::string annotator;         ///< empty = everybody
    std::int64_t from = 0, to = 0; ///< milliseconds since 1970 UTC, `to` excluded; 0 = open
    bool operator==(const JournalFilter&) const = default;
};

struct JournalEntry {
    enum class Kind { label, undo, redo, dataset };
    std::int64_t key = 0; ///< grows with time; of this project alone
    std::string action;
    Kind kind = Kind::label;
    Label label;      ///< the action's last row
    int rows = 1;     ///< labels in it
    int standing = 0; ///< of them those that still say what holds; 0 for an undo and a redo
    std::string questionExcerpt;
};

} // namespace steplight
