// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/records/label.h"

namespace steplight {
namespace {

constexpr std::array<std::pair<LabelState, std::string_view>, 5> stateWords{{
    {LabelState::unlabelled, "unlabelled"},
    {LabelState::skipped, "skipped"},
    {LabelState::cannotJudge, "cannot-judge"},
    {LabelState::badQuestion, "bad-question"},
    {LabelState::wrongKey, "wrong-key"},
}};

constexpr std::array<std::pair<ErrorKind, std::string_view>, 6> errorWords{{
    {ErrorKind::none, "none"},
    {ErrorKind::perception, "perception"},
    {ErrorKind::reasoning, "reasoning"},
    {ErrorKind::knowledge, "knowledge"},
    {ErrorKind::format, "format"},
    {ErrorKind::answer, "answer"},
}};

constexpr std::array<std::pair<Region::Shape, std::string_view>, 4> shapeWords{{
    {Region::Shape::box, "box"},
    {Region::Shape::polygon, "polygon"},
    {Region::Shape::point, "point"},
    {Region::Shape::selection, "selection"},
}};

constexpr std::array<std::pair<Region::Kind, std::string_view>, 2> kindWords{{
    {Region::Kind::present, "present"},
    {Region::Kind::absent, "absent"},
}};

constexpr std::array<std::pair<Visibility, std::string_view>, 3> visibilityWords{{
    {Visibility::blind, "blind"},
    {Visibility::commitThenReveal, "commit-then-reveal"},
    {Visibility::open, "open"},
}};

template <typename Table, typename Value> std::string_view wordOf(const Table& table, Value value)
{
    for (const auto& [known, word] : table)
        if (known == value)
            return word;
    return {};
}

template <typename Value, typename Table>
std::optional<Value> valueOf(const Table& table, std::string_view word)
{
    for (const auto& [value, known] : table)
        if (known == word)
            return value;
    return std::nullopt;
}

} // namespace

bool samePlace(const Region& one, const Region& other)
{
    return one.image == other.image && one.shape == other.shape && one.points == other.points;
}

std::string ratingWord(const Verdict& verdict)
{
    return verdict.state == LabelState::rated ? std::to_string(verdict.rating)
                                              : std::string(wordOf(stateWords, verdict.state));
}

std::optional<Verdict> verdictFromWord(std::string_view word)
{
    Verdict verdict;
    constexpr std::array<std::pair<int, std::string_view>, 5> ratings{
        {{-1, "-1"}, {-1, "\u22121"}, {0, "0"}, {1, "1"}, {1, "+1"}}};
    if (const auto rating = valueOf<int>(ratings, word)) {
        verdict.rating = *rating;
        return verdict;
    }
    const auto state = valueOf<LabelState>(stateWords, word);
    if (!state)
        return std::nullopt;
    verdict.state = *state;
    return verdict;
}

std::string_view errorKindWord(ErrorKind kind)
{
    return wordOf(errorWords, kind);
}

std::optional<ErrorKind> errorKindFromWord(std::string_view word)
{
    return valueOf<ErrorKind>(errorWords, word);
}

std::string_view shapeWord(Region::Shape shape)
{
    return wordOf(shapeWords, shape);
}

std::optional<Region::Shape> shapeFromWord(std::string_view word)
{
    return valueOf<Region::Shape>(shapeWords, word);
}

std::string_view regionKindWord(Region::Kind kind)
{
    return wordOf(kindWords, kind);
}

std::optional<Region::Kind> regionKindFromWord(std::string_view word)
{
    return valueOf<Region::Kind>(kindWords, word);
}

std::string_view visibilityWord(Visibility visibility)
{
    return wordOf(visibilityWords, visibility);
}

std::optional<Visibility> visibilityFromWord(std::string_view word)
{
    return valueOf<Visibility>(visibilityWords, word);
}

} // namespace steplight
