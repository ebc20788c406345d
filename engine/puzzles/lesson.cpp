// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/lesson.h"

#include "engine/puzzles/draw.h"
#include "engine/text/sha256.h"

#include <numeric>

namespace steplight::puzzles {
namespace {

std::vector<Step> everyCell(const Puzzle& puzzle, Random& random)
{
    std::vector<int> cells(puzzle.cards.size());
    std::iota(cells.begin(), cells.end(), 0);
    std::erase_if(cells, [&](int cell) { return !isVisible(puzzle, cell); });
    shuffle(random, cells);
    const Attribute first = puzzle.counted ? Attribute::count : Attribute::size;
    std::vector<Step> steps;
    for (const int cell : cells) {
        Claim claim;
        claim.cells = {cell};
        for (const Attribute attribute : {first, Attribute::colour, Attribute::shape})
            claim.values.push_back(puzzle.value(cell, attribute));
        steps.push_back({Section::perception, sentence(claim, puzzle.family)});
    }
    return steps;
}

} // namespace

Task Tasks::next()
{
    for (;;) {
        const Family family = families[std::size_t(m_count) % families.size()];
        const Puzzle puzzle = makePuzzle(m_random, family, 1 + below(m_random, 2));
        if (splitOf(puzzle) != m_split || (noveltyOf(puzzle) == Novelty::unknown) != m_unknown)
            continue;
        Task task{puzzle, "p" + std::to_string(m_count++), picture(puzzle), {}};
        task.hash = Sha256().add(task.image).hex();
        return task;
    }
}

protocol::TraceInput traceOf(const Task& task)
{
    return {task.id, question(task.puzzle), {}, {{task.hash, task.hash + ".png"}}, {}};
}

protocol::Example lessonOf(const Task& task, Lesson lesson, const Manner& manner, Random& random)
{
    protocol::Example example;
    example.trace = traceOf(task);
    if (lesson == Lesson::perception) {
        example.trace.steps = everyCell(task.puzzle, random);
    } else {
        const Demonstration demonstration = demonstrate(task.puzzle, manner, random);
        example.trace.steps = demonstration.steps;
        example.answer = demonstration.answer;
    }
    return example;
}

} // namespace steplight::puzzles
