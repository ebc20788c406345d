// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/form.h"

namespace steplight {

std::string fillForm(const std::string& form,
                     const std::vector<std::pair<std::string, std::string>>& values)
{
    std::string out;
    for (std::size_t i = 0; i < form.size();) {
        bool replaced = false;
        for (const auto& [name, value] : values)
            if (form.compare(i, name.size(), name) == 0) {
                out += value;
                i += name.size();
                replaced = true;
                break;
            }
        if (!replaced)
            out += form[i++];
    }
    return out;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

} // namespace steplight
