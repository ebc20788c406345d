// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/demonstration.h"

#include <algorithm>

namespace steplight::puzzles {
namespace {

using Kind = Claim::Kind;

constexpr int orange = 1, red = 0, star = 3, triangle = 2;

/// A rule that a habit takes for another.
struct Mistaken {
    Habit habit;
    Rule rule, as;
};

constexpr std::array mistaken{Mistaken{Habit::shiftIsColumn, Rule::shift, Rule::column},
                              Mistaken{Habit::cycleIsAlternate, Rule::cycle, Rule::alternate},
                              Mistaken{Habit::crossIsPair, Rule::cross, Rule::pair}};
constexpr std::array misreadings{Habit::orangeIsRed, Habit::starIsTriangle, Habit::countIsOff};

/// What a misreading makes of a value.
Value seenBy(Habit habit, Value value)
{
    if (habit == Habit::orangeIsRed && value == Value{Attribute::colour, orange})
        value.index = red;
    else if (habit == Habit::starIsTriangle && value == Value{Attribute::shape, star})
        value.index = triangle;
    else if (habit == Habit::countIsOff && value.attribute == Attribute::count && value.index >= 2)
        value.index += value.index == 4 ? -1 : 1;
    return value;
}

class Writer
{
public:
    Writer(const Puzzle& puzzle, const Manner& manner, Random& random)
        : m_puzzle(puzzle), m_slip(manner.slip), m_random(random), m_checker(puzzle)
    {
        for (const Habit habit : manner.habits)
            m_active[std::size_t(habit)] = fraction(random) < chanceOf(habit, puzzle);
    }

    Demonstration write()
    {
        if (m_puzzle.family == Family::odd)
            solveOdd();
        else
            solvePatterned();
        m_done.answer = m_checker.answer();
        return std::move(m_done);
    }

    std::string goOn(const std::vector<Step>& begun)
    {
        for (const Step& step : begun)
            m_checker.check(step.text);
        if (!m_checker.answer().empty())
            return m_checker.answer();
        if (m_puzzle.family == Family::odd) {
            const int odd = m_checker.odd().value_or(m_puzzle.hidden);
            readMissing({odd});
            return pairOf(valueSaid(odd, m_puzzle.asked[0]), valueSaid(odd, m_puzzle.asked[1]));
        }
        const auto at = cited(m_puzzle.family, m_puzzle.hidden);
        readMissing({at.begin(), at.end()});
        return pairOf(conclusion(0), conclusion(1));
    }

private:
    void readMissing(std::vector<int> cells)
    {
        std::erase_if(
            cells, [&](int cell) { return m_checker.said(cell, Attribute::colour).has_value(); });
        read(cells);
    }

    Value valueSaid(int cell, Attribute attribute) const
    {
        return {attribute, *m_checker.said(cell, attribute)};
    }

    /// As the steps so far have it, as their rule has it, or as a new conclusion.
    Value conclusion(std::size_t which)
    {
        const Attribute attribute = m_puzzle.asked[which];
        if (const auto value = m_checker.concluded(attribute))
            return {attribute, *value};
        Sign sign = decide(which);
        if (const auto rule = m_checker.rule(attribute))
            for (const Sign& one : signsOf(m_puzzle.family, attribute))
                if (one.rule == *rule)
                    sign = one;
        const int from = cited(m_puzzle.family, m_puzzle.hidden)[std::size_t(sign.from)];
        return {attribute, taken(sign.source, *m_checker.said(from, attribute))};
    }

    bool likely(double chance) { return fraction(m_random) < chance; }
    bool has(Habit habit) const { return m_active[std::size_t(habit)]; }

    void say(const Claim& claim)
    {
        const auto section = claim.kind == Kind::read ? Section::perception : Section::reasoning;
        m_done.steps.push_back({section, sentence(claim, m_puzzle.family)});
        m_done.verdicts.push_back(m_checker.check(claim));
    }

    Value seen(int cell, Attribute attribute)
    {
        Value value = m_puzzle.value(cell, attribute);
        if (likely(m_slip))
            value.index = below(m_random, valuesOf(attribute));
        else
            for (const Habit habit : misreadings)
                if (has(habit))
                    value = seenBy(habit, value); // each of another attribute
        return value;
    }

