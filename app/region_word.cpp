// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/region_word.h"

#include <charconv>
#include <cmath>
#include <string_view>

namespace steplight {

namespace {

/// Takes a number from the front of the text.
template <class Number> bool takeNumber(std::string_view& text, Number& number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return error == std::errc();
}

bool takeWord(std::string_view& text, std::string_view word)
{
    const bool there = text.starts_with(word);
    text.remove_prefix(there ? word.size() : 0);
    return there;
}

std::vector<double> takeNumbers(std::string_view& text)
{
    std::vector<double> numbers;
    do {
        if (!takeNumber(text, numbers.emplace_back()) || !std::isfinite(numbers.back()))
            return {};
    } while (takeWord(text, ","));
    return numbers;
}

} // namespace

std::optional<Region> regionFromWord(const std::string& word)
{
    std::string_view rest = word;
    Region region;
    if (takeWord(rest, "absent:"))
        region.kind = Region::Kind::absent;
    if (rest.find(':') != std::string_view::npos &&
        !(takeNumber(rest, region.image) && region.image >= 0 && takeWord(rest, ":")))
        return std::nullopt;
    const std::vector<double> numbers = takeNumbers(rest);
    if (takeWord(rest, "@")) {
        region.span.emplace();
        if (!takeNumber(rest, region.span->begin) || !takeWord(rest, "-") ||
            !takeNumber(rest, region.span->end))
            return std::nullopt;
    }
    if (numbers.empty() || numbers.size() % 2 || !rest.empty())
        return std::nullopt;
    for (std::size_t i = 0; i < numbers.size(); i += 2)
        region.points.emplace_back(numbers[i], numbers[i + 1]);
    if (numbers.size() == 2)
        region.shape = Region::Shape::point;
    else if (numbers.size() > 4)
        region.shape = Region::Shape::polygon;
    else if (numbers[2] > 0 && numbers[3] > 0)
        region.points[1] = {numbers[0] + numbers[2], numbers[1] + numbers[3]};
    else
        return std::nullopt;
    return region;
}

} // namespace steplight
