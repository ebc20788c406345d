// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/protocol/example.h"

#include "engine/protocol/trace_json.h"

namespace steplight::protocol {
namespace {

std::optional<double> targetFrom(const Json& value)
{
    if (value.is_null())
        return std::nullopt;
    const double target = value.is_number() ? value.get<double>() : -1;
    if (!(target >= 0 && target <= 1))
        throw Error("malformed",
                    "a target is " + value.dump() + "; it must be from 0 to 1, or null.");
    return target;
}

} // namespace

std::string writeExample(const Example& example)
{
    Json object = jsonOf(example.trace);
    if (!example.targets.empty()) {
        Json& targets = object["targets"] = Json::array();
        for (const auto& target : example.targets)
            targets.push_back(target ? Json(*target) : Json());
    }
    if (!example.answer.empty())
        object["answer"] = example.answer;
    if (example.validation)
        object["validation"] = true;
    if (example.whole)
        object["whole"] = true;
    return lineOf(object);
}

Example readExample(std::string_view line)
{
    const Json object = parseObject(line, "An example");
    Example example{
        traceFrom(object), {}, {}, flagField(object, "validation"), flagField(object, "whole")};
    const std::size_t judged = example.whole ? 1 : example.trace.steps.size();
    if (object.contains("targets")) {
        for (const Json& value : arrayField(object, "targets"))
            example.targets.push_back(targetFrom(value));
        if (example.targets.size() != judged)
            throw Error("malformed", std::to_string(example.targets.size()) + " targets for " +
                                         std::to_string(judged) + " steps.");
    }
    if (object.contains("answer"))
        example.answer = textField(object, "answer");
    return example;
}

} // namespace steplight::protocol
