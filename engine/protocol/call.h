// SPDX-License-Identifier: GPL-3.0-or-later
// What `steplight-engine serve` is asked: one call is one line of its stdin. Any thread.
#pragma once

#include "engine/protocol/trace_input.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace steplight::protocol {

struct ScoreCall {
    std::string model;  ///< checkpoint folder; stays loaded until another is asked for
    std::string images; ///< images folder, may be empty when every image has an absolute file
    TraceInput trace;
};
/// Where in the pictures the score of one step comes from.
struct ExplainCall {
    ScoreCall of;
    std::int64_t step = 0;             ///< from 0
    std::string method = "integrated"; ///< or "gradient", "occlusion"
    std::int64_t points = 16;          ///< integrated: gradients along the way from the mean
    std::int64_t block = 1;            ///< occlusion: image tokens a side that are covered at once
};
/// Ends the call named target early; that call answers `cancelled` (or what it had already said).
struct CancelCall {
    std::string target;
};
/// Cancels all that waits or runs and ends the program.
struct TerminateCall {
};

struct Call {
    std::string id; ///< chosen by the caller; every event in answer carries it
    std::variant<ScoreCall, ExplainCall, CancelCall, TerminateCall> body;
};

/// One line with its newline.
std::string writeCall(const Call& call);
/// Throws Error. The id, as far as it could be read, is left in id for the answer.
Call readCall(std::string_view line, std::string& id);

} // namespace steplight::protocol
