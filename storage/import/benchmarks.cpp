// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/benchmarks.h"

#include "storage/import/data_uri.h"
#include "storage/import/solution_text.h"

#include <algorithm>

namespace steplight {
namespace {

std::vector<ImageSource> imagesOf(Json row)
{
    std::vector<ImageSource> images;
    for (const auto& reference : texts(row, "image"))
        images.push_back(imageFrom(reference));
    return images;
}

std::vector<std::string> stepTexts(Json value, std::string_view key)
{
    const auto list = requiredArray(value, key);
    auto found = texts(value, key);
    if (found.empty() || found.size() != list.size())
        throw BadRow("field \"" + std::string(key) + "\" is no list of texts");
    return found;
}

/// One mark a step, null where there is none.
std::vector<std::optional<std::int64_t>> marks(Json value, std::string_view key, std::size_t steps)
{
    std::vector<std::optional<std::int64_t>> result;
    for (const Json entry : requiredArray(value, key)) {
        std::int64_t mark = 0;
        if (entry.is_null())
            result.emplace_back();
        else if (entry.get(mark) == simdjson::SUCCESS)
            result.emplace_back(mark);
        else
            throw BadRow("field \"" + std::string(key) + "\" holds something that is no mark");
    }
    if (result.size() != steps)
        throw BadRow(std::to_string(steps) + " steps but " + std::to_string(result.size()) +
                     " marks");
    return result;
}

Label rated(std::size_t step, int rating)
{
    Label label;
    label.step = static_cast<int>(step);
    label.verdict.rating = rating;
    return label;
}

/// "STEP3: words" -> "words".
std::string withoutNumber(std::string_view text)
{
    if (!text.starts_with("STEP"))
        return trimmed(text);
    const auto end = text.find_first_not_of("0123456789", 4);
    const bool numbered = end != std::string_view::npos && end > 4 && text[end] == ':';
    return trimmed(numbered ? text.substr(end + 1) : text);
}

/// Of "gsm8k-12" "/gsm8k": the benchmark's figure is the mean of its four parts.
std::string splitOf(const std::string& id)
{
    const auto dash = id.rfind('-');
    return dash == std::string::npos || dash == 0 ? std::string() : "/" + id.substr(0, dash);
}

} // namespace

bool VisualProcessBench::recognises(Json row) const
{
    return at(row, "response", "process_correctness").has_value();
}

std::vector<ParsedRow> VisualProcessBench::parse(Json row, const RowOrigin&) const
{
    ParsedTrace parsed;
    parsed.question.text = requiredText(row, "question");
    parsed.question.answer = textOrNumber(row, "answer");
    parsed.question.dataset = text(row, "data_source");
    parsed.images = imagesOf(row);
    const auto response = field(row, "response");
    if (!response)
        throw BadRow("no response");
    Trace trace;
    for (auto& step : stepTexts(*response, "steps"))
        trace.steps.push_back({Section::reasoning, std::move(step)});
    trace.policy = text(row, "policy_model");
    trace.externalId = firstText(row, {"id", "uid"});
    trace.answer = finalAnswer(trace.steps.back().text);
    trace.correct = answerCorrect(trace.answer, parsed.question);
    const auto ratings = marks(*response, "process_correctness", trace.steps.size());
    for (std::size_t i = 0; i < ratings.size(); ++i) {
        if (!ratings[i])
            continue;
        if (*ratings[i] < -1 || *ratings[i] > 1)
            throw BadRow("step " + std::to_string(i) + ": the rating is not -1, 0 or 1");
        parsed.labels.push_back(rated(i, static_cast<int>(*ratings[i])));
    }
    parsed.trace = std::move(trace);
    return {parsed};
}

bool ProcessBench::recognises(Json row) const
{
    return isText(row, "problem") && isList(row, "steps") &&
           (hasField(row, "label") || hasField(row, "final_answer_correct"));
}

std::vector<ParsedRow> ProcessBench::parse(Json row, const RowOrigin&) const
{
    ParsedTrace parsed;
    parsed.question.text = requiredText(row, "problem");
    Trace trace;
    for (auto& step : stepTexts(row, "steps"))
        trace.steps.push_back({Section::reasoning, std::move(step)});
    trace.policy = text(row, "generator");
    trace.externalId = textOrNumber(row, "id");
    parsed.question.dataset = "ProcessBench" + splitOf(trace.externalId);
    trace.answer = finalAnswer(trace.steps.back().text);
    trace.correct = boolean(row, "final_answer_correct");
    const auto error = integer(row, "label");
    if (!error)
        throw BadRow("no whole number in field \"label\"");
    const auto steps = static_cast<std::int64_t>(trace.steps.size());
    if (*error < -1 || *error >= steps)
        throw BadRow("the first error is step " + std::to_string(*error) + ", but there are " +
                     std::to_string(steps) + " steps, counted from 0");
    const auto right = static_cast<std::size_t>(*error < 0 ? steps : *error);
    for (std::size_t i = 0; i < right; ++i)
        parsed.labels.push_back(rated(i, 1));
    if (*error >= 0)
        parsed.labels.push_back(rated(right, -1));
    parsed.trace = std::move(trace);
    return {parsed};
}

bool VlrmBench::recognises(Json row) const
{
    return hasField(row, "step_list") && hasField(row, "task_gt");
}

std::vector<ParsedRow> VlrmBench::parse(Json row, const RowOrigin&) const
{
    ParsedTrace parsed;
    parsed.question.text = requiredText(row, "question");
    parsed.question.dataset = "VLRMBench";
    parsed.images = imagesOf(row);
    Trace trace;
    for (const auto& step : stepTexts(row, "step_list"))
        trace.steps.push_back({Section::reasoning, withoutNumber(step)});
    trace.externalId = textOrNumber(row, "id");
    trace.answer = finalAnswer(trace.steps.back().text);
    const auto bad = marks(row, "task_gt", trace.steps.size());
    for (std::size_t i = 0; i < bad.size(); ++i) {
        if (!bad[i])
            continue;
        if (*bad[i] != 0 && *bad[i] != 1)
            throw BadRow("step " + std::to_string(i) + ": the mark is not 0 or 1");
        parsed.labels.push_back(rated(i, *bad[i] == 1 ? -1 : 1));
        if (*bad[i] == 1)
            parsed.labels.back().verdict.reason = text(row, "category");
    }
    parsed.trace = std::move(trace);
    return {parsed};
}

} // namespace steplight
