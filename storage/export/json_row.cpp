// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/json_row.h"

#include <array>
#include <string_view>
#include <utility>

namespace steplight {

std::string lineOf(const JsonRow& row)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> breaks{
        {{"\xC2\x85", "\\u0085"}, {"\xE2\x80\xA8", "\\u2028"}, {"\xE2\x80\xA9", "\\u2029"}}};
    std::string line = row.dump(-1, ' ', false, JsonRow::error_handler_t::replace);
    for (const auto& [character, escape] : breaks)
        for (auto at = line.find(character); at != std::string::npos;
             at = line.find(character, at + escape.size()))
            line.replace(at, character.size(), escape);
    return line;
}

} // namespace steplight
