// SPDX-License-Identifier: GPL-3.0-or-later
// A solution as a policy writes it: the layout of the published rollouts, which is also the default
// of a policy's profile (docs/training.md) and what an import reads. Any thread.
#pragma once

#include "storage/records/trace.h"

#include <string>
#include <vector>

namespace steplight {

/// An empty answer is none: the solution stops after its last step. The layout of the first steps
/// is a prefix of the layout of all.
std::string solutionLayout(const std::vector<Step>& steps, const std::string& answer);

} // namespace steplight
