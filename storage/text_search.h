// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a text in questions and steps: the trigram index narrows down, LIKE decides. Any thread.
// For storage's own files.
#pragma once

#include "storage/queries.h"

#include <string>
#include <string_view>

namespace steplight {

/// "%text%" with LIKE's own letters escaped by a backslash.
std::string likePattern(std::string_view text);
/// Condition on the row t of traces: the text stands in its question or in one of its steps, ASCII
/// letters in either case.
Condition textCondition(const std::string& text, const QueryContext& context);

} // namespace steplight
