// SPDX-License-Identifier: GPL-3.0-or-later
// How steps should read, for who trains a policy: solutions to imitate ("sft"), and pairs of which
// one is preferred ("preference", step-DPO's). A line a rewritten step.
#include "storage/continuations.h"
#include "storage/export/json_row.h"
#include "storage/export/label_form.h"
#include "storage/export/solution_layout.h"
#include "storage/export/vlprm_chat.h"
#include "storage/reading.h"

#include <algorithm>
#include <string_view>

namespace steplight {
namespace {

/// One label that rewrites, with what a policy made of it.
struct Corrected {
    const TraceDetail& detail;
    const Label& label;
    std::vector<Step> steps;           ///< up to the rewritten one, which is the last
    std::optional<Trace> continuation; ///< the first that begins with them and reaches the key

    /// With the continuation where there is one; an answer ends only a whole solution. It begins
    /// with the prefix, letter by letter, whatever a continuation has in its place.
    std::string solution() const
    {
        if (!continuation)
            return solutionLayout(steps, {});
        std::vector<Step> whole = steps;
        whole.insert(whole.end(),
                     continuation->steps.begin() + static_cast<std::ptrdiff_t>(steps.size()),
                     continuation->steps.end());
        return solutionLayout(whole, continuation->answer);
    }
    std::vector<Step> prefix() const { return {steps.begin(), steps.end() - 1}; }
};

std::string_view trimmed(std::string_view text)
{
    constexpr auto blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// A label that came later may have rewritten a step before: it has a beginning of its own then.
bool beginsWith(const Trace& trace, const std::vector<Step>& steps)
{
    return trace.steps.size() >= steps.size() &&
           std::equal(steps.begin(), steps.end(), trace.steps.begin(),
                      [](const Step& one, const Step& other) {
                          return trimmed(one.text) == trimmed(other.text);
                      });
}

/// Always, but in a project that somebody else has made.
bool isOfAStep(const Label& label, const Trace& trace)
{
    return label.step >= 0 && static_cast<std::size_t>(label.step) < trace.steps.size();
}

using RowOf = JsonRow (*)(const Corrected& corrected);

JsonRow sftRow(const Corrected& corrected)
{
    return {{"prompt", questionText(corrected.detail.question)},
            {"completion", corrected.solution()}};
}

/// As whole or as short as the preferred one, so that nothing but the step tells them apart.
std::string rejectedSolution(const Corrected& corrected, std::vector<Step> steps)
{
    const Trace& trace = corrected.detail.trace;
    const auto at = static_cast<std::ptrdiff_t>(corrected.label.step);
    const auto from = trace.steps.begin() + at;
    steps.insert(steps.end(), from, corrected.continuation ? trace.steps.end() : from + 1);
    return solutionLayout(steps, corrected.continuation ? trace.answer : std::string());
}

JsonRow preferenceRow(const Corrected& corrected)
{
    const std::vector<Step> prefix = corrected.prefix();
    JsonRow texts = JsonRow::array();
    for (const Step& step : prefix)
        texts.push_back(step.text);
    const std::string before = solutionLayout(prefix, {});
    return {{"prompt", questionText(corrected.detail.question)},
            {"prefix", before},
            {"prefix_steps", texts},
            {"chosen", corrected.solution().substr(before.size())},
            {"rejected", rejectedSolution(corrected, prefix).substr(before.size())}};
}

class RewriteForm final : public LabelForm
{
public:
    RewriteForm(Project& project, RowOf rowOf) : m_project(project), m_rowOf(rowOf) {}

    std::int64_t add(const LabelledTrace& trace, ExportFiles& files) override
    {
        std::int64_t rows = 0;
        for (const LabelSheet& sheet : trace.sheets)
            for (const Label* label : sheet.labels)
                if (!label->verdict.rewrite.empty() && isOfAStep(*label, trace.detail.trace)) {
                    addRow(trace, *label, files);
                    ++rows;
                }
        return rows;
    }

private:
    void addRow(const LabelledTrace& trace, const Label& label, ExportFiles& files)
    {
        const TraceDetail& detail = trace.detail;
        Corrected corrected{detail, label, correctedSteps(detail, label), {}};
        corrected.continuation = rightContinuation(corrected);
        JsonRow row{{"id", label.id},
                    {"trace", trace.joinId},
                    {"step", label.step},
                    {"annotator", label.annotator}};
        row.update(m_rowOf(corrected));
        row["whole"] = corrected.continuation.has_value();
        row["images"] = JsonRow::array();
        for (const ImageRef& image : detail.question.images) {
            row["images"].push_back(trace.pictures.nameOf(image));
            if (files.writes())
                trace.pictures.place(image);
        }
        const std::string line = lineOf(row);
        files.write(files.out(), line + "\n", 1);
        files.sample(line);
    }

    std::optional<Trace> rightContinuation(const Corrected& corrected)
    {
        const ContinuedStep* continued = continuedFrom(corrected.detail, corrected.label);
        if (!continued)
            return std::nullopt;
        for (const Continuation& one : continued->traces)
            if (one.correct == true)
                if (Trace trace = traceDetail(m_project, one.traceId).trace;
                    beginsWith(trace, corrected.steps))
                    return trace;
        return std::nullopt;
    }

    Project& m_project;
    RowOf m_rowOf;
};

} // namespace

std::unique_ptr<LabelForm> makeSftForm(Project& project)
{
    return std::make_unique<RewriteForm>(project, sftRow);
}

std::unique_ptr<LabelForm> makePreferenceForm(Project& project)
{
    return std::make_unique<RewriteForm>(project, preferenceRow);
}

} // namespace steplight
