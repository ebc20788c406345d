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

} // namespace steplight
