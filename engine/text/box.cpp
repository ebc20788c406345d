// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/box.h"

namespace steplight {
namespace {

// Up to the brace that closes what stands open before it; unset: none does.
std::optional<std::string_view> braced(std::string_view text)
{
    int depth = 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
        if (depth == 0)
            return text.substr(0, i);
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string_view> inBox(std::string_view text)
{
    constexpr std::string_view mark = "oxed{";
    for (auto at = text.rfind(mark); at != std::string_view::npos && at > 0;
         at = text.substr(0, at).rfind(mark)) {
        const std::string_view before = text.substr(0, at);
        const auto inside = braced(text.substr(at + mark.size()));
        if (inside && (before.ends_with("\\b") || before.ends_with('\b')))
            return inside;
    }
    return std::nullopt;
}

} // namespace steplight
