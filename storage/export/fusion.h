// SPDX-License-Identifier: GPL-3.0-or-later
// What every rule would make of the same traces: how much it keeps, what it leaves out and why, and
// how often it says what people said. Called on the project's thread, which may also be that of a
// read-only connection.
#pragma once

#include "storage/project.h"
#include "storage/records/fusion.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace steplight {

/// Traces looked at so far, and all.
using FusionProgressed = std::function<void(std::int64_t done, std::int64_t total)>;

/// One entry for each of trainingRules(), in their order; empty after a stop request. Throws
/// QueryError.
std::vector<RuleOutcome> compareRules(Project& project, const std::string& query, double threshold,
                                      const FusionProgressed& progressed = {},
                                      std::stop_token stop = {});

/// Trace by trace what one of trainingRules() makes of it, in order of import. Throws QueryError.
void eachByRule(Project& project, const std::string& query, std::string_view rule, double threshold,
                const std::function<void(const RuleRow&)>& row);

} // namespace steplight
