// SPDX-License-Identifier: GPL-3.0-or-later
// Typed reading of JSON objects with errors that name the field. Any thread; only for
// engine/protocol.
#pragma once

#include "engine/protocol/error.h"
#include "storage/records/trace.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace steplight::protocol {

using Json = nlohmann::ordered_json;

/// An object of at most limit bytes. what ("a call", "request.json") begins the error's sentence.
Json parseObject(std::string_view text, const std::string& what, std::size_t limit = maxLineBytes);
/// Throws "version" unless object's version is exactly ours.
void requireVersion(const Json& object, const std::string& what);

const Json& field(const Json& object, const char* name);
std::string textField(const Json& object, const char* name);
std::int64_t countField(const Json& object, const char* name); ///< whole and not negative
bool flagField(const Json& object, const char* name);          ///< false where it is absent
double numberField(const Json& object, const char* name);
std::vector<std::string> textsField(const Json& object, const char* name);
const Json& arrayField(const Json& object, const char* name);
const Json& objectField(const Json& object, const char* name);

/// null for what JSON cannot say.
Json finite(double value);
/// With the newline; bytes that are not UTF-8 become U+FFFD.
std::string lineOf(const Json& object);

} // namespace steplight::protocol
