// SPDX-License-Identifier: GPL-3.0-or-later
// One line of a training's input.jsonl: a trace with what is wanted of it. Any thread.
#pragma once

#include "engine/protocol/trace_input.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight::protocol {

/// With targets it teaches a PRM to judge the steps, without any it teaches a policy to write them.
struct Example {
    TraceInput trace;
    std::vector<std::optional<double>> targets; ///< P(+) of each step; unset: not learnt
    std::string answer;                         ///< what a policy writes last; may be empty
    bool validation = false;                    ///< measured, never learnt
    /// The steps and the answer, as a policy writes them, are judged as one step, with the one
    /// target: what a search by `oneshot` asks.
    bool whole = false;
};

/// One line with its newline.
std::string writeExample(const Example& example);
/// Throws Error: also for a target that is no probability, or fewer or more targets than steps.
Example readExample(std::string_view line);

} // namespace steplight::protocol