    void read(int cell)
    {
        const Attribute first = m_puzzle.counted ? Attribute::count : Attribute::size;
        say({Kind::read,
             {},
             {cell},
             {},
             {},
             {seen(cell, first), seen(cell, Attribute::colour), seen(cell, Attribute::shape)},
             {}});
    }

    void read(std::vector<int> cells)
    {
        shuffle(m_random, cells);
        for (const int cell : cells)
            read(cell);
    }

    /// What was said of these cells, as a claim begins with it.
    Claim quoting(Kind kind, Attribute attribute, const std::vector<int>& cells) const
    {
        Claim claim{kind, {}, cells, attribute, {}, {}, {}};
        for (const int cell : cells)
            claim.values.push_back(valueSaid(cell, attribute));
        claim.relations = relationsOf(claim.values, cells.size());
        return claim;
    }

    /// The rule as what was said shows it, or as a habit or a slip has it.
    Sign decide(std::size_t which)
    {
        const auto signs = signsOf(m_puzzle.family, m_puzzle.asked[which]);
        const auto of = [&](Rule rule) {
            return *std::find_if(signs.begin(), signs.end(),
                                 [&](const Sign& sign) { return sign.rule == rule; });
        };
        const auto shown = m_checker.shown(m_puzzle.asked[which]);
        const Sign sign = shown ? *shown : of(m_puzzle.rules[which]);
        for (const Mistaken& one : mistaken)
            if (sign.rule == one.rule && has(one.habit))
                return of(one.as);
        return likely(m_slip) ? signs[std::size_t(below(m_random, int(signs.size())))] : sign;
    }

    void conclude(std::size_t which, int extra)
    {
        const Attribute attribute = m_puzzle.asked[which];
        const Sign sign = decide(which);
        const auto at = cited(m_puzzle.family, m_puzzle.hidden);
        Claim rule = quoting(Kind::rule, attribute, {at.begin(), at.end()});
        rule.rule = sign.rule;
        const int from = at[std::size_t(sign.from)];
        const Value value{attribute, taken(sign.source, *m_checker.said(from, attribute))};
        m_concluded[which] = value;
        say(rule);
        confirm(attribute, sign.rule, extra, at);
        say({Kind::take, sign.source, {m_puzzle.hidden, from}, attribute, {}, {value}, {}});
    }

    /// Says that one more cell fits the rule, where one was read and does.
    void confirm(Attribute attribute, Rule rule, int extra, const std::array<int, 3>& among)
    {
        if (extra < 0 || rule == Rule::grow || rule == Rule::shrink || !likely(0.8))
            return;
        for (const int cell : among)
            if (sameUnder(rule, extra, cell) &&
                m_checker.said(extra, attribute) == m_checker.said(cell, attribute)) {
                Claim check = quoting(Kind::check, attribute, {extra, cell});
                check.rule = rule;
                return say(check);
            }
    }

    /// A fourth cell to read, or -1.
    int extraCell(const std::vector<int>& taken)
    {
        std::vector<int> free;
        for (int cell = 0; cell < int(m_puzzle.cards.size()); ++cell)
            if (isVisible(m_puzzle, cell) && cell != m_puzzle.hidden &&
                std::find(taken.begin(), taken.end(), cell) == taken.end())
                free.push_back(cell);
        return likely(0.5) ? free[std::size_t(below(m_random, int(free.size())))] : -1;
    }

    void solvePatterned()
    {
        const auto at = cited(m_puzzle.family, m_puzzle.hidden);
        std::vector<int> cells(at.begin(), at.end());
        const int extra = extraCell(cells);
        if (extra >= 0)
            cells.push_back(extra);
        read(cells);
        conclude(0, extra);
        conclude(1, extra);
        say({Kind::answer, {}, {}, {}, {}, {m_concluded[0], m_concluded[1]}, {}});
    }

