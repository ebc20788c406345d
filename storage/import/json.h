// SPDX-License-Identifier: GPL-3.0-or-later
// Reading fields of a record that may be anything. A record that lacks what its format needs throws
// BadRow, whose words become the reason of the rejected row. Any thread.
#pragma once

#include <simdjson.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// what() says short and true why this row cannot be kept.
struct BadRow : std::runtime_error {
    using std::runtime_error::runtime_error;
};

using Json = simdjson::dom::element;

/// A field of an object; null and a missing field are the same, and so is value not being one.
std::optional<Json> field(Json value, std::string_view key);
bool hasField(Json value, std::string_view key);
/// Whether the field is there and is a string, a list; for telling formats apart.
bool isText(Json value, std::string_view key);
bool isList(Json value, std::string_view key);
/// field of field: at(row, "response", "body").
std::optional<Json> at(Json value, std::string_view key, std::string_view inner);

/// Strings only; empty when it is none.
std::string text(Json value, std::string_view key);
/// Strings and numbers as text: 29 and "29" are the same answer.
std::string textOrNumber(Json value, std::string_view key);
/// The first of these fields that holds something.
std::string firstText(Json value, std::initializer_list<std::string_view> keys);
/// Throws BadRow when the field is no string.
std::string requiredText(Json value, std::string_view key);

std::optional<double> number(Json value, std::string_view key);
std::optional<std::int64_t> integer(Json value, std::string_view key);
std::optional<bool> boolean(Json value, std::string_view key);
/// Throws BadRow when the field is no array.
simdjson::dom::array requiredArray(Json value, std::string_view key);
/// A string or an array of strings; other things in the array are left out.
std::vector<std::string> texts(Json value, std::string_view key);
/// The texts and numbers of a list, 8 and "8" alike; throws BadRow where it holds something else.
std::vector<std::string> options(Json value, std::string_view key);

/// The first 80 bytes at most, cut between characters: for the words of a reason.
std::string_view excerpt(std::string_view text);

/// Without blanks at both ends, as Python's str.strip() cuts them.
std::string trimmed(std::string_view text);

} // namespace steplight
