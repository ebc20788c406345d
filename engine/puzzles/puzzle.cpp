// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/puzzle.h"

#include "engine/text/sha256.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace steplight::puzzles {
namespace {

constexpr int middle = 4;                 // of three by three
constexpr std::array corners{0, 2, 6, 8}; // where the cells of a table with an odd one lie
// Clockwise from A1, as cells; the other way round, the place of each cell on the ring.
constexpr std::array ringCells{0, 1, 2, 5, 8, 7, 6, 3};
constexpr std::array ringPlaces{0, 1, 2, 7, -1, 3, 6, 5, 4};

/// Cells with equal keys have equal values.
int keyOf(Rule rule, int cell)
{
    const int column = cell % 3, row = cell / 3, place = ringPlaces[std::size_t(cell)];
    switch (rule) {
    case Rule::row:
        return row;
    case Rule::column:
        return column;
    case Rule::shift:
        return (column - row + 3) % 3;
    case Rule::alternate:
        return cell % 2;
    case Rule::cycle:
        return cell % 3;
    case Rule::grow:
        return cell % 5;
    case Rule::shrink:
        return (10 - cell) % 5;
    case Rule::opposite:
        return place % 4;
    case Rule::pair:
        return place / 2;
    case Rule::cross:
        return std::min(place, (place ^ 1) ^ 4);
    case Rule::share:
        break;
    }
    return 0;
}

std::vector<int> shuffled(Random& random, int n)
{
    std::vector<int> order(std::size_t(n), 0);
    std::iota(order.begin(), order.end(), 0);
    shuffle(random, order);
    return order;
}

std::vector<Rule> rulesOf(Family family, Attribute attribute)
{
    switch (family) {
    case Family::grid:
        return {Rule::row, Rule::column, Rule::shift};
    case Family::sequence:
        if (attribute == Attribute::count)
            return {Rule::alternate, Rule::cycle, Rule::grow, Rule::shrink};
        return {Rule::alternate, Rule::cycle};
    case Family::ring:
        return {Rule::opposite, Rule::pair, Rule::cross};
    case Family::odd:
        break;
    }
    return {Rule::share};
}

bool isRun(int a, int b, int c, int step)
{
    return b == (a + step) % 5 && c == (b + step) % 5;
}

/// A value for each key. Three in a cycle of counts are no run, or they would seem to grow.
std::vector<int> paletteOf(Random& random, Rule rule, Attribute attribute)
{
    std::vector<int> values = shuffled(random, valuesOf(attribute));
    if (rule == Rule::grow || rule == Rule::shrink) {
        std::sort(values.begin(), values.end());
        std::rotate(values.begin(), values.begin() + below(random, 5), values.end());
    } else if (rule == Rule::cycle && attribute == Attribute::count) {
        for (int turn = 0; turn < 3; ++turn) {
            const int a = values[0], b = values[1], c = values[2];
            if (isRun(a, b, c, 1) || isRun(a, b, c, 4))
                return paletteOf(random, rule, attribute);
            std::rotate(values.begin(), values.begin() + 1, values.begin() + 3);
        }
    }
    while (values.size() < 8) // a ring has four pairs, and there are three sizes
        values.push_back(values[std::size_t(below(random, valuesOf(attribute)))]);
    return values;
}

void fill(Random& random, Puzzle& puzzle, Attribute attribute, Rule rule)
{
    const auto palette = paletteOf(random, rule, attribute);
    for (int cell = 0; cell < int(puzzle.cards.size()); ++cell)
        if (puzzle.family != Family::ring || cell != middle)
            puzzle.cards[std::size_t(cell)][std::size_t(attribute)] =
                palette[std::size_t(keyOf(rule, cell))];
}

void scatter(Random& random, Puzzle& puzzle, Attribute attribute)
{
    for (Card& card : puzzle.cards)
        card[std::size_t(attribute)] = below(random, valuesOf(attribute));
}

/// Whether all cells but one share a value.
bool hasLoneValue(const Puzzle& puzzle, Attribute attribute)
{
    std::array<int, 5> times{};
    for (const int cell : corners)
        ++times[std::size_t(puzzle.value(cell, attribute).index)];
    return std::find(times.begin(), times.end(), int(corners.size()) - 1) != times.end();
}

void fillOdd(Random& random, Puzzle& puzzle, Attribute third)
{
    const Attribute shared = puzzle.asked[0];
    const auto values = shuffled(random, valuesOf(shared));
    for (Card& card : puzzle.cards)
        card[std::size_t(shared)] = values[0];
    puzzle.cards[std::size_t(puzzle.hidden)][std::size_t(shared)] = values[1];
    do
        scatter(random, puzzle, puzzle.asked[1]);
    while (hasLoneValue(puzzle, puzzle.asked[1]));
    while (hasLoneValue(puzzle, third))
        scatter(random, puzzle, third);
}

/// Whether the cited cells show the rule: in a ring two of the four values may be the same size.
bool shows(const Puzzle& puzzle, std::size_t which)
{
    const auto at = cited(puzzle.family, puzzle.hidden);
    const auto v = [&](int i) { return puzzle.value(at[std::size_t(i)], puzzle.asked[which]); };
    return (v(0) == v(1)) + (v(1) == v(2)) + (v(0) == v(2)) <= 1;
}

void fillPatterned(Random& random, Puzzle& puzzle)
{
    for (std::size_t which : {0u, 1u})
        do
            fill(random, puzzle, puzzle.asked[which], puzzle.rules[which]);
        while (!shows(puzzle, which));
}

int remainder(std::string_view text, std::string_view salt)
{
    const std::string hex = Sha256().add(salt).add(text).hex();
    return std::stoi(hex.substr(0, 7), nullptr, 16) % 10;
}

} // namespace

