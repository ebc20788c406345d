// SPDX-License-Identifier: GPL-3.0-or-later
// Where current labels of a step differ (docs/team.md). A decision is a label (recordLabels) that
// names in supersedes what it replaces; all of it stays as rows. Called on the project's thread.
#pragma once

#include "storage/project.h"
#include "storage/records/dispute.h"

#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// Traces with rivals, least agreed first, ties in order of import. Reads current labels of steps
/// that have two or more, and no other trace.
std::vector<Dispute> disputes(Project& project);

/// Throws "no-such-trace".
DisputedTrace disputedTrace(Project& project, std::string_view traceId);

} // namespace steplight
