// SPDX-License-Identifier: GPL-3.0-or-later
// Whether an answer is the key's. Any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace steplight {

/// Alike but for case, blanks around (pipeline.md §7.8) and the parentheses or the point of a lone
/// letter ("(b)", "B."), or the same decimal number ("12.0", "12"; "1,200", "1200"; "- 3", "-3").
/// What a data set's own modes allow beyond that is not known here.
bool sameAnswer(std::string_view answer, std::string_view key);

/// One text for all answers that are the same, to count them by; of no answer an empty one.
std::string canonicalAnswer(std::string_view answer);

/// The option that an answer names by its letter, as questions are asked ("C" or "(c)", the third);
/// an answer that is itself an option, or names none, as it is.
std::string chosenOption(std::string_view answer, std::span<const std::string> options);

/// Content of the last \boxed{} whose braces balance ("\x08oxed", an eaten "\b", too); the whole
/// text where there is none (pipeline.md §7.29).
std::string boxedAnswer(std::string_view text);

/// The same of a question with options; but where nothing is in a box, the last capital letter of
/// an option that stands alone (pipeline.md §1e), if there is one.
std::string proseAnswer(std::string_view text, std::span<const std::string> options);

} // namespace steplight
