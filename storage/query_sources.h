// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL of what a query asks of estimates by the name of who says them: prm.A, scored by A. Any
// thread. For storage's own files.
#pragma once

#include "storage/queries.h"

#include <string>

namespace steplight {

/// The value of mc, judge, prm or given on the row s of steps: of the newest source that goes by
/// this name; without a name the value that lights the step.
Condition valueOnStep(const std::string& key, const std::string& source);
/// The row t of traces has an estimate of a source of this name; for prm, one of that kind. Cheap:
/// it reads the trace's own columns and may be true of a few others.
Condition mayBeSaidBy(const std::string& key, const std::string& source);

/// Some estimate of the row t is by a source or model whose name holds part.
Condition estimatedBy(const std::string& part);
/// The PRM of this whole name, whole path, or last part of the path has scored the row t.
Condition scoredBy(const std::string& model);

} // namespace steplight
