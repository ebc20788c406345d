// SPDX-License-Identifier: GPL-3.0-or-later
// A synthesis in the layouts of the published data, as `steplight import` reads them: rollouts with
// Monte-Carlo counts, judge replies, and beside them the truth. Any thread.
#pragma once

#include "engine/protocol/event.h"
#include "engine/puzzles/judge.h"

#include <string>

namespace steplight::puzzles {

struct Published {
    std::string rollout;      ///< a line of rollouts.jsonl
    std::string verification; ///< the judge's reply
    std::string truth;        ///< a line of truth.jsonl: what holds of each step, and where it is
};

/// uid names it in all three; image is the picture's path beside the files. The solution has steps.
Published publish(const Puzzle& puzzle, const protocol::Solution& solution, const std::string& uid,
                  const std::string& image, const JudgeFaults& faults, Random& random);

} // namespace steplight::puzzles
