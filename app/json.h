// SPDX-License-Identifier: GPL-3.0-or-later
// Records as the JSON of the command line (docs/cli). Any thread.
#pragma once

#include "app/reply.h"
#include "storage/records/fusion.h"
#include "storage/records/run.h"
#include "storage/records/trace_detail.h"
#include "storage/records/transfer.h"
#include "storage/records/tree.h"

namespace steplight {

Json jsonOf(const Label& label);
Json jsonOf(const TraceDetail& detail, const std::vector<NodeOnTrace>& nodes);
Json jsonOf(const ImportReport& report);
Json jsonOf(const ExportReport& report);
Json jsonOf(const RuleOutcome& outcome);
Json jsonOf(const RuleRow& row);
Json jsonOf(const Run& run);
/// NaN and unset become null.
Json jsonOf(const std::optional<double>& value);

std::string sectionWord(Section section);

} // namespace steplight
