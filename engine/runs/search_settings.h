// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of a search (docs/search.md). Any thread.
#pragma once

#include "engine/policy/policy.h"
#include "engine/protocol/request.h"
#include "engine/search/search.h"

namespace steplight {

struct SearchSettings {
    search::Options options;
    WriteOptions write;
    bool prose = false; ///< how the policy is read: engine/search/reading.h
    std::string prm;    ///< its folder; may be empty where no strategy needs one
    std::string pool;   ///< folder of an earlier search whose solutions are taken; empty: write
};

/// Throws EngineError "malformed".
SearchSettings readSearchSettings(const protocol::RunRequest& request);

} // namespace steplight
