// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/words.h"

#include <algorithm>
#include <iterator>

namespace steplight::puzzles {
namespace {

constexpr std::array<std::string_view, 4> attributeNames{"colour", "shape", "size", "count"};
constexpr std::array<std::string_view, 4> familyNames{"grid", "sequence", "ring", "odd"};
constexpr std::array<std::string_view, 11> ruleNames{"row",   "column", "shift",  "alternate",
                                                     "cycle", "grow",   "shrink", "opposite",
                                                     "pair",  "cross",  "share"};
constexpr std::array<std::string_view, 5> colours{"red", "orange", "yellow", "green", "blue"};
constexpr std::array<std::string_view, 5> shapes{"circle", "square", "triangle", "star", "heart"};
constexpr std::array<std::string_view, 5> plurals{"circles", "squares", "triangles", "stars",
                                                  "hearts"};
constexpr std::array<std::string_view, 3> sizes{"small", "medium", "large"};
constexpr std::array<std::string_view, 5> counts{"one", "two", "three", "four", "five"};

template <std::size_t n>
std::optional<int> find(const std::array<std::string_view, n>& names, std::string_view word)
{
    const auto found = std::find(names.begin(), names.end(), word);
    if (found == names.end())
        return std::nullopt;
    return int(found - names.begin());
}

} // namespace

int valuesOf(Attribute attribute)
{
    return attribute == Attribute::size ? int(sizes.size()) : int(colours.size());
}

std::string_view nameOf(Attribute attribute)
{
    return attributeNames.at(std::size_t(attribute));
}

std::string_view nameOf(Family family)
{
    return familyNames.at(std::size_t(family));
}

std::string_view nameOf(Rule rule)
{
    return ruleNames.at(std::size_t(rule));
}

std::string_view nameOf(Value value)
{
    const auto index = std::size_t(value.index);
    switch (value.attribute) {
    case Attribute::colour:
        return colours.at(index);
    case Attribute::shape:
        return shapes.at(index);
    case Attribute::size:
        return sizes.at(index);
    case Attribute::count:
        break;
    }
    return counts.at(index);
}

std::string_view pluralOf(int shape)
{
    return plurals.at(std::size_t(shape));
}

std::string pairOf(Value first, Value second)
{
    return std::string(nameOf(first)) + ", " + std::string(nameOf(second));
}

std::string nameOfCell(int column, int row)
{
    return {char('A' + column), char('1' + row)};
}

std::optional<Attribute> attributeNamed(std::string_view word)
{
    const auto index = find(attributeNames, word);
    return index ? std::optional(Attribute(*index)) : std::nullopt;
}

std::optional<Rule> ruleNamed(std::string_view word)
{
    const auto index = find(ruleNames, word);
    return index ? std::optional(Rule(*index)) : std::nullopt;
}

std::optional<Value> valueNamed(std::string_view word)
{
    if (const auto index = find(colours, word))
        return Value{Attribute::colour, *index};
    if (const auto index = find(shapes, word))
        return Value{Attribute::shape, *index};
    if (const auto index = find(plurals, word))
        return Value{Attribute::shape, *index};
    if (const auto index = find(sizes, word))
        return Value{Attribute::size, *index};
    if (const auto index = find(counts, word))
        return Value{Attribute::count, *index};
    return std::nullopt;
}

std::vector<std::string_view> wordsOf(std::string_view text)
{
    const auto isWord = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ' || text[at] == '\n' || text[at] == '\t') {
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        while (isWord(text[at]) && end < text.size() && isWord(text[end]))
            ++end;
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

} // namespace steplight::puzzles
