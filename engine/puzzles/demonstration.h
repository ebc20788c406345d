// SPDX-License-Identifier: GPL-3.0-or-later
// Solutions as a policy should learn to write them, with bad habits that are no accident: each
// takes hold of a whole solution, with a chance that depends on what the picture looks like. A
// policy that slips here and there is put right by majority vote; one with habits is not. Any
// thread.
#pragma once

#include "engine/puzzles/checker.h"

namespace steplight::puzzles {

enum class Habit {
    orangeIsRed,
    starIsTriangle,
    shiftIsColumn,
    countIsOff, ///< one more than there are, of three or more; five are four
    cycleIsAlternate,
    crossIsPair
};
inline constexpr std::array habits{Habit::orangeIsRed,      Habit::starIsTriangle,
                                   Habit::shiftIsColumn,    Habit::countIsOff,
                                   Habit::cycleIsAlternate, Habit::crossIsPair};

/// How often a habit takes hold of a solution of this puzzle: 0.2 to 0.8. Colours and counts by the
/// paper's brightness, stars by its darkness, rules by the row of the hidden cell,
/// a sequence's by its column.
double chanceOf(Habit habit, const Puzzle& puzzle);

/// The habit whose mark a wrong step bears, be it one or a slip. (After a misreading a right step
/// may look like a wrong rule.)
std::optional<Habit> habitIn(const Puzzle& puzzle, const Step& step);

struct Manner {
    std::vector<Habit> habits{puzzles::habits.begin(), puzzles::habits.end()};
    double slip = 0.01; ///< chance of any other error, of a cell or of a rule
};

/// The table as a solution would tell it: misread by the habits that take hold of it, without
/// slips.
Puzzle seenBy(Puzzle puzzle, const Manner& manner, Random& random);

struct Demonstration {
    std::vector<Step> steps; ///< 3 or 4 of perception, then 3 to 7 of reasoning
    std::vector<Verdict> verdicts;
    std::string answer; ///< "red, star"
};

Demonstration demonstrate(const Puzzle& puzzle, const Manner& manner, Random& random);

/// The answer of a solution that begins with these steps: what is missing is read and concluded as
/// above, habits drawn anew. Monte-Carlo estimates need no more of a continuation.
std::string answerFrom(const Puzzle& puzzle, const std::vector<Step>& begun, const Manner& manner,
                       Random& random);

} // namespace steplight::puzzles
