// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/json.h"

namespace steplight {

std::optional<Json> field(Json value, std::string_view key)
{
    simdjson::dom::object object;
    Json found;
    if (value.get(object) != simdjson::SUCCESS ||
        object.at_key(key).get(found) != simdjson::SUCCESS || found.is_null())
        return std::nullopt;
    return found;
}

bool hasField(Json value, std::string_view key)
{
    return field(value, key).has_value();
}

std::optional<Json> at(Json value, std::string_view key, std::string_view inner)
{
    const auto outer = field(value, key);
    return outer ? field(*outer, inner) : std::nullopt;
}

std::string text(Json value, std::string_view key)
{
    const auto found = field(value, key);
    std::string_view words;
    return found && found->get(words) == simdjson::SUCCESS ? std::string(words) : std::string();
}

std::string textOrNumber(Json value, std::string_view key)
{
    const auto found = field(value, key);
    if (!found)
        return {};
    if (found->is_string())
        return text(value, key);
    return found->is_number() ? simdjson::minify(*found) : std::string();
}

std::string firstText(Json value, std::initializer_list<std::string_view> keys)
{
    for (const auto key : keys)
        if (auto found = textOrNumber(value, key); !found.empty())
            return found;
    return {};
}

std::string requiredText(Json value, std::string_view key)
{
    const auto found = field(value, key);
    std::string_view words;
    if (!found || found->get(words) != simdjson::SUCCESS)
        throw BadRow("no text in field \"" + std::string(key) + "\"");
    return std::string(words);
}

std::optional<double> number(Json value, std::string_view key)
{
    const auto found = field(value, key);
    double result = 0;
    if (!found || found->get(result) != simdjson::SUCCESS)
        return std::nullopt;
    return result;
}

std::optional<std::int64_t> integer(Json value, std::string_view key)
{
    const auto found = field(value, key);
    std::int64_t result = 0;
    if (!found || found->get(result) != simdjson::SUCCESS)
        return std::nullopt;
    return result;
}

simdjson::dom::array requiredArray(Json value, std::string_view key)
{
    const auto found = field(value, key);
    simdjson::dom::array list;
    if (!found || found->get(list) != simdjson::SUCCESS)
        throw BadRow("no list in field \"" + std::string(key) + "\"");
    return list;
}

std::vector<std::string> texts(Json value, std::string_view key)
{
    std::vector<std::string> result;
    const auto found = field(value, key);
    if (!found)
        return result;
    std::string_view words;
    simdjson::dom::array list;
    if (found->get(words) == simdjson::SUCCESS)
        result.emplace_back(words);
    else if (found->get(list) == simdjson::SUCCESS)
        for (const Json entry : list)
            if (entry.get(words) == simdjson::SUCCESS)
                result.emplace_back(words);
    return result;
}

std::string trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n\f\v";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return std::string(text.substr(begin, text.find_last_not_of(blanks) - begin + 1));
}

} // namespace steplight
