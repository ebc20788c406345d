// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/judge.h"

#include <algorithm>

namespace steplight::puzzles {
namespace {

bool happens(Random& random, double chance)
{
    return fraction(random) < chance;
}

double chanceToMiss(const Puzzle& puzzle, const Step& step, Error error, const JudgeFaults& faults)
{
    const auto habit = habitIn(puzzle, step);
    if (habit && std::find(faults.blind.begin(), faults.blind.end(), *habit) != faults.blind.end())
        return faults.missBlind;
    return error == Error::perception ? faults.missPerception : faults.missReasoning;
}

/// The step that is blamed; as many as there are steps: none.
int blamed(const Puzzle& puzzle, const std::vector<Step>& steps, const JudgeFaults& faults,
           Random& random)
{
    const std::vector<Verdict> verdicts = verdictsOf(puzzle, steps);
    const int n = int(verdicts.size());
    int found = n;
    if (n > 0 && happens(random, faults.falseAlarm))
        found = below(random, n);
    for (int i = 0; i < found; ++i) {
        const Error error = verdicts[std::size_t(i)].error;
        if (error != Error::none &&
            !happens(random, chanceToMiss(puzzle, steps[std::size_t(i)], error, faults)))
            found = i;
    }
    if (found < n && n > 1 && happens(random, faults.slip)) {
        const bool back = found > 0 && (below(random, 2) == 0 || found == n - 1);
        found += back ? -1 : 1; // at an end there is one neighbour
    }
    return found;
}

/// What lies there, when a step misreads a cell.
std::string correction(const Puzzle& puzzle, const Step& step)
{
    auto claim = readSentence(step.text, puzzle.family);
    if (!claim || claim->kind != Claim::Kind::read || !isVisible(puzzle, claim->cells.front()))
        return "This does not follow from the picture and the steps before.";
    for (Value& value : claim->values)
        value = puzzle.value(claim->cells.front(), value.attribute);
    return "The picture has it otherwise: " + sentence(*claim, puzzle.family);
}

} // namespace

std::string judge(const Puzzle& puzzle, const std::vector<Step>& steps, const JudgeFaults& faults,
                  Random& random)
{
    const int wrong = blamed(puzzle, steps, faults, random);
    std::string reply;
    int numbers[2] = {0, 0};
    for (int i = 0; i < int(steps.size()) && i <= wrong; ++i) {
        const Step& step = steps[std::size_t(i)];
        const bool perception = step.section == Section::perception;
        const int n = ++numbers[perception ? 0 : 1];
        if (n == 1)
            reply.append(reply.empty() ? "" : "\n")
                .append(perception ? "[Visual Elements]\n" : "[Reasoning]\n");
        const std::string number = std::to_string(n);
        reply.append("<analysis_").append(number).append(">\n");
        reply.append(i == wrong   ? correction(puzzle, step)
                     : perception ? "The picture shows this."
                                  : "This follows.");
        reply.append("\n</analysis_").append(number).append(">\n");
    }
    if (happens(random, faults.unparsable))
        return reply;
    return reply.append("\n<conclusion>\n")
        .append(wrong < int(steps.size()) ? "Incorrect" : "Correct")
        .append("\n</conclusion>");
}

} // namespace steplight::puzzles
