// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/grade/answer.h"

#include "engine/text/box.h"
#include "engine/text/form.h"

#include <algorithm>
#include <optional>

namespace steplight {
namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

bool allDigits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), isDigit);
}

// Without the commas of thousands, where each stands before three digits: "1,234" but not "12,34".
std::string withoutThousands(std::string_view whole)
{
    std::string digits(whole.substr(0, whole.find(',')));
    if (digits.empty() || digits.size() > 3)
        return std::string(whole);
    for (whole.remove_prefix(digits.size()); !whole.empty(); whole.remove_prefix(4)) {
        const std::string_view group = whole.substr(1, 3);
        if (whole.front() != ',' || group.size() < 3 || !allDigits(group))
            return ","; // no number
        digits += group;
    }
    return digits;
}

// Of a decimal number its sign and digits, none that says nothing: "-3.00" and "- 3" are "-3".
// Digit by digit, since a double takes many numbers for one. Unset: it is none.
std::optional<std::string> numberIn(std::string_view text)
{
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    text = trimmed(text);
    const auto point = std::min(text.find('.'), text.size());
    const std::string written = withoutThousands(text.substr(0, point));
    std::string_view whole = written, part = text.substr(point);
    part.remove_prefix(part.empty() ? 0 : 1);
    if (whole.size() + part.size() == 0 || !allDigits(whole) || !allDigits(part))
        return std::nullopt;
    while (whole.starts_with('0'))
        whole.remove_prefix(1);
    while (part.ends_with('0'))
        part.remove_suffix(1);
    if (whole.size() + part.size() == 0)
        return "0";
    return std::string(negative ? "-" : "").append(whole).append(".").append(part);
}

// Of "B", "(b)", "B." and "b)" the letter in lower case; 0: it is none.
char loneLetter(std::string_view text)
{
    text = trimmed(text);
    text.remove_prefix(text.starts_with('(') ? 1 : 0);
    if (text.empty() || !isLetter(text.front()))
        return 0;
    const std::string_view behind = text.substr(1);
    return behind.empty() || behind == ")" || behind == "." || behind == ")." ? lower(text.front())
                                                                              : char(0);
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
    if (const char letter = loneLetter(answer))
        return std::string(1, letter);
    std::string text(answer);
    std::transform(text.begin(), text.end(), text.begin(), lower);
    return text;
}

std::string chosenOption(std::string_view answer, std::span<const std::string> options)
{
    const bool isOne = std::any_of(options.begin(), options.end(), [&](const std::string& option) {
        return sameAnswer(answer, option);
    });
    const char letter = loneLetter(answer);
    const auto index = static_cast<std::size_t>(letter - 'a');
    return !isOne && letter && index < options.size() ? options[index] : std::string(answer);
}

std::string boxedAnswer(std::string_view text)
{
    return std::string(inBox(text).value_or(text));
}

std::string proseAnswer(std::string_view text, std::span<const std::string> options)
{
    if (const auto inside = inBox(text))
        return std::string(*inside);
    const auto apart = [&](std::size_t i) {
        return i >= text.size() || !(isLetter(text[i]) || isDigit(text[i]));
    };
    for (std::size_t i = text.size(); i-- > 0;)
        if (text[i] >= 'A' && static_cast<std::size_t>(text[i] - 'A') < options.size() &&
            apart(i + 1) && (i == 0 || apart(i - 1)))
            return std::string(1, text[i]);
    return std::string(text);
}

} // namespace steplight
