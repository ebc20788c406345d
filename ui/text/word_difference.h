// SPDX-License-Identifier: GPL-3.0-or-later
// What of a text was taken out and put in to make another, word by word; by characters where a
// script has no blanks. Pure functions, any thread.
#pragma once

#include <QString>

#include <vector>

namespace steplight {

struct WordChange {
    enum class Kind { same, taken, added };

    Kind kind = Kind::same;
    QString text;
    bool operator==(const WordChange&) const = default;
};

/// In reading order, neighbours of different kinds, what was taken before what came in its place.
/// All but the added parts are `before`, all but the taken parts `after`, exactly. Two texts that
/// have little in common differ as wholes, so that time and memory stay bounded (some ms at most).
std::vector<WordChange> wordDifference(const QString& before, const QString& after);

} // namespace steplight
