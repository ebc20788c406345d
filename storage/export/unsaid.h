// SPDX-License-Identifier: GPL-3.0-or-later
// What of people's labels a form has no place for; the table stands in docs/formats.md. Any thread.
#pragma once

#include "storage/export/rules.h"
#include "storage/records/trace_detail.h"

#include <string_view>

namespace steplight {

/// Whether a form can say that there is this label, whatever is missing of it.
bool saysLabel(std::string_view format, const Label& label);

/// Adds one for every part of the trace's labels and of what they are about that the form has no
/// place for. format is one of exportFormatLines().
void countUnsaid(const TraceDetail& detail, std::string_view format, Dropped& unsaid);

} // namespace steplight
