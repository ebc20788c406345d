// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/lesson.h"

#include "engine/puzzles/draw.h"
#include "engine/text/sha256.h"

#include <numeric>

namespace steplight::puzzles {
namespace {

std::vector<int> visibleCells(const Puzzle& puzzle, Random& random)
{
    std::vector<int> cells(puzzle.cards.size());
    std::iota(cells.begin(), cells.end(), 0);
    std::erase_if(cells, [&](int cell) { return !isVisible(puzzle, cell); });
    shuffle(random, cells);
    return cells;
}

/// What a table of this kind tells apart, as a reading names it.
std::array<Attribute, 3> toldOf(const Puzzle& puzzle)
{
    return {puzzle.counted ? Attribute::count : Attribute::size, Attribute::colour,
            Attribute::shape};
}

Attribute anyOf(const Puzzle& puzzle, Random& random)
{
    return toldOf(puzzle)[std::size_t(below(random, 3))];
}

/// Every attribute drawn anew on every card.
void scatter(Puzzle& puzzle, Random& random)
{
    for (Card& card : puzzle.cards)
        for (const Attribute attribute : toldOf(puzzle))
            card[std::size_t(attribute)] = below(random, valuesOf(attribute));
}

Step readingOf(const Puzzle& puzzle, int cell)
{
    Claim claim;
    claim.cells = {cell};
    for (const Attribute attribute : toldOf(puzzle))
        claim.values.push_back(puzzle.value(cell, attribute));
    return {Section::perception, sentence(claim, puzzle.family)};
}

/// "A3 five yellow hearts.": what lies there right behind the name, so one look of one layer tells
/// it. With "shows" between, two layers must agree first, which takes many times the examples.
std::string withoutVerb(std::string reading)
{
    const std::string_view verb = reading.find(" shows a ") != reading.npos ? " shows a" : " shows";
    return reading.erase(reading.find(verb), verb.size());
}

/// "By colour: A1 red, B1 blue, C1 red.": what was read of three cells, without a conclusion.
Step recalled(const Puzzle& puzzle, const std::vector<int>& three, Attribute attribute)
{
    Claim claim;
    claim.kind = Claim::Kind::rule;
    claim.attribute = attribute;
    claim.cells = three;
    for (const int cell : three)
        claim.values.push_back(puzzle.value(cell, attribute));
    std::string text = sentence(claim, puzzle.family);
    text.resize(text.rfind(", so"));
    return {Section::reasoning, text.append(".")};
}

std::vector<int> threeOf(std::vector<int> cells, Random& random)
{
    shuffle(random, cells);
    cells.resize(3);
    return cells;
}

/// Puzzle and image as they are shown; the steps name what lies there.
Taught showCards(Puzzle puzzle, Lesson lesson, Random& random)
{
    constexpr int mostCards = 4, recalls = 8;
    scatter(puzzle, random);
    std::vector<int> cells = visibleCells(puzzle, random);
    if (lesson != Lesson::perception) {
        const int least = lesson == Lesson::recall ? 3 : 2;
        cells.resize(
            lesson == Lesson::card ? 1 : std::size_t(least + below(random, mostCards + 1 - least)));
    }
    Taught taught{
        puzzle, Image(lesson == Lesson::perception ? picture(puzzle) : picture(puzzle, cells)), {}};
    shuffle(random, cells); // not as they lie
    for (const int cell : cells) {
        Step& step = taught.example.trace.steps.emplace_back(readingOf(puzzle, cell));
        if (lesson == Lesson::card || lesson == Lesson::cards)
            step.text = withoutVerb(std::move(step.text));
    }
    for (int i = 0; lesson == Lesson::recall && i < recalls; ++i)
        taught.example.trace.steps.push_back(
            recalled(puzzle, threeOf(cells, random), anyOf(puzzle, random)));
    return taught;
}

/// Another value in one place.
void spoil(Puzzle& puzzle, int cell, Attribute attribute, Random& random)
{
    int& value = puzzle.cards[std::size_t(cell)][std::size_t(attribute)];
    value = (value + 1 + below(random, valuesOf(attribute) - 1)) % valuesOf(attribute);
}

/// What a PRM must see before it can judge a solution: whether a cell holds what a step says, and
/// whether a step quotes what was said.
Taught showChecks(Puzzle puzzle, Random& random)
{
    constexpr std::size_t mostRead = 6;
    constexpr int recalls = 4;
    constexpr double wrong = 0.25;
    scatter(puzzle, random);
    std::vector<int> cells = visibleCells(puzzle, random);
    cells.resize(std::min(cells.size(), mostRead));
    Taught taught{puzzle, Image(picture(puzzle)), {}};
    const auto add = [&](const Step& step, bool right) {
        taught.example.trace.steps.push_back(step);
        taught.example.targets.push_back(right ? 1 : 0);
    };
    Puzzle said = puzzle;
    for (const int cell : cells) {
        const bool right = fraction(random) >= wrong;
        if (!right)
            spoil(said, cell, anyOf(puzzle, random), random);
        add(readingOf(said, cell), right);
    }
    for (int i = 0; i < recalls; ++i) {
        const bool right = fraction(random) >= wrong;
        const std::vector<int> three = threeOf(cells, random);
        const Attribute attribute = anyOf(puzzle, random);
        Puzzle quoted = said;
        if (!right)
            spoil(quoted, three[std::size_t(below(random, 3))], attribute, random);
        add(recalled(quoted, three, attribute), right);
    }
    return taught;
}

Taught showSolution(const Puzzle& puzzle, const Manner& manner, Random& random)
{
    Demonstration demonstration = demonstrate(puzzle, manner, random);
    Taught taught{puzzle, Image(picture(puzzle)), {}};
    taught.example.trace.steps = std::move(demonstration.steps);
    taught.example.answer = std::move(demonstration.answer);
    return taught;
}

} // namespace

Image::Image(std::string png) : bytes(std::move(png)), hash(Sha256().add(bytes).hex()) {}

Task Tasks::next()
{
    for (;;) {
        const Family family = families[std::size_t(m_count) % families.size()];
        const Puzzle puzzle = makePuzzle(m_random, family, 1 + below(m_random, 2));
        if (splitOf(puzzle) == m_split && (noveltyOf(puzzle) == Novelty::unknown) == m_unknown)
            return {puzzle, std::string("p").append(std::to_string(m_count++))};
    }
}

protocol::TraceInput traceOf(const Task& task, const Image& image)
{
    return {task.id, question(task.puzzle), {}, {{image.hash, image.hash + ".png"}}, {}};
}

Taught teach(const Task& task, Lesson lesson, const Manner& manner, Random& random)
{
    Taught taught = lesson == Lesson::solution ? showSolution(task.puzzle, manner, random)
                    : lesson == Lesson::check  ? showChecks(task.puzzle, random)
                                               : showCards(task.puzzle, lesson, random);
    std::vector<Step> steps = std::move(taught.example.trace.steps);
    taught.example.trace = traceOf(task, taught.image);
    if (lesson != Lesson::solution)
        taught.example.trace.question.assign(1, '?'); // each word more is one more to look at
    taught.example.trace.steps = std::move(steps);
    return taught;
}

} // namespace steplight::puzzles
