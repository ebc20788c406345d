// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/protocol/trace_input.h"

#include "engine/protocol/trace_json.h"

namespace steplight::protocol {

const char* wordOf(Section section)
{
    return section == Section::perception ? "perception" : "reasoning";
}

Section sectionFromWord(const std::string& word)
{
    if (word == "perception")
        return Section::perception;
    if (word == "reasoning")
        return Section::reasoning;
    throw Error("malformed", "\"" + word + "\" is not a section: perception or reasoning.");
}

TraceInput traceInput(const Question& question, const Trace& trace)
{
    TraceInput input{trace.id, question.text, question.options, {}, trace.steps};
    for (const ImageRef& image : question.images)
        input.images.push_back({image.hash, image.path});
    return input;
}

Json jsonOf(const Step& step)
{
    return {{"section", wordOf(step.section)}, {"text", step.text}};
}

Step stepOf(const Json& object)
{
    return {sectionFromWord(textField(object, "section")), textField(object, "text")};
}

Json jsonOf(const std::vector<Step>& steps)
{
    Json all = Json::array();
    for (const Step& step : steps)
        all.push_back(jsonOf(step));
    return all;
}

std::vector<Step> stepsFrom(const Json& object)
{
    std::vector<Step> steps;
    for (const Json& step : arrayField(object, "steps")) {
        if (!step.is_object())
            throw Error("malformed", "an entry of \"steps\" is not an object.");
        steps.push_back(stepOf(step));
    }
    return steps;
}

Json jsonOf(const TraceInput& trace)
{
    Json images = Json::array();
    for (const ImageFile& image : trace.images)
        images.push_back({{"sha256", image.hash}, {"file", image.file}});
    return {{"trace", trace.id},
            {"question", trace.question},
            {"options", trace.options},
            {"images", std::move(images)},
            {"steps", jsonOf(trace.steps)}};
}

TraceInput traceFrom(const Json& object)
{
    TraceInput trace;
    trace.id = textField(object, "trace");
    trace.question = textField(object, "question");
    trace.options = textsField(object, "options");
    for (const Json& image : arrayField(object, "images")) {
        if (!image.is_object())
            throw Error("malformed", "an entry of \"images\" is not an object.");
        trace.images.push_back({textField(image, "sha256"), textField(image, "file")});
    }
    trace.steps = stepsFrom(object);
    return trace;
}

std::string writeTrace(const TraceInput& trace)
{
    return lineOf(jsonOf(trace));
}

TraceInput readTrace(std::string_view line)
{
    return traceFrom(parseObject(line, "A trace"));
}

} // namespace steplight::protocol
