// SPDX-License-Identifier: GPL-3.0-or-later
// Puts people's labels that come with data to their traces. Called on the project's thread inside a
// WriteSlice.
#pragma once

#include "storage/import/format.h"
#include "storage/project.h"

namespace steplight {

/// Labels of one trace, of any annotators; those without are the format's. Throws BadRow when one
/// is about a step or a picture that is not there.
void addLabels(Project& project, const std::string& traceId, std::vector<Label> labels,
               const Format& format);

/// The same for labels that stand apart from their trace. Throws BadRow when the trace is not there
/// or does not fit.
void keepLabels(Project& project, TraceLabels said, const Format& format);

} // namespace steplight
