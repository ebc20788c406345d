// SPDX-License-Identifier: GPL-3.0-or-later
// A question and its solution as a task of Potato or Label Studio brings them, ours among them
// (storage/export/task_content.h). Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

/// question (problem, text), options, answer, image or images with their references, and steps:
/// texts, or objects with action, text, content or summary. Without steps there is no trace.
/// Throws BadRow when there is no question or a step has no text.
ParsedTrace taskTrace(Json task);

} // namespace steplight
