// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/protocol/call.h"

#include "engine/protocol/trace_json.h"

namespace steplight::protocol {
namespace {

void addBody(Json& object, const ScoreCall& call)
{
    object["type"] = "score";
    object["model"] = call.model;
    object["images"] = call.images;
    object["trace"] = jsonOf(call.trace);
}

void addBody(Json& object, const ExplainCall& call)
{
    addBody(object, call.of);
    object["type"] = "explain";
    object["step"] = call.step;
    object["method"] = call.method;
    object["points"] = call.points;
    object["block"] = call.block;
}

void addBody(Json& object, const CancelCall& call)
{
    object["type"] = "cancel";
    object["target"] = call.target;
}

void addBody(Json& object, const TerminateCall&)
{
    object["type"] = "terminate";
}

ScoreCall scoreFrom(const Json& object)
{
    return {textField(object, "model"), textField(object, "images"),
            traceFrom(objectField(object, "trace"))};
}

// Bounded, so that one call cannot keep the engine for ever.
std::int64_t boundedField(const Json& object, const char* name)
{
    const std::int64_t value = countField(object, name);
    if (value < 1 || value > 1024)
        throw Error("malformed", std::string("field \"") + name + "\" is not from 1 to 1024.");
    return value;
}

} // namespace

std::string writeCall(const Call& call)
{
    Json object{{"version", version}, {"id", call.id}};
    std::visit([&](const auto& body) { addBody(object, body); }, call.body);
    return lineOf(object);
}

Call readCall(std::string_view line, std::string& id)
{
    const Json object = parseObject(line, "A call");
    id = textField(object, "id");
    requireVersion(object, "The call");
    const std::string type = textField(object, "type");
    if (type == "score")
        return {id, scoreFrom(object)};
    if (type == "explain")
        return {id, ExplainCall{scoreFrom(object), countField(object, "step"),
                                textField(object, "method"), boundedField(object, "points"),
                                boundedField(object, "block")}};
    if (type == "cancel")
        return {id, CancelCall{textField(object, "target")}};
    if (type == "terminate")
        return {id, TerminateCall{}};
    throw Error("malformed",
                "\"" + type + "\" is not a type of call: score, explain, cancel, terminate.");
}

} // namespace steplight::protocol
