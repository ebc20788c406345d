// SPDX-License-Identifier: GPL-3.0-or-later
// What a policy wrote on from a step that a person rewrote. Plain values, any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace steplight {

/// A trace that begins with the corrected steps.
struct Continuation {
    std::string traceId;
    std::string answer;
    std::optional<bool> correct; ///< unset: no key, or it was not told
    std::string policy;
};

/// All that was written on from one wording of a step, whoever of the project asked for it.
struct ContinuedStep {
    int step = 0;        ///< of the trace that was corrected
    std::string rewrite; ///< as in Verdict
    /// Of how many that a policy wrote, those that reach the key. As many as the traces or more:
    /// the same words twice are one trace. 0 of 0 without a key.
    int right = 0, written = 0;
    std::vector<Continuation> traces; ///< in order of import
};

/// Where a continuation comes from.
struct Origin {
    std::string traceId; ///< the trace that was corrected
    int step = 0;        ///< and the step of it that was rewritten
    std::string labelId; ///< by this label
};

} // namespace steplight
