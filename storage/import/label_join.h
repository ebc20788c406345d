// SPDX-License-Identifier: GPL-3.0-or-later
// Labels that came without their traces: finds the trace by the data's own id. Called on the
// project's thread inside a WriteSlice.
#pragma once

#include "storage/import/format.h"
#include "storage/project.h"

namespace steplight {

/// Throws BadRow when no trace or more than one has the id, or the trace has other steps.
void keepLabels(Project& project, TraceLabels said, const Format& format);

} // namespace steplight
