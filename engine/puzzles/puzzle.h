// SPDX-License-Identifier: GPL-3.0-or-later
// Small visual puzzles with an exact truth: a table of cells whose values follow one rule in each
// of two attributes, and a question whose answer is the pair of values of one cell. In the manner
// of RAVEN and PuzzleVQA; no picture here (draw.h), no solution (demonstration.h). Any thread.
#pragma once

#include "engine/puzzles/words.h"

#include <cstdint>
#include <random>

namespace steplight::puzzles {

using Random = std::mt19937_64;

/// The same number on every platform, unlike the standard's distributions; n is small, so the
/// remainder's bias is below 1e-17.
inline int below(Random& random, int n)
{
    return int(random() % std::uint64_t(n));
}

void shuffle(Random& random, std::vector<int>& order);

inline double fraction(Random& random) ///< [0, 1)
{
    return double(random() >> 11) * 0x1p-53;
}

using Card = std::array<int, 4>; ///< a value's index for each Attribute

struct Puzzle {
    Family family = Family::grid;
    bool counted =
        false;     ///< cells differ by count and all are small, or hold one shape of any size
    int shade = 0; ///< brightness of the paper, 0 (white) to 4: tells nothing, but is seen
    std::array<Attribute, 2> asked{}; ///< odd: the first is the one that the others share
    std::array<Rule, 2> rules{};      ///< of the asked attributes; odd: both share
    int hidden = 0;          ///< the cell that is asked for; odd: the odd one, in plain view
    std::vector<Card> cards; ///< by cell = row × columns + column; not all are seen

    Value value(int cell, Attribute attribute) const
    {
        return {attribute, cards[std::size_t(cell)][std::size_t(attribute)]};
    }
};

int columns(Family family); ///< 3; sequence: 4, read row by row
int rows(Family family);    ///< 3; sequence: 2
/// Whether somebody can see what lies there: not the hidden cell, not a ring's middle; of a table
/// with an odd one the four corners.
bool isVisible(const Puzzle& puzzle, int cell);
std::string cellName(Family family, int cell);
/// Unset for a name outside the table.
std::optional<int> cellNamed(Family family, std::string_view name);

/// The three cells that decide the hidden one's rule, in the order that signsOf() speaks of. grid:
/// left, above, diagonal of both (over the edge); sequence: one, two, three before; ring: opposite,
/// neighbour of the pair, the neighbour's opposite. odd has none.
std::array<int, 3> cited(Family family, int hidden);
/// Whether a rule makes two cells equal.
bool sameUnder(Rule rule, int a, int b);

/// Level 1: the third attribute is the same on all cells; 2: it varies freely.
Puzzle makePuzzle(Random& random, Family family, int level);

std::string question(const Puzzle& puzzle);
std::string answer(const Puzzle& puzzle); ///< "red, star": the asked values in the asked order

/// "grid colour:row shape:shift": what is new where it was never seen.
std::string combination(const Puzzle& puzzle);
/// All that is symbolic, without the paper. Equal states are one puzzle.
std::string state(const Puzzle& puzzle);
/// The puzzle that has the state, on white paper; unset for any other text. Which attributes its
/// cells differ by beside the asked ones is told by their values alone.
std::optional<Puzzle> puzzleFrom(std::string_view state);

enum class Split { train, validation, test };
Split splitOf(const Puzzle& puzzle); ///< by a hash of the state: 8, 1 and 1 of ten

/// What may know a combination: everything; the policy but no PRM label; nothing that was trained.
enum class Novelty { known, unlabelled, unknown };
Novelty noveltyOf(const Puzzle& puzzle); ///< by a hash of the combination: 7, 2 and 1 of ten

} // namespace steplight::puzzles
