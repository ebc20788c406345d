// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/protocol/scored_trace.h"

#include "engine/protocol/trace_json.h"

namespace steplight::protocol {
namespace {

double probability(const Json& value, const char* what)
{
    const double p = value.is_number() ? value.get<double>() : -1;
    if (!(p >= 0 && p <= 1))
        throw Error("malformed",
                    std::string("a ") + what + " is " + value.dump() + "; it must be from 0 to 1.");
    return p;
}

Json jsonOf(const ScoredStep& step)
{
    return {{"section", wordOf(step.section)},
            {"target", step.neutral  ? Json("neutral")
                       : step.target ? Json(*step.target)
                                     : Json()},
            {"scores", step.scores}};
}

ScoredStep stepFrom(const Json& object)
{
    if (!object.is_object())
        throw Error("malformed", "an entry of \"steps\" is not an object.");
    ScoredStep step;
    step.section = sectionFromWord(textField(object, "section"));
    const Json& target = field(object, "target");
    step.neutral = target == "neutral";
    if (!step.neutral && !target.is_null())
        step.target = probability(target, "target");
    for (const Json& score : arrayField(object, "scores"))
        step.scores.push_back(probability(score, "score"));
    return step;
}

} // namespace

std::string writeScored(const ScoredTrace& trace)
{
    Json steps = Json::array();
    for (const ScoredStep& step : trace.steps)
        steps.push_back(jsonOf(step));
    return lineOf({{"trace", trace.id},
                   {"question", trace.question},
                   {"source", trace.source},
                   {"steps", std::move(steps)},
                   {"answer", trace.answer},
                   {"correct", trace.correct ? Json(*trace.correct) : Json()}});
}

ScoredTrace readScored(std::string_view line)
{
    const Json object = parseObject(line, "A scored trace");
    ScoredTrace trace{textField(object, "trace"),  textField(object, "question"),
                      textField(object, "source"), {},
                      textField(object, "answer"), {}};
    for (const Json& step : arrayField(object, "steps"))
        trace.steps.push_back(stepFrom(step));
    if (trace.steps.empty())
        throw Error("malformed", "the trace has no steps.");
    const std::size_t models = trace.steps.front().scores.size();
    for (const ScoredStep& step : trace.steps)
        if (models < 1 || models > 2 || step.scores.size() != models)
            throw Error("malformed", "the steps do not all have one score, or two.");
    if (const Json& correct = field(object, "correct"); correct.is_boolean())
        trace.correct = correct.get<bool>();
    else if (!correct.is_null())
        throw Error("malformed", "field \"correct\" is not true, false or null.");
    return trace;
}

} // namespace steplight::protocol
