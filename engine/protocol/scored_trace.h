// SPDX-License-Identifier: GPL-3.0-or-later
// One line of an evaluation's input.jsonl: a trace with what is known of it and what one or two
// PRMs say. Any thread.
#pragma once

#include "storage/records/trace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight::protocol {

struct ScoredStep {
    Section section = Section::reasoning;
    std::optional<double> target; ///< P(+) as it should be; unset: not known
    bool neutral = false;         ///< judged neither right nor wrong; has no target
    std::vector<double> scores;   ///< P(+), one a model
};

struct ScoredTrace {
    std::string id;
    std::string question;          ///< its id: solutions of one question are resampled together
    std::string source;            ///< part of a benchmark, told apart too; may be empty
    std::vector<ScoredStep> steps; ///< at least one, all with as many scores, one or two
    std::string answer;
    std::optional<bool> correct;
};

/// One line with its newline.
std::string writeScored(const ScoredTrace& trace);
/// Throws Error.
ScoredTrace readScored(std::string_view line);

} // namespace steplight::protocol