void shuffle(Random& random, std::vector<int>& order)
{
    for (int i = int(order.size()) - 1; i > 0; --i)
        std::swap(order[std::size_t(i)], order[std::size_t(below(random, i + 1))]);
}

int columns(Family family)
{
    return family == Family::sequence ? 4 : 3;
}

int rows(Family family)
{
    return family == Family::sequence ? 2 : 3;
}

bool isVisible(const Puzzle& puzzle, int cell)
{
    if (puzzle.family == Family::odd)
        return std::find(corners.begin(), corners.end(), cell) != corners.end();
    return cell != puzzle.hidden && (puzzle.family != Family::ring || cell != middle);
}

std::string cellName(Family family, int cell)
{
    return nameOfCell(cell % columns(family), cell / columns(family));
}

std::optional<int> cellNamed(Family family, std::string_view name)
{
    for (int cell = 0; cell < columns(family) * rows(family); ++cell)
        if (cellName(family, cell) == name)
            return cell;
    return std::nullopt;
}

std::array<int, 3> cited(Family family, int hidden)
{
    if (family == Family::sequence)
        return {hidden - 1, hidden - 2, hidden - 3};
    if (family == Family::ring) {
        const int place = ringPlaces[std::size_t(hidden)];
        return {ringCells[std::size_t(place ^ 4)], ringCells[std::size_t(place ^ 1)],
                ringCells[std::size_t(place ^ 1 ^ 4)]};
    }
    const int column = hidden % 3, row = hidden / 3;
    const int left = (column + 2) % 3, above = (row + 2) % 3;
    return {row * 3 + left, above * 3 + column, above * 3 + left};
}

bool sameUnder(Rule rule, int a, int b)
{
    return keyOf(rule, a) == keyOf(rule, b);
}

Puzzle makePuzzle(Random& random, Family family, int level)
{
    Puzzle puzzle;
    puzzle.family = family;
    puzzle.counted = below(random, 2) == 0;
    puzzle.shade = below(random, 5);
    puzzle.cards.resize(std::size_t(columns(family) * rows(family)), Card{});
    // The attributes that differ, in any order: the first two are asked for.
    std::array three{Attribute::colour, Attribute::shape,
                     puzzle.counted ? Attribute::count : Attribute::size};
    const auto order = shuffled(random, 3);
    puzzle.asked = {three[std::size_t(order[0])], three[std::size_t(order[1])]};
    if (family != Family::odd && puzzle.asked[0] > puzzle.asked[1])
        std::swap(puzzle.asked[0], puzzle.asked[1]);
    for (std::size_t which : {0u, 1u}) {
        const auto rules = rulesOf(family, puzzle.asked[which]);
        puzzle.rules[which] = rules[std::size_t(below(random, int(rules.size())))];
    }
    const Attribute third = three[std::size_t(order[2])];
    const int same = below(random, valuesOf(third));
    for (Card& card : puzzle.cards)
        card[std::size_t(third)] = same;
    if (level > 1)
        scatter(random, puzzle, third);
    switch (family) {
    case Family::sequence:
        puzzle.hidden = 4 + below(random, 4);
        break;
    case Family::ring:
        puzzle.hidden = ringCells[std::size_t(below(random, 8))];
        break;
    case Family::odd:
        puzzle.hidden = corners[std::size_t(below(random, 4))];
        break;
    default:
        puzzle.hidden = below(random, 9);
    }
    if (family == Family::odd)
        fillOdd(random, puzzle, third);
    else
        fillPatterned(random, puzzle);
    for (int cell = 0; cell < int(puzzle.cards.size()); ++cell)
        if (!isVisible(puzzle, cell) && cell != puzzle.hidden)
            puzzle.cards[std::size_t(cell)] = {}; // what is nowhere makes no other state
    return puzzle;
}

