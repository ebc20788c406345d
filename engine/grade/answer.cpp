// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/grade/answer.h"

#include "engine/text/form.h"

#include <algorithm>
#include <optional>

namespace steplight {
namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

// Of a decimal number its sign and digits, none that says nothing: "-3.00" and "-3" are "-3".
// Digit by digit, since a double takes many numbers for one. Unset: it is none.
std::optional<std::string> numberIn(std::string_view text)
{
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    const auto point = std::min(text.find('.'), text.size());
    std::string_view whole = text.substr(0, point), part = text.substr(point);
    part.remove_prefix(part.empty() ? 0 : 1);
    const auto digits = [](std::string_view all) {
        return std::all_of(all.begin(), all.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (whole.size() + part.size() == 0 || !digits(whole) || !digits(part))
        return std::nullopt;
    while (whole.starts_with('0'))
        whole.remove_prefix(1);
    while (part.ends_with('0'))
        part.remove_suffix(1);
    if (whole.size() + part.size() == 0)
        return "0";
    return std::string(negative ? "-" : "").append(whole).append(".").append(part);
}

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

bool sameAnswer(std::string_view answer, std::string_view key)
{
    const std::string asked = canonicalAnswer(key);
    return !asked.empty() && canonicalAnswer(answer) == asked;
}

std::string canonicalAnswer(std::string_view answer)
{
    answer = trimmed(answer);
    if (auto number = numberIn(answer))
        return *number;
    std::string text(answer);
    std::transform(text.begin(), text.end(), text.begin(), lower);
    return text;
}

std::string boxedAnswer(std::string_view text)
{
    constexpr std::string_view mark = "oxed{";
    for (auto at = text.rfind(mark); at != std::string_view::npos && at > 0;
         at = text.substr(0, at).rfind(mark)) {
        const std::string_view before = text.substr(0, at);
        const auto inside = braced(text.substr(at + mark.size()));
        if (inside && (before.ends_with("\\b") || before.ends_with('\b')))
            return std::string(*inside);
    }
    return std::string(text);
}

} // namespace steplight
