// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/potato.h"

#include "storage/import/solution_text.h"
#include "storage/import/task_trace.h"

#include <algorithm>

namespace steplight {
namespace {

struct Mark {
    std::optional<int> reward;
    std::string source; ///< "human", "ai", or empty in older files
    std::optional<bool> verified;
    std::optional<int> suggested; ///< what a model proposed
};

std::optional<int> rewardOf(Json step, std::string_view key, std::size_t index)
{
    const auto reward = integer(step, key);
    if (!reward && hasField(step, key))
        throw BadRow("step " + std::to_string(index) + ": the reward is no whole number");
    if (reward && (*reward < -1 || *reward > 1))
        throw BadRow("step " + std::to_string(index) + ": the reward is not -1, 0 or 1");
    return reward ? std::optional(static_cast<int>(*reward)) : std::nullopt;
}

std::vector<Mark> readMarks(Json row)
{
    std::vector<Mark> marks;
    for (const Json step : requiredArray(row, "steps")) {
        const auto index = marks.size();
        if (const auto said = integer(step, "index");
            said && *said != static_cast<std::int64_t>(index))
            throw BadRow("step " + std::to_string(index) + " has the index " +
                         std::to_string(*said));
        marks.push_back({rewardOf(step, "reward", index), text(step, "source"),
                         boolean(step, "verified"), rewardOf(step, "ai_reward", index)});
    }
    if (marks.empty())
        throw BadRow("no steps");
    return marks;
}

/// Potato writes 0 also for a step that nobody has marked, and a model's proposal as its reward.
bool isLabel(const Mark& mark)
{
    if (!mark.reward || (mark.source == "ai" && !mark.verified.value_or(false)))
        return false;
    return *mark.reward != 0 || (!mark.source.empty() && mark.verified.value_or(true));
}

/// Steps that a person has looked at. In the mode "first_error", which is the usual one, a click on
/// a wrong step marks it and all that follow; so is a file read that names no mode and looks it.
std::size_t lookedAt(const std::vector<Mark>& marks, const std::string& mode)
{
    const auto isWrong = [](const Mark& mark) { return mark.reward == -1 && isLabel(mark); };
    const auto error = std::find_if(marks.begin(), marks.end(), isWrong);
    const bool filled =
        mode == "first_error" || (mode.empty() && std::all_of(error, marks.end(), isWrong));
    const auto end = error != marks.end() && filled ? error + 1 : marks.end();
    return static_cast<std::size_t>(end - marks.begin());
}

Estimate suggestion(int step, int reward)
{
    Estimate estimate;
    estimate.kind = EstimateKind::judge;
    estimate.step = step;
    estimate.source.name = "Potato's proposal";
    estimate.value = (reward + 1) / 2.0;
    return estimate;
}

/// Steps as Potato's trajectories have them: {"action": "…"}.
bool isItem(Json row)
{
    simdjson::dom::array steps;
    const auto list = field(row, "steps");
    return list && list->get(steps) == simdjson::SUCCESS && steps.size() > 0 &&
           isText(steps.at(0).value(), "action");
}

/// What one person says of one trace. row: {steps, mode}.
TraceLabels labelsOf(Json row, const std::string& instance, const std::string& annotator)
{
    TraceLabels said;
    said.externalId = instance;
    const auto marks = readMarks(row);
    said.steps = marks.size();
    const auto looked = lookedAt(marks, text(row, "mode"));
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const int step = static_cast<int>(i);
        const Mark& mark = marks[i];
        if (const auto proposed =
                mark.source == "ai" && !mark.suggested ? mark.reward : mark.suggested)
            said.estimates.push_back(suggestion(step, *proposed));
        if (i >= looked || !isLabel(mark))
            continue;
        Label label;
        label.step = step;
        label.annotator = annotator;
        label.verdict.rating = *mark.reward;
        if (mark.source == "ai")
            label.verdict.reason = "a model's proposal, confirmed";
        said.labels.push_back(std::move(label));
    }
    return said;
}

/// The texts among the values of an instance: [[{schema, name}, value]].
std::vector<std::string> blobsOf(Json labels)
{
    std::vector<std::string> blobs;
    simdjson::dom::array list, pair;
    std::string_view value;
    if (labels.get(list) == simdjson::SUCCESS)
        for (const Json label : list)
            if (label.get(pair) == simdjson::SUCCESS && pair.size() == 2 &&
                pair.at(1).get(value) == simdjson::SUCCESS)
                blobs.emplace_back(value);
    return blobs;
}

/// Values of other schemas, which may be any text, say nothing of steps.
void addLabels(const std::string& instance, const std::string& blob, const std::string& person,
               std::vector<ParsedRow>& rows)
{
    simdjson::dom::parser parser;
    Json value;
    if (parser.parse(blob).get(value) != simdjson::SUCCESS || !isList(value, "steps"))
        return;
    try {
        rows.emplace_back(labelsOf(value, instance, person));
    } catch (const BadRow& bad) {
        rows.emplace_back(
            UnusableRow{"instance " + std::string(excerpt(instance)) + ": " + bad.what()});
    }
}

} // namespace

bool PotatoTraces::recognises(Json row) const
{
    return isText(row, "question") && (isText(row, "reasoning") || isItem(row));
}

std::vector<ParsedRow> PotatoTraces::parse(Json row, const RowOrigin&) const
{
    ParsedTrace parsed = taskTrace(row);
    if (!parsed.trace) {
        Trace& trace = parsed.trace.emplace();
        trace.response = requiredText(row, "reasoning");
        for (const auto& piece : splitReasoning(trace.response))
            trace.steps.push_back(
                {Section::reasoning, withoutStepNumber(piece, trace.steps.size())});
        if (trace.steps.empty())
            throw BadRow("the reasoning is empty");
        trace.answer = finalAnswer(trace.response);
        trace.correct = answerCorrect(trace.answer, parsed.question);
    }
    parsed.trace->externalId = textOrNumber(row, "id");
    return {parsed};
}

bool PotatoLabels::recognises(Json row) const
{
    simdjson::dom::array steps;
    const auto list = field(row, "steps");
    return hasField(row, "instance_id") && list && list->get(steps) == simdjson::SUCCESS &&
           steps.size() > 0 && steps.at(0).at_key("reward").error() != simdjson::NO_SUCH_FIELD;
}

std::vector<ParsedRow> PotatoLabels::parse(Json row, const RowOrigin&) const
{
    const auto instance = textOrNumber(row, "instance_id");
    if (instance.empty())
        throw BadRow("no instance_id");
    return {labelsOf(row, instance, textOrNumber(row, "annotator"))};
}

bool PotatoState::recognises(Json row) const
{
    const auto values = field(row, "instance_id_to_label_to_value");
    return isText(row, "user_id") && values && values->is_object();
}

std::vector<ParsedRow> PotatoState::parse(Json row, const RowOrigin&) const
{
    const auto person = requiredText(row, "user_id");
    const auto values = field(row, "instance_id_to_label_to_value");
    simdjson::dom::object instances;
    if (!values || values->get(instances) != simdjson::SUCCESS)
        throw BadRow("no instance_id_to_label_to_value");
    std::vector<ParsedRow> rows;
    for (const auto [instance, labels] : instances)
        for (const auto& blob : blobsOf(labels))
            addLabels(std::string(instance), blob, person, rows);
    return rows;
}

} // namespace steplight
