// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/label_studio.h"

#include "storage/import/label_studio_results.h"
#include "storage/import/task_trace.h"

#include <algorithm>
#include <array>

namespace steplight {
namespace {

std::vector<std::string> stepIds(Json data)
{
    std::vector<std::string> ids;
    const auto run = field(data, "run");
    const auto steps = run ? field(*run, "steps") : field(data, "steps");
    simdjson::dom::array list;
    if (steps && steps->get(list) == simdjson::SUCCESS)
        for (const Json step : list)
            ids.push_back(textOrNumber(step, "id"));
    return ids;
}

std::optional<EstimateKind> kindOf(std::string_view control)
{
    constexpr std::array<std::pair<std::string_view, EstimateKind>, 4> kinds{
        {{"mc", EstimateKind::mc},
         {"judge", EstimateKind::judge},
         {"prm", EstimateKind::prm},
         {"given", EstimateKind::given}}};
    for (const auto& [name, kind] : kinds)
        if (name == control)
            return kind;
    return std::nullopt;
}

/// One source's words of one step, put together from several results.
struct Told {
    std::optional<EstimateKind> kind;
    std::optional<double> value;
    std::optional<std::int64_t> won, drawn;
    std::string analysis;
};

/// False when the result says nothing that an estimate can hold.
bool take(Json result, const std::string& control, Told& told)
{
    const auto value = field(result, "value");
    if (!value)
        return false;
    if (const auto kind = kindOf(control)) {
        told.kind = kind;
        told.value = number(*value, "number");
        return told.value && *told.value >= 0 && *told.value <= 1;
    }
    if (control == "won" || control == "drawn") {
        const auto count = number(*value, "number");
        if (!count || *count < 0 || *count > 1e6)
            return false;
        (control == "won" ? told.won : told.drawn) = static_cast<std::int64_t>(*count);
        return true;
    }
    if (control == "analysis") {
        const auto words = texts(*value, "text");
        told.analysis = words.empty() ? "" : words.front();
        return true;
    }
    const auto choices = texts(*value, "choices"); // of a model in Label Studio's own manner
    const auto verdict = choices.size() == 1 ? verdictOfChoice(choices.front()) : std::nullopt;
    if (!verdict || verdict->state != LabelState::rated)
        return false;
    told.kind = EstimateKind::judge;
    told.value = (verdict->rating + 1) / 2.0;
    return true;
}

Estimate estimateOf(int step, const Told& told, const std::string& source)
{
    Estimate estimate;
    estimate.kind = *told.kind;
    estimate.step = step;
    estimate.source.name = source;
    estimate.value = told.value;
    estimate.analysis = told.analysis;
    if (estimate.kind != EstimateKind::mc)
        return estimate;
    const bool counted = told.won && told.drawn && *told.drawn > 0 && *told.won <= *told.drawn;
    estimate.won = counted ? static_cast<int>(*told.won) : 0;
    estimate.drawn = counted ? static_cast<int>(*told.drawn) : countsNotTold;
    return estimate;
}

void readPrediction(Json prediction, ParsedTrace& task)
{
    auto source = textOrNumber(prediction, "model_version");
    if (source.empty())
        source = "Label Studio's prediction";
    std::map<int, Told> told;
    for (const Json result : requiredArray(prediction, "result")) {
        const auto name = controlName(text(result, "from_name"));
        const bool step =
            name.step && *name.step >= 0 && *name.step < static_cast<int>(task.trace->steps.size());
        if (!step || !take(result, name.base, told[*name.step]))
            ++task.altered["prediction, not kept"];
    }
    for (const auto& [step, words] : told)
        if (words.kind && words.value && *words.value >= 0 && *words.value <= 1)
            task.estimates.push_back(estimateOf(step, words, source));
}

} // namespace

bool LabelStudio::recognises(Json row) const
{
    const auto data = field(row, "data");
    return data && data->is_object() && (isList(row, "annotations") || isList(row, "predictions"));
}

std::vector<ParsedRow> LabelStudio::parse(Json row, const RowOrigin&) const
{
    const auto data = field(row, "data");
    if (!data)
        throw BadRow("no data");
    ParsedTrace task = taskTrace(*data);
    if (!task.trace)
        throw BadRow("no steps in the task's data");
    task.trace->externalId = firstText(*data, {"id", "uid"});
    const auto ids = stepIds(*data);
    if (isList(row, "annotations"))
        for (const Json annotation : requiredArray(row, "annotations"))
            for (auto& label : labelsOf(annotation, task, ids, task.altered))
                task.labels.push_back(std::move(label));
    if (isList(row, "predictions"))
        for (const Json prediction : requiredArray(row, "predictions")) {
            if (prediction.is_object())
                readPrediction(prediction, task);
            else // as Label Studio's own export has them
                ++task.altered["prediction named by number alone, not kept"];
        }
    return {task};
}

} // namespace steplight
