// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/grade/answer.h"

#include "engine/text/form.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace steplight {
namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

std::optional<double> numberIn(std::string_view text)
{
    double value = 0;
    const auto read =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
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
    answer = trimmed(answer);
    key = trimmed(key);
    const bool alike = std::equal(answer.begin(), answer.end(), key.begin(), key.end(),
                                  [](char a, char b) { return lower(a) == lower(b); });
    const auto number = numberIn(answer);
    return !key.empty() && (alike || (number && number == numberIn(key)));
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
