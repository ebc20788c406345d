// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/prm800k.h"

#include "storage/import/solution_text.h"
#include "storage/import/text_budget.h"
#include "storage/import/timestamp.h"

#include <algorithm>

namespace steplight {
namespace {

struct Completion {
    std::string text;
    std::optional<int> rating;
    bool flagged = false; ///< the labeler was not sure
    std::string rewrite;  ///< as the labeler would have it
};

/// What stood at one step: completions to choose from, and which one the solution goes on with.
struct Choice {
    std::vector<Completion> completions;
    std::optional<std::size_t> taken;
};

struct Row {
    ParsedTrace base; ///< the question
    std::vector<Choice> choices;
    std::vector<std::string> generated; ///< phase 2: the solution as the model wrote it
    Label label;                        ///< what every label of this row has
};

Completion readCompletion(Json value, std::size_t step)
{
    Completion completion;
    if (std::string_view words; value.get(words) == simdjson::SUCCESS) {
        completion.text = words;
        return completion;
    }
    completion.text = requiredText(value, "text");
    for (const auto key : {"rating", "corrected_rating"})
        if (const auto rating = integer(value, key)) {
            if (*rating < -1 || *rating > 1)
                throw BadRow("step " + std::to_string(step) + ": the rating is not -1, 0 or 1");
            completion.rating = static_cast<int>(*rating);
        }
    completion.flagged = boolean(value, "flagged").value_or(false);
    return completion;
}

Choice readChoice(Json step, std::size_t index, const std::vector<std::string>& generated)
{
    Choice choice;
    if (hasField(step, "completions"))
        for (const Json completion : requiredArray(step, "completions"))
            choice.completions.push_back(readCompletion(completion, index));
    auto& all = choice.completions;
    const auto generatedOne = [&] {
        return index >= generated.size()
                   ? all.end()
                   : std::find_if(all.begin(), all.end(), [&](const auto& completion) {
                         return completion.text == generated[index];
                     });
    }();
    const auto written = field(step, "human_completion");
    if (written && generatedOne != all.end()) // phase 2: the solution stands, this is how it should
        generatedOne->rewrite = readCompletion(*written, index).text;
    if (const auto chosen = integer(step, "chosen_completion")) {
        if (*chosen < 0 || *chosen >= static_cast<std::int64_t>(all.size()))
            throw BadRow("step " + std::to_string(index) + ": there is no completion " +
                         std::to_string(*chosen));
        choice.taken = static_cast<std::size_t>(*chosen);
    } else if (generatedOne != all.end()) { // phase 2 ends at the first error without a choice
        choice.taken = static_cast<std::size_t>(generatedOne - all.begin());
    } else if (written) {
        choice.taken = all.size();
        all.push_back(readCompletion(*written, index));
    }
    return choice;
}

Row readRow(Json source)
{
    const auto question = field(source, "question");
    const auto label = field(source, "label");
    if (!question || !label)
        throw BadRow(question ? "no label" : "no question");
    Row row;
    row.base.question.text = requiredText(*question, "problem");
    row.base.question.answer = textOrNumber(*question, "ground_truth_answer");
    row.base.question.dataset = "PRM800K";
    row.generated = texts(*question, "pre_generated_steps");
    for (const Json step : requiredArray(*label, "steps"))
        row.choices.push_back(readChoice(step, row.choices.size(), row.generated));
    row.label.createdAt = millisecondsOf(text(source, "timestamp"));
    row.label.guideline = row.generated.empty() ? "PRM800K phase 1" : "PRM800K phase 2";
    row.label.annotator = text(source, "annotator"); // our export's: PRM800K has no such field
    if (const auto labeler = text(source, "labeler");
        !labeler.empty() && row.label.annotator.empty())
        row.label.verdict.comment = "labeler " + labeler;
    return row;
}

void addStep(const Row& row, const Completion& completion, ParsedTrace& parsed)
{
    auto& steps = parsed.trace->steps;
    Label label = row.label;
    label.step = static_cast<int>(steps.size());
    steps.push_back({Section::reasoning, completion.text});
    if (!completion.rating && !completion.flagged)
        return;
    if (completion.rating)
        label.verdict.rating = *completion.rating;
    else
        label.verdict.state = LabelState::cannotJudge;
    if (completion.flagged)
        label.verdict.reason = "not sure";
    label.verdict.rewrite = completion.rewrite;
    parsed.labels.push_back(std::move(label));
}

/// "# Answer" and the line below it end a solution.
void takeAnswer(ParsedTrace& parsed)
{
    constexpr std::string_view head = "# Answer\n";
    Trace& trace = *parsed.trace;
    const std::string& last = trace.steps.back().text;
    const auto at = last.rfind(head);
    trace.answer = at == std::string::npos
                       ? finalAnswer(last)
                       : trimmed(std::string_view(last).substr(at + head.size()));
    trace.correct = answerCorrect(trace.answer, parsed.question);
}

/// The generated solution goes on after the first error, where nobody rated it.
void addTail(const Row& row, ParsedTrace& parsed)
{
    auto& steps = parsed.trace->steps;
    const bool same =
        steps.size() <= row.generated.size() &&
        std::equal(steps.begin(), steps.end(), row.generated.begin(),
                   [](const Step& step, const auto& text) { return step.text == text; });
    for (std::size_t i = steps.size(); same && i < row.generated.size(); ++i)
        steps.push_back({Section::reasoning, row.generated[i]});
}

/// How the labeler left. A bad problem is one in every trace; giving up ends the path.
void addEnd(const Row& row, const std::string& reason, bool isPath, ParsedTrace& parsed)
{
    Label label = row.label;
    if (reason == "bad_problem") {
        label.verdict.state = LabelState::badQuestion;
        label.verdict.reason = "bad problem";
    } else if (reason == "give_up" && isPath) {
        label.verdict.state = LabelState::cannotJudge;
        label.verdict.reason = "gave up";
    } else {
        return;
    }
    parsed.labels.push_back(std::move(label));
}

void addScore(Json question, ParsedTrace& parsed)
{
    const auto score = number(question, "pre_generated_verifier_score");
    if (!score)
        return;
    Estimate estimate;
    estimate.kind = EstimateKind::prm;
    estimate.step = static_cast<int>(parsed.trace->steps.size()) - 1;
    estimate.source.name = "PRM800K verifier";
    estimate.value = score;
    parsed.estimates.push_back(std::move(estimate));
}

} // namespace

bool Prm800k::recognises(Json row) const
{
    return at(row, "question", "problem").has_value() && at(row, "label", "steps").has_value();
}

std::vector<ParsedRow> Prm800k::parse(Json source, const RowOrigin&) const
{
    const Row row = readRow(source);
    const auto reason = text(*field(source, "label"), "finish_reason");
    std::vector<ParsedRow> rows;
    TextBudget budget;
    ParsedTrace path = row.base;
    path.trace.emplace();
    for (const Choice& choice : row.choices) {
        for (std::size_t i = 0; i < choice.completions.size(); ++i) {
            const Completion& other = choice.completions[i];
            if (i == choice.taken || (!other.rating && !other.flagged))
                continue;
            budget.spend(path.question.text, path.trace->steps);
            ParsedTrace branch = path;
            addStep(row, other, branch);
            takeAnswer(branch);
            addEnd(row, reason, false, branch);
            rows.emplace_back(std::move(branch));
        }
        if (!choice.taken)
            break;
        addStep(row, choice.completions[*choice.taken], path);
    }
    addTail(row, path);
    if (path.trace->steps.empty()) {
        if (rows.empty())
            rows.emplace_back(row.base);
        return rows;
    }
    takeAnswer(path);
    if (path.trace->steps.size() == row.generated.size())
        addScore(*field(source, "question"), path);
    addEnd(row, reason, true, path);
    rows.insert(rows.begin(), std::move(path));
    return rows;
}

} // namespace steplight
