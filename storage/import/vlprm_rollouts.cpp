// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/vlprm_rollouts.h"

#include "storage/import/solution_text.h"

#include <algorithm>
#include <array>

namespace steplight {
namespace {

/// The folder names under which the published rollouts keep their pictures.
std::string datasetOf(const std::string& imagePath)
{
    static constexpr std::array<std::string_view, 10> known{
        "RAVEN", "DVQA",    "VQAv2",      "CLEVR-Math", "CLEVR_Math",
        "AI2D",  "InfoVQA", "PuzzleTest", "PuzzleVQA",  "AlgoPuzzleVQA"};
    for (const auto name : known)
        if (imagePath.find("/" + std::string(name) + "/") != std::string::npos)
            return std::string(name);
    return {};
}

std::vector<ImageSource> imagesOf(Json row)
{
    const std::string path = firstText(row, {"image_path", "combined_image_path"});
    std::vector<ImageSource> images;
    for (auto& reference : texts(row, "image"))
        images.push_back({std::move(reference), {}, {}});
    if (images.empty() && !path.empty())
        images.push_back({path, {}, {}});
    else if (images.size() == 1 && !path.empty())
        images.front().alternatives.push_back(path);
    return images;
}

Estimate countsOf(Json entry, int step, const std::string& file)
{
    Estimate estimate;
    estimate.kind = EstimateKind::mc;
    estimate.step = step;
    estimate.source.name = file;
    const auto won = integer(entry, "num_mc_correct");
    const auto drawn = integer(entry, "num_mc_total");
    if (!won || !drawn) {
        estimate.value = number(entry, "score");
        estimate.drawn = estimate.value ? countsNotTold : 0;
        return estimate;
    }
    constexpr std::int64_t most = 1'000'000'000;
    if (*won < 0 || *drawn < *won || *drawn > most)
        throw BadRow("step " + std::to_string(step) + ": " + std::to_string(*won) + " of " +
                     std::to_string(*drawn) + " rollouts cannot be");
    estimate.won = static_cast<int>(*won);
    estimate.drawn = static_cast<int>(*drawn);
    if (*drawn > 0)
        estimate.value = static_cast<double>(*won) / static_cast<double>(*drawn);
    return estimate;
}

/// The steps as the response has them, when it has sections; the scored texts must be the first of
/// them. A response without sections gives the scored texts as reasoning.
std::vector<Step> stepsOf(const std::string& response, const std::vector<std::string>& scored)
{
    const TaggedText tagged = readTagged(response, "step");
    std::vector<Step> steps;
    if (tagged.parts.empty()) {
        for (const auto& text : scored)
            steps.push_back({Section::reasoning, text});
        return steps;
    }
    for (const auto& part : tagged.parts)
        steps.push_back({part.section, part.text});
    if (scored.size() > steps.size())
        throw BadRow(std::to_string(scored.size()) + " scored steps, but the response has " +
                     std::to_string(steps.size()));
    for (std::size_t i = 0; i < scored.size(); ++i)
        if (trimmed(scored[i]) != steps[i].text)
            throw BadRow("step " + std::to_string(i) + " is not the response's step");
    return steps;
}

} // namespace

bool VlprmRollouts::recognises(Json row) const
{
    return hasField(row, "steps_with_score") ||
           (hasField(row, "question") && hasField(row, "uid") && hasField(row, "image_path"));
}

std::vector<ParsedRow> VlprmRollouts::parse(Json row, const RowOrigin& origin) const
{
    ParsedTrace parsed;
    const std::string prompt = requiredText(row, "question");
    parsed.question.text = plainQuestion(prompt);
    if (parsed.question.text != prompt)
        parsed.question.prompt = prompt;
    if (parsed.question.text.empty())
        throw BadRow("the question is empty");
    parsed.question.answer = firstText(row, {"answer", "correct_answer"});
    parsed.question.dataset = datasetOf(firstText(row, {"image_path", "combined_image_path"}));
    parsed.images = imagesOf(row);
    if (!hasField(row, "response") && !hasField(row, "steps_with_score"))
        return {parsed};

    Trace trace;
    trace.response = requiredText(row, "response");
    trace.externalId = firstText(row, {"uid", "unique_id", "id"});
    std::vector<std::string> scored;
    if (hasField(row, "steps_with_score"))
        for (const Json entry : requiredArray(row, "steps_with_score")) {
            parsed.estimates.push_back(
                countsOf(entry, static_cast<int>(scored.size()), origin.file));
            scored.push_back(requiredText(entry, "step"));
        }
    trace.steps = stepsOf(trace.response, scored);
    if (trace.steps.empty())
        throw BadRow("the response has no steps");
    trace.answer = finalAnswer(trace.response);
    trace.correct = boolean(row, "final_answer_correct");
    if (!trace.correct)
        trace.correct = answerCorrect(trace.answer, parsed.question);
    parsed.trace = std::move(trace);
    return {parsed};
}

} // namespace steplight
