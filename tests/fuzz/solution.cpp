// SPDX-License-Identifier: GPL-3.0-or-later
// What a policy writes about a puzzle, a step a line; the first byte chooses the puzzle.
#include "fuzz.h"

#include "engine/puzzles/checker.h"

#include <algorithm>

using namespace steplight;
using namespace steplight::puzzles;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    Random random(1 + data[0] / families.size());
    const Puzzle puzzle = makePuzzle(random, families[data[0] % families.size()], 1);
    Checker checker(puzzle);
    bool allRight = true;
    std::string_view rest = fuzz::text(data + 1, size - 1);
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (const auto claim = readSentence(line, puzzle.family))
            fuzz::require(wordsOf(sentence(*claim, puzzle.family)) == wordsOf(line),
                          "a claim is written as it was read");
        const Verdict verdict = checker.check(line);
        allRight = allRight && verdict.local;
        fuzz::require(verdict.cumulative == allRight, "right so far means that each step is");
        fuzz::require(verdict.local == (verdict.error == Error::none), "an error has a kind");
    }
    fuzz::require(!allRight || checker.answer().empty() || checker.answer() == answer(puzzle),
                  "true steps end in the true answer");
    return 0;
}
