// SPDX-License-Identifier: GPL-3.0-or-later
// One solution of a question: ordered steps and a final answer. Plain values, any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace steplight {

enum class Section { perception, reasoning };

struct Step {
    Section section = Section::reasoning;
    std::string text; ///< UTF-8, without the step's tags; untrusted
};

struct Trace {
    std::string id; ///< 32 hex digits; see storage/identity.h
    std::string questionId;
    std::vector<Step> steps; ///< index in this vector = STEP everywhere, 0-based over both sections
    std::string answer;      ///< the final answer; empty when the trace has none
    std::optional<bool> correct; ///< final answer against the key; unset when it cannot be told
    std::string policy;          ///< model that wrote it, as far as the data tells
    std::string externalId;      ///< the data's own id (uid, custom_id ...), for joins
    std::string file;            ///< file it first came from, base name only
    std::string response; ///< the raw reply when the data has it (needed for byte-identical export)
};

} // namespace steplight
