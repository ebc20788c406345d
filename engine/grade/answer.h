// SPDX-License-Identifier: GPL-3.0-or-later
// Whether an answer is the key's. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace steplight {

/// Alike but for case and blanks around (pipeline.md §7.8), or the same decimal number ("12.0",
/// "12"). What a data set's own modes allow beyond that is not known here.
bool sameAnswer(std::string_view answer, std::string_view key);

/// One text for all answers that are the same, to count them by; of no answer an empty one.
std::string canonicalAnswer(std::string_view answer);

/// Content of the last \boxed{} whose braces balance ("\x08oxed", an eaten "\b", too); the whole
/// text where there is none (pipeline.md §7.29).
std::string boxedAnswer(std::string_view text);

} // namespace steplight