std::string question(const Puzzle& puzzle)
{
    const std::string pair =
        std::string(nameOf(puzzle.asked[0])) + " and " + std::string(nameOf(puzzle.asked[1]));
    if (puzzle.family == Family::odd)
        return "One cell is the odd one. Which " + pair + " does it have?";
    const std::string name(nameOf(puzzle.family));
    return "In the " + name + " cell " + cellName(puzzle.family, puzzle.hidden) +
           " is hidden. Which " + pair + " does it have?";
}

std::string answer(const Puzzle& puzzle)
{
    return pairOf(puzzle.value(puzzle.hidden, puzzle.asked[0]),
                  puzzle.value(puzzle.hidden, puzzle.asked[1]));
}

std::string combination(const Puzzle& puzzle)
{
    std::string text(nameOf(puzzle.family));
    for (std::size_t which : {0u, 1u})
        text += " " + std::string(nameOf(puzzle.asked[which])) + ":" +
                std::string(nameOf(puzzle.rules[which]));
    return text;
}

std::string state(const Puzzle& puzzle)
{
    std::string text = combination(puzzle) + " " + std::to_string(puzzle.hidden);
    for (const Card& card : puzzle.cards) {
        text += " ";
        for (const int value : card)
            text += std::to_string(value);
    }
    return text;
}

namespace {

std::optional<Family> familyNamed(std::string_view word)
{
    const auto found = std::find_if(families.begin(), families.end(),
                                    [&](Family family) { return nameOf(family) == word; });
    return found == families.end() ? std::nullopt : std::optional(*found);
}

std::optional<Card> cardFrom(std::string_view word)
{
    Card card{};
    if (word.size() != card.size())
        return std::nullopt;
    for (std::size_t i = 0; i < card.size(); ++i) {
        card[i] = word[i] - '0';
        if (card[i] < 0 || card[i] >= valuesOf(attributes[i]))
            return std::nullopt;
    }
    return card;
}

} // namespace

std::optional<Puzzle> puzzleFrom(std::string_view text)
{
    const auto words = wordsOf(text); // family, twice attribute : rule, hidden cell, cards
    constexpr std::size_t head = 8;
    const auto family = words.size() > head ? familyNamed(words[0]) : std::nullopt;
    if (!family)
        return std::nullopt;
    Puzzle puzzle;
    puzzle.family = *family;
    for (std::size_t which : {0u, 1u}) {
        const auto attribute = attributeNamed(words[1 + 3 * which]);
        const auto rule = ruleNamed(words[3 + 3 * which]);
        if (!attribute || !rule || words[2 + 3 * which] != ":")
            return std::nullopt;
        puzzle.asked[which] = *attribute;
        puzzle.rules[which] = *rule;
    }
    const std::string_view hidden = words[head - 1];
    for (const std::string_view word : std::span(words).subspan(head)) {
        const auto card = cardFrom(word);
        if (!card)
            return std::nullopt;
        puzzle.cards.push_back(*card);
        puzzle.counted = puzzle.counted || (*card)[std::size_t(Attribute::count)] > 0;
    }
    const std::size_t cells = std::size_t(columns(*family) * rows(*family));
    if (hidden.size() != 1 || hidden[0] < '0' || std::size_t(hidden[0] - '0') >= cells ||
        puzzle.cards.size() != cells)
        return std::nullopt;
    puzzle.hidden = hidden[0] - '0';
    return puzzle;
}

Split splitOf(const Puzzle& puzzle)
{
    const int tenth = remainder(state(puzzle), "split ");
    return tenth == 0 ? Split::test : tenth == 1 ? Split::validation : Split::train;
}

Novelty noveltyOf(const Puzzle& puzzle)
{
    const int tenth = remainder(combination(puzzle), "novelty ");
    return tenth == 0 ? Novelty::unknown : tenth <= 2 ? Novelty::unlabelled : Novelty::known;
}

} // namespace steplight::puzzles
