// SPDX-License-Identifier: GPL-3.0-or-later
// A question and its solution as a task of Potato or Label Studio. Read again by
// storage/import/task_trace.h. Any thread.
#pragma once

#include "storage/export/json_row.h"
#include "storage/records/trace_detail.h"

#include <string>
#include <vector>

namespace steplight {

/// {question, options, answer, …, images, references, steps: [{section, action}], …}, what is
/// empty left out. images: a path for each of the question's pictures; references are those of the
/// data, on which the question's id rests.
JsonRow taskContent(const TraceDetail& detail, const std::vector<std::string>& images);

} // namespace steplight
