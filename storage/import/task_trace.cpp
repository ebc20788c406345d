// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/task_trace.h"

#include "storage/import/data_uri.h"
#include "storage/import/solution_text.h"

namespace steplight {
namespace {

/// Label Studio names a local file as "/data/local-files/?d=<path>".
std::string pathOf(const std::string& image)
{
    constexpr std::string_view mark = "/data/local-files/?d=";
    const auto at = image.find(mark);
    return at == std::string::npos ? image : image.substr(at + mark.size());
}

std::vector<ImageSource> imagesOf(Json task)
{
    std::vector<ImageSource> images;
    const auto references = texts(task, "references");
    for (const auto key : {"image", "images"})
        for (const auto& image : texts(task, key))
            images.push_back(imageFrom(pathOf(image)));
    if (references.size() == images.size())
        for (std::size_t i = 0; i < images.size(); ++i) {
            images[i].alternatives.push_back(images[i].reference);
            images[i].reference = references[i];
        }
    return images;
}

Step stepOf(Json value, std::size_t index)
{
    std::string_view words;
    if (value.get(words) == simdjson::SUCCESS)
        return {Section::reasoning, std::string(words)};
    Step step;
    for (const auto key : {"action", "text", "content", "summary"})
        if (isText(value, key)) {
            step.text = text(value, key);
            step.section =
                text(value, "section") == "perception" ? Section::perception : Section::reasoning;
            return step;
        }
    throw BadRow("step " + std::to_string(index) + " has no text");
}

std::vector<Step> stepsOf(Json task)
{
    std::vector<Step> steps;
    const auto run = at(task, "run", "steps"); // Label Studio's agent evaluation
    if (run || isList(task, "steps"))
        for (const Json step : requiredArray(run ? *field(task, "run") : task, "steps"))
            steps.push_back(stepOf(step, steps.size()));
    return steps;
}

} // namespace

ParsedTrace taskTrace(Json task)
{
    ParsedTrace parsed;
    Question& question = parsed.question;
    question.text = firstText(task, {"question", "problem", "text"});
    if (const auto name = at(task, "run", "name"); question.text.empty() && name)
        question.text = text(*field(task, "run"), "name");
    if (question.text.empty())
        throw BadRow(isText(task, "question") ? "the question is empty" : "no question");
    question.options = texts(task, "options");
    question.answer = textOrNumber(task, "answer");
    question.grading = text(task, "grading");
    question.dataset = text(task, "dataset");
    question.prompt = text(task, "prompt");
    parsed.images = imagesOf(task);
    auto steps = stepsOf(task);
    if (steps.empty())
        return parsed;
    Trace& trace = parsed.trace.emplace();
    trace.steps = std::move(steps);
    trace.answer = text(task, "final_answer");
    if (trace.answer.empty())
        trace.answer = finalAnswer(trace.steps.back().text);
    trace.correct = boolean(task, "final_answer_correct");
    if (!trace.correct)
        trace.correct = answerCorrect(trace.answer, question);
    trace.policy = text(task, "policy_model");
    trace.response = text(task, "response");
    return parsed;
}

} // namespace steplight
