// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/tts_results.h"

#include "storage/import/data_uri.h"
#include "storage/import/solution_text.h"

namespace steplight {
namespace {

std::vector<Step> splitSteps(std::string_view text)
{
    std::vector<Step> steps;
    while (!text.empty()) {
        const auto end = text.find("\n\n");
        if (auto step = trimmed(text.substr(0, end)); !step.empty())
            steps.push_back({Section::reasoning, std::move(step)});
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    }
    return steps;
}

/// Without the end-of-text token, which the scorer did not see either.
std::string withoutEnd(std::string text)
{
    for (const std::string_view token : {"<|im_end|>", "<end_of_turn>", "<|endoftext|>"})
        if (text.ends_with(token))
            text.resize(text.size() - token.size());
    return text;
}

Question readQuestion(Json row)
{
    Question question;
    const auto annotation = field(row, "annotation").value_or(row);
    question.text = firstText(annotation, {"question"});
    if (question.text.empty())
        question.text = requiredText(row, "question");
    if (const auto asked = text(row, "question"); asked != question.text)
        question.prompt = asked;
    question.answer = firstText(row, {"gt_answer"});
    for (const char* key : {"choices", "options"}) // of MathVista, and of the puzzles
        if (question.options.empty() && isList(annotation, key))
            question.options = options(annotation, key);
    question.dataset = text(row, "task");
    return question;
}

Trace readCandidate(const Question& question, Json row, const std::string& response)
{
    Trace trace;
    trace.response = response;
    const std::string solution = withoutEnd(response);
    trace.steps = splitSteps(solution);
    trace.answer = finalAnswer(solution);
    if (trace.answer.empty())
        trace.answer = lastLetter(solution, question.options.size());
    trace.correct = answerCorrect(trace.answer, question);
    if (trace.answer.empty() && !question.answer.empty())
        trace.correct = false; // as the published evaluation counts what names no answer
    trace.externalId = textOrNumber(row, "index");
    return trace;
}

Estimate scoreOf(Json candidate, int step, const std::string& file)
{
    Estimate estimate;
    estimate.kind = EstimateKind::prm;
    estimate.step = step;
    estimate.source.name = file;
    if (const auto result = field(candidate, "reward_result"))
        estimate.value = number(*result, "positive_prob");
    return estimate;
}

Json chosenCandidate(Json iteration)
{
    const auto candidates = requiredArray(iteration, "candidates_info");
    const auto chosen = integer(iteration, "chosen_step_index");
    Json candidate;
    if (!chosen || *chosen < 0 ||
        candidates.at(static_cast<std::size_t>(*chosen)).get(candidate) != simdjson::SUCCESS)
        throw BadRow("chosen_step_index names no candidate");
    return candidate;
}

/// Step by step search: the chosen path is one solution, a step an iteration.
ParsedTrace chosenPath(Json row, const ParsedTrace& base, const RowOrigin& origin)
{
    ParsedTrace parsed = base;
    std::string response;
    std::vector<Step> steps;
    for (const Json iteration : requiredArray(row, "iteration_history")) {
        const Json candidate = chosenCandidate(iteration);
        const auto words = requiredText(candidate, "candidate_step");
        response += words;
        const auto step = trimmed(withoutEnd(words));
        if (step.empty())
            continue;
        parsed.estimates.push_back(scoreOf(candidate, static_cast<int>(steps.size()), origin.file));
        steps.push_back({Section::reasoning, step});
    }
    parsed.trace = readCandidate(base.question, row, response);
    parsed.trace->steps = std::move(steps);
    return parsed;
}

} // namespace

bool TtsResults::recognises(Json row) const
{
    return hasField(row, "iteration_history");
}

std::vector<ParsedRow> TtsResults::parse(Json row, const RowOrigin& origin) const
{
    ParsedTrace base;
    base.question = readQuestion(row);
    if (const auto annotation = field(row, "annotation"))
        for (const auto& picture : texts(*annotation, "image"))
            base.images.push_back(picture.find('.') == std::string::npos ? imageFromBase64(picture)
                                                                         : imageFrom(picture));

    const auto iterations = requiredArray(row, "iteration_history");
    if (iterations.size() == 0)
        return {base};
    if (iterations.size() > 1)
        return {chosenPath(row, base, origin)};
    std::vector<ParsedRow> rows;
    for (const Json candidate : requiredArray(iterations.at(0).value(), "candidates_info")) {
        ParsedTrace parsed = base;
        parsed.trace = readCandidate(base.question, row, text(candidate, "candidate_step"));
        if (parsed.trace->steps.empty()) {
            rows.emplace_back(
                UnusableRow{"candidate " + std::to_string(rows.size()) + " is empty"});
            continue;
        }
        // The score is of the whole candidate, so it is what holds up to the last step.
        parsed.estimates.push_back(
            scoreOf(candidate, static_cast<int>(parsed.trace->steps.size()) - 1, origin.file));
        rows.emplace_back(std::move(parsed));
    }
    return rows;
}

} // namespace steplight
