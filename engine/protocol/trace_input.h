// SPDX-License-Identifier: GPL-3.0-or-later
// One trace as the engine gets it: a line of input.jsonl, or inside a call. Plain values, any
// thread.
#pragma once

#include "storage/records/question.h"
#include "storage/records/trace.h"

#include <string>
#include <string_view>
#include <vector>

namespace steplight::protocol {

struct ImageFile {
    std::string hash; ///< SHA-256 (hex) of the file's bytes; empty = nobody has this image
    std::string file; ///< where it lies: absolute, or below the images folder; empty = by hash only
};

struct TraceInput {
    std::string id;
    std::string question;
    std::vector<std::string> options;
    std::vector<ImageFile> images; ///< in the question's order
    std::vector<Step> steps;       ///< at least one
};

TraceInput traceInput(const Question& question, const Trace& trace);

/// One line with its newline.
std::string writeTrace(const TraceInput& trace);
/// Throws Error.
TraceInput readTrace(std::string_view line);

} // namespace steplight::protocol
