// SPDX-License-Identifier: GPL-3.0-or-later
// What a rule makes of traces. Plain values, any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace steplight {

/// traces = correct + perceptionErrors + reasoningErrors + left out.
struct RuleOutcome {
    std::string rule;
    std::int64_t traces = 0;           ///< that the query gives
    std::int64_t correct = 0;          ///< kept, every label "+"
    std::int64_t perceptionErrors = 0; ///< kept, the last label "-" stands in that section
    std::int64_t reasoningErrors = 0;
    std::int64_t plus = 0, minus = 0;            ///< steps
    std::int64_t compared = 0;                   ///< steps that a person rated and the rule labels
    std::int64_t agreeing = 0;                   ///< of these, the same sign
    std::map<std::string, std::int64_t> dropped; ///< reason -> traces, steps or labels

    std::int64_t kept() const { return correct + perceptionErrors + reasoningErrors; }
};

/// What one rule makes of one trace.
struct RuleRow {
    std::string trace;
    std::vector<bool> signs;          ///< of its first steps; empty = left out
    std::vector<std::string> dropped; ///< why what is missing is missing
};

} // namespace steplight
