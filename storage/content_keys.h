// SPDX-License-Identifier: GPL-3.0-or-later
// From ids to the database's integer keys. For storage's own files.
#pragma once

#include "storage/project.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace steplight {

/// Throws "no-such-trace".
std::int64_t traceKey(Project& project, std::string_view traceId);
std::optional<std::int64_t> findQuestionKey(Project& project, std::string_view questionId);
/// Number of an interned name (data set, policy, file); made when new.
std::int64_t nameKey(Project& project, const std::string& name);

} // namespace steplight
