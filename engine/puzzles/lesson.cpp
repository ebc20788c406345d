// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/lesson.h"

#include "engine/puzzles/draw.h"
#include "engine/text/sha256.h"

#include <algorithm>
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

std::vector<int> threeOf(std::vector<int> cells, Random& random)
{
    shuffle(random, cells);
    cells.resize(3);
    return cells;
}

/// Few values of each attribute, and counts that follow each other, so that cells are often alike
/// or in a row.
void scatterAlike(Puzzle& puzzle, Random& random)
{
    for (const Attribute attribute : toldOf(puzzle)) {
        constexpr int few = 3;
        const int first = below(random, valuesOf(attribute));
        for (Card& card : puzzle.cards)
            card[std::size_t(attribute)] = (first + below(random, few)) % valuesOf(attribute);
    }
}

/// An odd one by each attribute.
void scatterOdd(Puzzle& puzzle, Random& random)
{
    for (const Attribute attribute : toldOf(puzzle)) {
        const int all = valuesOf(attribute), shared = below(random, all);
        for (Card& card : puzzle.cards)
            card[std::size_t(attribute)] = shared;
        const int odd = visibleCells(puzzle, random).front();
        puzzle.cards[std::size_t(odd)][std::size_t(attribute)] =
            (shared + 1 + below(random, all - 1)) % all;
    }
}

/// Three of the cells, in an order that shows one of the family's rules, each about as often.
Claim ruleShown(const Puzzle& puzzle, const std::vector<int>& read, Random& random)
{
    Claim claim;
    claim.kind = Claim::Kind::rule;
    claim.attribute = anyOf(puzzle, random);
    const auto signs = signsOf(puzzle.family, claim.attribute);
    const Rule wanted = signs[std::size_t(below(random, int(signs.size())))].rule;
    constexpr int tries = 30;
    for (int i = 0; claim.cells.empty() || (i < tries && claim.rule != wanted); ++i) {
        const std::vector<int> three = threeOf(read, random);
        std::array<int, 3> values{};
        for (std::size_t k = 0; k < values.size(); ++k)
            values[k] = puzzle.value(three[k], claim.attribute).index;
        if (const auto sign = signShownBy(puzzle.family, claim.attribute, values)) {
            claim.cells = three;
            claim.rule = sign->rule;
        }
    }
    for (const int cell : claim.cells)
        claim.values.push_back(puzzle.value(cell, claim.attribute));
    return claim;
}

/// The first three of the four as they lie, and the odd one.
Claim oddShown(const Puzzle& puzzle, std::vector<int> read, Attribute attribute)
{
    std::sort(read.begin(), read.end());
    Claim claim;
    claim.kind = Claim::Kind::odd;
    claim.attribute = attribute;
    claim.cells = {read[0], read[1], read[2]};
    for (const int cell : claim.cells)
        claim.values.push_back(puzzle.value(cell, attribute));
    const auto& v = claim.values;
    claim.cells.push_back(read[v[0] == v[1] ? (v[1] == v[2] ? 3 : 2) : v[1] == v[2] ? 0 : 1]);
    return claim;
}

/// What can be concluded: eight rules, or the odd one by each attribute (by one alone a line could
/// be copied from the line before).
std::vector<Claim> conclusions(const Puzzle& puzzle, const std::vector<int>& read, Random& random)
{
    constexpr int rules = 8;
    std::vector<Claim> claims;
    if (puzzle.family == Family::odd)
        for (const Attribute attribute : toldOf(puzzle))
            claims.push_back(oddShown(puzzle, read, attribute));
    else
        for (int i = 0; i < rules; ++i)
            claims.push_back(ruleShown(puzzle, read, random));
    for (Claim& claim : claims)
        claim.relations = relationsOf(claim.values, claim.values.size());
    return claims;
}

Step stepOf(const Claim& claim, Family family)
{
    return {Section::reasoning, sentence(claim, family)};
}

/// "By colour: A1 red, B1 blue other, C1 red other, A1 red same.": three cells again, and compared.
Step recalled(const Puzzle& puzzle, const std::vector<int>& read, Random& random)
{
    Claim claim;
    claim.kind = Claim::Kind::rule;
    claim.attribute = anyOf(puzzle, random);
    claim.cells = threeOf(read, random);
    for (const int cell : claim.cells)
        claim.values.push_back(puzzle.value(cell, claim.attribute));
    claim.relations = relationsOf(claim.values, claim.values.size());
    Step step = stepOf(claim, puzzle.family);
    step.text.resize(step.text.rfind(", so"));
    step.text += '.';
    return step;
}

