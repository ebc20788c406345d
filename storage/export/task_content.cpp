// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/task_content.h"

namespace steplight {

JsonRow taskContent(const TraceDetail& detail, const std::vector<std::string>& images)
{
    const Question& question = detail.question;
    const Trace& trace = detail.trace;
    JsonRow data;
    const auto add = [&data](const char* key, const std::string& text) {
        if (!text.empty())
            data[key] = text;
    };
    data["question"] = question.text;
    if (!question.options.empty())
        data["options"] = question.options;
    add("answer", question.answer);
    add("grading", question.grading);
    add("dataset", question.dataset);
    add("prompt", question.prompt);
    data["images"] = images;
    JsonRow references = JsonRow::array();
    for (const ImageRef& image : question.images)
        references.push_back(image.reference);
    data["references"] = references;
    data["steps"] = JsonRow::array();
    for (const Step& step : trace.steps)
        data["steps"].push_back(
            {{"section", step.section == Section::perception ? "perception" : "reasoning"},
             {"action", step.text}});
    add("final_answer", trace.answer);
    if (trace.correct)
        data["final_answer_correct"] = *trace.correct;
    add("policy_model", trace.policy);
    add("response", trace.response);
    return data;
}

} // namespace steplight
