// SPDX-License-Identifier: GPL-3.0-or-later
// The solutions that an earlier search wrote, for another PRM to choose from: both then look at the
// same ones, and they are written once. Any thread.
#pragma once

#include "engine/protocol/trace_input.h"
#include "engine/search/models.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace steplight {

class RecordedPools
{
public:
    /// folder: of a run of kind "search", done or not. Throws EngineError "input" where it has
    /// searched nothing, or with another policy: what is chosen would go by the wrong name.
    RecordedPools(const std::filesystem::path& folder, const std::string& policyHash);

    /// The first `count` of a question's. Throws EngineError "input" where there are fewer.
    std::vector<search::Whole> take(const protocol::TraceInput& question, std::int64_t count) const;

private:
    std::filesystem::path m_folder;
    std::map<std::string, std::vector<search::Whole>> m_pools; ///< by question
};

} // namespace steplight
