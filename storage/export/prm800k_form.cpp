// SPDX-License-Identifier: GPL-3.0-or-later
// PRM800K's second phase: a solution that was there, rated step by step. Source: openai/prm800k,
// README ("Label format").
#include "storage/export/json_row.h"
#include "storage/export/label_form.h"
#include "storage/export/unsaid.h"
#include "storage/export/vlprm_chat.h"

#include <algorithm>
#include <ctime>

namespace steplight {
namespace {

/// "2022-07-30T23:23:32.118856", UTC; milliseconds since 1970.
std::string timestampOf(std::int64_t milliseconds)
{
    const std::time_t seconds = milliseconds / 1000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[40];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    return text;
}

JsonRow completionOf(const std::string& text, const Label* label)
{
    const bool rated = label && label->verdict.state == LabelState::rated;
    const bool unsure = label && (label->verdict.state == LabelState::cannotJudge ||
                                  label->verdict.reason == "not sure");
    return {{"text", text},
            {"rating", rated ? JsonRow(label->verdict.rating) : JsonRow(nullptr)},
            {"flagged", unsure}};
}

/// The step as the person would have it. The solution does not go on with it, so it is not chosen.
JsonRow humanCompletion(const Label* label)
{
    if (!label || label->verdict.rewrite.empty())
        return nullptr;
    return {{"text", label->verdict.rewrite},
            {"rating", nullptr},
            {"source", "human"},
            {"flagged", false}};
}

/// One past the last step of which the form can say something.
std::size_t endOf(const LabelSheet& sheet, std::size_t steps)
{
    std::size_t end = 0;
    for (std::size_t i = 0; i < steps; ++i)
        if (const Label* label = sheet.of(static_cast<int>(i));
            label && saysLabel("prm800k", *label))
            end = i + 1;
    return end;
}

JsonRow finishReason(const LabelSheet& sheet, std::size_t end, std::size_t steps)
{
    const Label* whole = sheet.of(wholeTrace);
    if (whole && whole->verdict.state == LabelState::badQuestion)
        return "bad_problem";
    if (whole && whole->verdict.state == LabelState::cannotJudge)
        return "give_up";
    const auto isRated = [&](std::size_t step) {
        const Label* label = sheet.of(static_cast<int>(step));
        return label && label->verdict.state == LabelState::rated;
    };
    if (end > 0 && isRated(end - 1) && sheet.of(static_cast<int>(end) - 1)->verdict.rating < 0)
        return "found_error";
    std::size_t rated = 0;
    while (rated < end && isRated(rated))
        ++rated;
    return rated == steps ? JsonRow("solution") : JsonRow(nullptr);
}

JsonRow questionOf(const TraceDetail& detail)
{
    JsonRow texts = JsonRow::array();
    for (const Step& step : detail.trace.steps)
        texts.push_back(step.text);
    return {{"problem", questionText(detail.question)},
            {"ground_truth_answer", detail.question.answer},
            {"pre_generated_steps", texts},
            {"pre_generated_answer", detail.trace.answer}};
}

JsonRow labelOf(const TraceDetail& detail, const LabelSheet& sheet, std::size_t end)
{
    const auto reason = finishReason(sheet, end, detail.trace.steps.size());
    JsonRow steps = JsonRow::array();
    for (std::size_t i = 0; i < end; ++i) {
        const bool stops = i + 1 == end && reason == "found_error";
        const Label* label = sheet.of(static_cast<int>(i));
        steps.push_back(
            {{"completions", JsonRow::array({completionOf(detail.trace.steps[i].text, label)})},
             {"human_completion", humanCompletion(label)},
             {"chosen_completion", stops ? JsonRow(nullptr) : JsonRow(0)}});
    }
    std::int64_t time = 0;
    for (const Label* label : sheet.labels)
        time += label->focusMs;
    return {{"steps", steps}, {"total_time", time}, {"finish_reason", reason}};
}

constexpr std::string_view labelerHead = "labeler ";

/// An import knows PRM800K's own labelers by a comment alone: each has a sheet of his own.
std::string labelerOf(const Label& label)
{
    const std::string& comment = label.verdict.comment;
    return label.annotator == "dataset:PRM800K" && comment.starts_with(labelerHead)
               ? comment.substr(labelerHead.size())
               : std::string();
}

std::vector<LabelSheet> byLabeler(const std::vector<LabelSheet>& sheets)
{
    std::vector<LabelSheet> split;
    for (const LabelSheet& sheet : sheets) {
        const auto begin = split.size();
        for (const Label* label : sheet.labels) {
            const auto own =
                std::find_if(split.begin() + static_cast<std::ptrdiff_t>(begin), split.end(),
                             [&](const LabelSheet& other) {
                                 return labelerOf(*other.labels.front()) == labelerOf(*label);
                             });
            if (own == split.end())
                split.push_back({sheet.annotator, {label}});
            else
                own->labels.push_back(label);
        }
    }
    return split;
}

void addLabeler(const LabelSheet& sheet, JsonRow& row)
{
    if (const auto labeler = labelerOf(*sheet.labels.front()); !labeler.empty()) {
        row["labeler"] = labeler;
        return;
    }
    row["labeler"] = sheet.annotator;
    row["annotator"] = sheet.annotator;
}

class Prm800kForm final : public LabelForm
{
public:
    std::int64_t add(const LabelledTrace& trace, ExportFiles& files) override
    {
        std::int64_t rows = 0;
        for (const LabelSheet& sheet : byLabeler(trace.sheets)) {
            const bool says =
                std::any_of(sheet.labels.begin(), sheet.labels.end(),
                            [](const Label* label) { return saysLabel("prm800k", *label); });
            if (!says)
                continue;
            const std::string line = lineOf(rowOf(trace.detail, sheet));
            files.write(files.out(), line + "\n", 1);
            files.sample(line);
            ++rows;
        }
        return rows;
    }

private:
    static JsonRow rowOf(const TraceDetail& detail, const LabelSheet& sheet)
    {
        JsonRow row;
        addLabeler(sheet, row);
        std::int64_t last = 0;
        for (const Label* label : sheet.labels)
            last = std::max(last, label->createdAt);
        row["timestamp"] = timestampOf(last);
        row["generation"] = nullptr;
        row["is_quality_control_question"] = false;
        row["is_initial_screening_question"] = false;
        row["question"] = questionOf(detail);
        row["label"] = labelOf(detail, sheet, endOf(sheet, detail.trace.steps.size()));
        return row;
    }
};

} // namespace

std::unique_ptr<LabelForm> makePrm800kForm()
{
    return std::make_unique<Prm800kForm>();
}

} // namespace steplight
