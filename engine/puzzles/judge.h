// SPDX-License-Identifier: GPL-3.0-or-later
// A stand-in for the strong model that criticises solutions: it knows the truth of every step and
// tells it with known faults. Its replies keep the contract of the published judge (pipeline.md,
// 1b). Any thread.
#pragma once

#include "engine/puzzles/demonstration.h"

namespace steplight::puzzles {

/// Chances.
struct JudgeFaults {
    double missPerception = 0.15; ///< that an error is passed over, by its kind
    double missReasoning = 0.15;
    std::vector<Habit> blind; ///< errors that bear their mark it passes over by the next chance
    double missBlind = 0.75;
    double falseAlarm = 0.05; ///< of a solution: a step is blamed, if no error before it is
    double slip = 0;          ///< the step before or after the error is blamed
    double unparsable = 0;    ///< the reply has no conclusion
};

/// "[Visual Elements] <analysis_1> … [Reasoning] … <conclusion>": steps in order, up to the first
/// that it calls wrong. An unreadable step is an error of reasoning to it. A wrong final answer
/// whose steps all passed is called correct.
std::string judge(const Puzzle& puzzle, const std::vector<Step>& steps, const JudgeFaults& faults,
                  Random& random);

} // namespace steplight::puzzles
