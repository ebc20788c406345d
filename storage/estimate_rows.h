// SPDX-License-Identifier: GPL-3.0-or-later
// How estimates become rows. Called on the project's thread. For storage's own files.
#pragma once

#include "storage/project.h"
#include "storage/records/estimate.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace steplight {

/// Number of a source; made when new. A greater one is newer.
std::int64_t sourceKey(Project& project, const EstimateSource& source);
/// Those of from, in their order: which of two is newer does not depend on the traces that come.
void carrySources(Project& from, Project& into);

/// What is kept as its value: unset for 0 of 0 rollouts, and for what is not in 0..1.
std::optional<double> storedValue(const Estimate& estimate);

/// Throws "bad-step" when one is for a step beyond these, counted from 0.
void requireSteps(const std::vector<Estimate>& estimates, std::int64_t steps);

/// By kind and source: how many new values there are.
void addEstimateCounts(Project& project, const std::map<std::pair<int, std::int64_t>, int>& counts);

} // namespace steplight
