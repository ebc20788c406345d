// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/json.h"

#include <algorithm>
#include <array>

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

bool isText(Json value, std::string_view key)
{
    const auto found = field(value, key);
    return found && found->is_string();
}

bool isList(Json value, std::string_view key)
{
    const auto found = field(value, key);
    return found && found->is_array();
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

std::optional<bool> boolean(Json value, std::string_view key)
{
    const auto found = field(value, key);
    bool result = false;
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

std::vector<std::string> options(Json value, std::string_view key)
{
    std::vector<std::string> all;
    for (const Json entry : requiredArray(value, key)) {
        std::string_view words;
        if (entry.get(words) == simdjson::SUCCESS)
            all.emplace_back(words);
        else if (entry.is_number())
            all.push_back(simdjson::minify(entry));
        else
            throw BadRow("field \"" + std::string(key) + "\" holds something that is no option");
    }
    return all;
}

namespace {

/// What Python's str.strip() takes for blank, as UTF-8: the data's steps were cut by it.
constexpr std::array<std::string_view, 29> blanks{
    " ",      "\t",     "\n",       "\r",       "\f",     "\v",     "\x1C",   "\x1D",
    "\x1E",   "\x1F",   "\xC2\x85", "\xC2\xA0", "\u1680", "\u2000", "\u2001", "\u2002",
    "\u2003", "\u2004", "\u2005",   "\u2006",   "\u2007", "\u2008", "\u2009", "\u200A",
    "\u2028", "\u2029", "\u202F",   "\u205F",   "\u3000"};

} // namespace

std::string_view excerpt(std::string_view text)
{
    constexpr std::size_t most = 80;
    std::size_t end = std::min(text.size(), most);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end);
}

std::string trimmed(std::string_view text)
{
    const std::string_view* blank = nullptr;
    const auto starts = [&](std::string_view b) { return text.starts_with(b); };
    const auto ends = [&](std::string_view b) { return text.ends_with(b); };
    while ((blank = std::find_if(blanks.begin(), blanks.end(), starts)) != blanks.end())
        text.remove_prefix(blank->size());
    while ((blank = std::find_if(blanks.begin(), blanks.end(), ends)) != blanks.end())
        text.remove_suffix(blank->size());
    return std::string(text);
}

} // namespace steplight
