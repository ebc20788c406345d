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

/// Every attribute that a table of this kind tells apart, drawn anew on every card.
void scatter(Puzzle& puzzle, Random& random)
{
    const Attribute third = puzzle.counted ? Attribute::count : Attribute::size;
    for (Card& card : puzzle.cards)
        for (const Attribute attribute : {Attribute::colour, Attribute::shape, third})
            card[std::size_t(attribute)] = below(random, valuesOf(attribute));
}

Step readingOf(const Puzzle& puzzle, int cell)
{
    const Attribute first = puzzle.counted ? Attribute::count : Attribute::size;
    Claim claim;
    claim.cells = {cell};
    for (const Attribute attribute : {first, Attribute::colour, Attribute::shape})
        claim.values.push_back(puzzle.value(cell, attribute));
    return {Section::perception, sentence(claim, puzzle.family)};
}

void show(Task& task, std::string image)
{
    task.image = std::move(image);
    task.hash = Sha256().add(task.image).hex();
}

} // namespace

Task Tasks::next()
{
    for (;;) {
        const Family family = families[std::size_t(m_count) % families.size()];
        const Puzzle puzzle = makePuzzle(m_random, family, 1 + below(m_random, 2));
        if (splitOf(puzzle) != m_split || (noveltyOf(puzzle) == Novelty::unknown) != m_unknown)
            continue;
        Task task{puzzle, "p" + std::to_string(m_count++), {}, {}};
        show(task, picture(puzzle));
        return task;
    }
}

protocol::TraceInput traceOf(const Task& task)
{
    return {task.id, question(task.puzzle), {}, {{task.hash, task.hash + ".png"}}, {}};
}

protocol::Example lessonOf(Task& task, Lesson lesson, const Manner& manner, Random& random)
{
    constexpr int mostCards = 4;
    Puzzle& puzzle = task.puzzle;
    std::vector<Step> steps;
    std::string answered;
    if (lesson == Lesson::solution) {
        Demonstration demonstration = demonstrate(puzzle, manner, random);
        steps = std::move(demonstration.steps);
        answered = std::move(demonstration.answer);
    } else {
        scatter(puzzle, random);
        std::vector<int> cells = visibleCells(puzzle, random);
        if (lesson != Lesson::perception)
            cells.resize(lesson == Lesson::card ? 1
                                                : std::size_t(2 + below(random, mostCards - 1)));
        show(task, lesson == Lesson::perception ? picture(puzzle) : picture(puzzle, cells));
        shuffle(random, cells); // not as they lie
        for (const int cell : cells)
            steps.push_back(readingOf(puzzle, cell));
    }
    protocol::Example example;
    example.trace = traceOf(task);
    example.trace.steps = std::move(steps);
    example.answer = std::move(answered);
    return example;
}

} // namespace steplight::puzzles
