// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of every run in which a policy writes (docs/synthesis.md). Any thread.
#pragma once

#include "engine/policy/policy.h"
#include "engine/protocol/request.h"

#include <set>

namespace steplight {

/// Tokens of a solution at the most, unless a setting says otherwise (pipeline.md, §7.24).
constexpr std::int64_t publishedLength = 8192;

/// Sampling, lengths and batch; what is not set is as in `otherwise`. Throws EngineError
/// "malformed".
WriteOptions writeSettings(const protocol::RunRequest& request, const WriteOptions& otherwise);

/// Throws EngineError "malformed" for a setting that is neither among those, nor "threads" or
/// "device", nor one of these.
void requireKnownSettings(const protocol::RunRequest& request, const std::set<std::string>& more);

} // namespace steplight
