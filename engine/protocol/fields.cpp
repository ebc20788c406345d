// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/protocol/fields.h"

#include <cmath>

namespace steplight::protocol {
namespace {

[[noreturn]] void wrongType(const char* name, const char* expected)
{
    throw Error("malformed", std::string("field \"") + name + "\" is not " + expected + ".");
}

} // namespace

Json parseObject(std::string_view text, const std::string& what, std::size_t limit)
{
    if (text.size() > limit)
        throw Error("too-large", what + " has " + std::to_string(text.size()) + " bytes; at most " +
                                     std::to_string(limit) + " are allowed.");
    Json object = Json::parse(text, nullptr, false);
    if (object.is_discarded())
        throw Error("malformed", what + " is not JSON.");
    if (!object.is_object())
        throw Error("malformed", what + " is not a JSON object.");
    return object;
}

void requireVersion(const Json& object, const std::string& what)
{
    const Json& found = field(object, "version");
    if (found.is_number_integer() && found == version)
        return;
    // What is nested is not written out: how deep it goes is the writer's choice.
    const std::string named = found.is_primitive() ? found.dump() : "that is no number";
    throw Error("version", what + " speaks protocol version " + named +
                               "; this program speaks version " + std::to_string(version) +
                               ". Use steplight and steplight-engine of the same build.");
}

const Json& field(const Json& object, const char* name)
{
    const auto found = object.find(name);
    if (found == object.end())
        throw Error("malformed", std::string("field \"") + name + "\" is missing.");
    return *found;
}

std::string textField(const Json& object, const char* name)
{
    const Json& value = field(object, name);
    if (!value.is_string())
        wrongType(name, "a string");
    return value.get<std::string>();
}

std::int64_t countField(const Json& object, const char* name)
{
    const Json& value = field(object, name);
    if (!value.is_number_integer() || value < 0)
        wrongType(name, "a whole number of at least 0");
    return value.get<std::int64_t>();
}

double numberField(const Json& object, const char* name)
{
    const Json& value = field(object, name);
    if (!value.is_number())
        wrongType(name, "a number");
    return value.get<double>();
}

std::vector<std::string> textsField(const Json& object, const char* name)
{
    std::vector<std::string> texts;
    for (const Json& value : arrayField(object, name)) {
        if (!value.is_string())
            wrongType(name, "a list of strings");
        texts.push_back(value.get<std::string>());
    }
    return texts;
}

const Json& arrayField(const Json& object, const char* name)
{
    const Json& value = field(object, name);
    if (!value.is_array())
        wrongType(name, "a list");
    return value;
}

bool flagField(const Json& object, const char* name)
{
    if (!object.contains(name))
        return false;
    const Json& value = field(object, name);
    if (!value.is_boolean())
        throw Error("malformed", std::string("field \"") + name + "\" is not true or false.");
    return value.get<bool>();
}

const Json& objectField(const Json& object, const char* name)
{
    const Json& value = field(object, name);
    if (!value.is_object())
        wrongType(name, "an object");
    return value;
}

Json finite(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

std::string lineOf(const Json& object)
{
    return object.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace steplight::protocol
