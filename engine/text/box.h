// SPDX-License-Identifier: GPL-3.0-or-later
// Answers in boxes. Any thread.
#pragma once

#include <optional>
#include <string_view>

namespace steplight {

// Content of the last \boxed{} whose braces balance ("\x08oxed", an eaten "\b", too); unset: there
// is none (pipeline.md §7.29).
std::optional<std::string_view> inBox(std::string_view text);

} // namespace steplight
