// SPDX-License-Identifier: GPL-3.0-or-later
// Texts with places to be filled, and the blanks around texts. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace steplight {

// Each name in the form becomes its value; what a value holds is not looked at again.
std::string fillForm(const std::string& form,
                     const std::vector<std::pair<std::string, std::string>>& values);

// Without blanks and ends of lines around it.
std::string_view trimmed(std::string_view text);

} // namespace steplight