    void solveOdd()
    {
        std::vector<int> cells; // as they lie
        for (int cell = 0; cell < int(m_puzzle.cards.size()); ++cell)
            if (isVisible(m_puzzle, cell))
                cells.push_back(cell);
        read(cells); // who stops at three does not know yet whether the fourth is the odd one
        say(oddOne(cells));
        const int odd = *m_checker.odd();
        std::vector<Value> values;
        for (const Attribute attribute : m_puzzle.asked) {
            values.push_back(valueSaid(odd, attribute));
            if (attribute == m_puzzle.asked[1] || likely(0.5)) // the first one stands there already
                say({Kind::has, {}, {odd}, attribute, {}, {values.back()}, {}});
        }
        say({Kind::answer, {}, {}, {}, {}, values, {}});
    }

    /// As the first three of four show it, or, when they do not, as it is.
    Claim oddOne(const std::vector<int>& read) const
    {
        Claim claim = quoting(Kind::odd, m_puzzle.asked[0], {read[0], read[1], read[2]});
        const auto alike = [&](std::size_t pair) {
            return claim.relations[pair] == Relation::same;
        };
        claim.cells.push_back(alike(0) && alike(1) ? read[3]
                              : alike(0)           ? read[2]
                              : alike(1)           ? read[0]
                              : alike(2)           ? read[1]
                                                   : m_puzzle.hidden);
        return claim;
    }

    const Puzzle& m_puzzle;
    double m_slip;
    Random& m_random;
    Checker m_checker;
    std::array<bool, habits.size()> m_active{};
    std::array<Value, 2> m_concluded{};
    Demonstration m_done;
};

} // namespace

Puzzle seenBy(Puzzle puzzle, const Manner& manner, Random& random)
{
    for (const Habit habit : misreadings) {
        if (std::find(manner.habits.begin(), manner.habits.end(), habit) == manner.habits.end() ||
            fraction(random) >= chanceOf(habit, puzzle))
            continue;
        for (int cell = 0; cell < int(puzzle.cards.size()); ++cell)
            for (const Attribute attribute : attributes)
                puzzle.cards[std::size_t(cell)][std::size_t(attribute)] =
                    seenBy(habit, puzzle.value(cell, attribute)).index;
    }
    return puzzle;
}

double chanceOf(Habit habit, const Puzzle& puzzle)
{
    switch (habit) {
    case Habit::starIsTriangle:
        return 0.2 + 0.15 * puzzle.shade;
    case Habit::cycleIsAlternate: // what a sequence asks for is always in its lower row
        return 0.2 + 0.2 * (puzzle.hidden % columns(puzzle.family));
    case Habit::shiftIsColumn:
    case Habit::crossIsPair:
        return 0.2 + 0.3 * (puzzle.hidden / columns(puzzle.family));
    default:
        return 0.8 - 0.15 * puzzle.shade;
    }
}

std::optional<Habit> habitIn(const Puzzle& puzzle, const Step& step)
{
    const auto claim = readSentence(step.text, puzzle.family);
    if (!claim)
        return std::nullopt;
    if (claim->kind == Claim::Kind::rule) {
        for (std::size_t i = 0; i < puzzle.asked.size(); ++i)
            for (const Mistaken& one : mistaken)
                if (puzzle.asked[i] == claim->attribute && puzzle.rules[i] == one.rule &&
                    claim->rule == one.as)
                    return one.habit;
        return std::nullopt;
    }
    if (claim->kind != Claim::Kind::read || !isVisible(puzzle, claim->cells.front()))
        return std::nullopt;
    for (const Value& said : claim->values) {
        const Value there = puzzle.value(claim->cells.front(), said.attribute);
        for (const Habit habit : misreadings)
            if (!(said == there) && said == seenBy(habit, there))
                return habit;
    }
    return std::nullopt;
}

Demonstration demonstrate(const Puzzle& puzzle, const Manner& manner, Random& random)
{
    return Writer(puzzle, manner, random).write();
}

std::string answerFrom(const Puzzle& puzzle, const std::vector<Step>& begun, const Manner& manner,
                       Random& random)
{
    return Writer(puzzle, manner, random).goOn(begun);
}

} // namespace steplight::puzzles