/// Cards that are read, with the habits, and quoted as they were read: what the picture shows does
/// not always tell what is to be quoted.
Taught showRecalls(Puzzle puzzle, const Manner& manner, Random& random)
{
    constexpr int recalls = 8;
    scatter(puzzle, random);
    std::vector<int> cells = visibleCells(puzzle, random);
    cells.resize(std::size_t(3 + below(random, 2)));
    const Image image(picture(puzzle, cells));
    Taught taught{seenBy(std::move(puzzle), manner, random), image, {}};
    shuffle(random, cells); // not as they lie
    auto& steps = taught.example.trace.steps;
    for (const int cell : cells)
        steps.push_back(readingOf(taught.puzzle, cell));
    for (int i = 0; i < recalls; ++i)
        steps.push_back(recalled(taught.puzzle, cells, random));
    return taught;
}

/// Quoted, compared or concluded wrongly. Who quotes wrongly compares what was quoted.
void spoil(Claim& claim, const Puzzle& puzzle, Random& random)
{
    switch (below(random, 3)) {
    case 0: {
        int& value = claim.values[std::size_t(below(random, 3))].index;
        const int all = valuesOf(claim.attribute);
        value = (value + 1 + below(random, all - 1)) % all;
        claim.relations = relationsOf(claim.values, claim.values.size());
        return;
    }
    case 1: {
        Relation& relation = claim.relations[std::size_t(below(random, 3))];
        relation = relation == Relation::same ? Relation::other : Relation::same;
        return;
    }
    default:
        break;
    }
    if (claim.kind == Claim::Kind::odd) {
        const int odd = claim.cells.back();
        do
            claim.cells.back() = visibleCells(puzzle, random).front();
        while (claim.cells.back() == odd);
        return;
    }
    const auto signs = signsOf(puzzle.family, claim.attribute);
    for (const Rule shown = claim.rule; claim.rule == shown;)
        claim.rule = signs[std::size_t(below(random, int(signs.size())))].rule;
}

/// Four cards are read, then concluded from: the values are found again and compared. With some of
/// them wrong, each conclusion has its truth as its target.
Taught showConclusions(Puzzle puzzle, const Manner& manner, double wrong, Random& random)
{
    puzzle.family == Family::odd ? scatterOdd(puzzle, random) : scatterAlike(puzzle, random);
    std::vector<int> cells = visibleCells(puzzle, random);
    cells.resize(4);
    const Image image(picture(puzzle, cells));
    puzzle = seenBy(std::move(puzzle), manner, random);
    Taught taught{puzzle, image, {}};
    shuffle(random, cells); // not as they lie
    auto& steps = taught.example.trace.steps;
    for (const int cell : cells)
        steps.push_back(readingOf(puzzle, cell));
    if (wrong > 0)
        taught.example.targets.resize(steps.size()); // what is read is not learnt
    for (Claim& claim : conclusions(puzzle, cells, random)) {
        const bool right = fraction(random) >= wrong;
        if (!right)
            spoil(claim, puzzle, random);
        steps.push_back(stepOf(claim, puzzle.family));
        if (wrong > 0)
            taught.example.targets.emplace_back(right ? 1 : 0);
    }
    return taught;
}

/// Puzzle and image as they are shown; the steps name what lies there.
Taught showCards(Puzzle puzzle, Lesson lesson, Random& random)
{
    constexpr int mostCards = 4;
    scatter(puzzle, random);
    std::vector<int> cells = visibleCells(puzzle, random);
    if (lesson != Lesson::perception)
        cells.resize(lesson == Lesson::card ? 1 : std::size_t(2 + below(random, mostCards - 1)));
    Taught taught{
        puzzle, Image(lesson == Lesson::perception ? picture(puzzle) : picture(puzzle, cells)), {}};
    shuffle(random, cells); // not as they lie
    for (const int cell : cells) {
        Step& step = taught.example.trace.steps.emplace_back(readingOf(puzzle, cell));
        if (lesson != Lesson::perception)
            step.text = withoutVerb(std::move(step.text));
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
    constexpr double oneInThree = 1. / 3;
    Taught taught = lesson == Lesson::solution   ? showSolution(task.puzzle, manner, random)
                    : lesson == Lesson::recall   ? showRecalls(task.puzzle, manner, random)
                    : lesson == Lesson::conclude ? showConclusions(task.puzzle, manner, 0, random)
                    : lesson == Lesson::check
                        ? showConclusions(task.puzzle, {{}, 0}, oneInThree, random)
                        : showCards(task.puzzle, lesson, random);
    std::vector<Step> steps = std::move(taught.example.trace.steps);
    taught.example.trace = traceOf(task, taught.image);
    // Each word more is one more to look at; of what is concluded the family decides.
    std::string& asked = taught.example.trace.question;
    if (lesson == Lesson::conclude || lesson == Lesson::check)
        asked.resize(asked.find(task.puzzle.family == Family::odd ? " Which" : " cell"));
    else if (lesson != Lesson::solution)
        asked.assign(1, '?');
    taught.example.trace.steps = std::move(steps);
    return taught;
}

} // namespace steplight::puzzles
