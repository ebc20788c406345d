// SPDX-License-Identifier: GPL-3.0-or-later
// What the puzzles are made of, and the English for it. Plain values, any thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight::puzzles {

enum class Attribute { colour, shape, size, count };
inline constexpr std::array attributes{Attribute::colour, Attribute::shape, Attribute::size,
                                       Attribute::count};

enum class Family { grid, sequence, ring, odd };
inline constexpr std::array families{Family::grid, Family::sequence, Family::ring, Family::odd};

/// What the values of one attribute follow. grid: row, column, shift (a Latin square, diagonals
/// alike). sequence: alternate, cycle (of three), grow and shrink (counts only; one follows five).
/// ring: opposite, pair (neighbours from A1 on, clockwise), cross (the neighbour of the opposite).
/// odd: share (all cells but one).
enum class Rule {
    row,
    column,
    shift,
    alternate,
    cycle,
    grow,
    shrink,
    opposite,
    pair,
    cross,
    share
};

/// One word for one thing: "star" is {shape, 3}. count: index 0 is "one".
struct Value {
    Attribute attribute = Attribute::colour;
    int index = 0;
    bool operator==(const Value&) const = default;
};

int valuesOf(Attribute attribute); ///< how many values it has: 5, 5, 3, 5
std::string_view nameOf(Attribute attribute);
std::string_view nameOf(Family family);
std::string_view nameOf(Rule rule);
std::string_view nameOf(Value value);          ///< a shape in the singular
std::string_view pluralOf(int shape);          ///< "stars"
std::string pairOf(Value first, Value second); ///< "red, star": an answer
std::string nameOfCell(int column, int row);   ///< "A1": column and row from 0, at most D and 3

std::optional<Attribute> attributeNamed(std::string_view word);
std::optional<Rule> ruleNamed(std::string_view word);
std::optional<Value> valueNamed(std::string_view word); ///< shapes also in the plural

/// Words and single signs of punctuation; blanks part them and are dropped.
std::vector<std::string_view> wordsOf(std::string_view text);

} // namespace steplight::puzzles
