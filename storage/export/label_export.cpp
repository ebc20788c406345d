// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/label_export.h"

#include "storage/content.h"
#include "storage/export/data_card.h"
#include "storage/export/trace_pass.h"
#include "storage/export/unsaid.h"
#include "storage/labels.h"

#include <set>

namespace steplight {
namespace fs = std::filesystem;
namespace {

void check(const ExportRecipe& recipe)
{
    const ExportRecipe plain;
    if (recipe.rule != plain.rule || recipe.set != plain.set || recipe.threshold != plain.threshold)
        throw StorageError("no-such-rule",
                           "The form " + recipe.format +
                               " says what people said, without a rule, a set or a threshold. "
                               "Nothing was written; leave them out.");
}

/// Where pictures lie: beside the file, but in the folder that labelme opens.
fs::path pictureFolder(const ExportRecipe& recipe, const fs::path& out)
{
    return recipe.format == "labelme" ? out : out.parent_path();
}

std::string joinIdOf(Project& project, const Trace& trace)
{
    const bool own =
        !trace.externalId.empty() && tracesByExternalId(project, trace.externalId).size() == 1;
    return own ? trace.externalId : trace.id;
}

/// "folder/" is the folder.
fs::path withoutSlash(const fs::path& out)
{
    return out.has_filename() ? out : out.parent_path();
}

/// A project may come from a stranger.
bool isBroken(const Region& region, const Question& question)
{
    return region.image < 0 || static_cast<std::size_t>(region.image) >= question.images.size() ||
           !regionFault(region).empty();
}

TraceDetail detailOf(Project& project, const Candidate& candidate, ExportReport& report)
{
    TraceDetail detail = traceDetail(project, candidate.key);
    for (Label& label : detail.labels)
        if (const auto broken = std::erase_if(
                label.verdict.regions,
                [&](const Region& region) { return isBroken(region, detail.question); });
            broken > 0)
            report.unsaid["broken region"] += static_cast<std::int64_t>(broken);
    return detail;
}

std::int64_t saidSteps(const TraceDetail& detail, std::string_view format)
{
    std::set<int> steps;
    for (const Label& label : detail.labels)
        if (label.step != wholeTrace && saysLabel(format, label))
            steps.insert(label.step);
    return static_cast<std::int64_t>(steps.size());
}

} // namespace

std::unique_ptr<LabelForm> labelForm(std::string_view format, Project& project)
{
    if (format == "prm800k")
        return makePrm800kForm();
    if (format == "potato")
        return makePotatoForm();
    if (format == "label-studio")
        return makeLabelStudioForm();
    if (format == "labelme")
        return makeLabelmeForm();
    if (format == "sft")
        return makeSftForm(project);
    if (format == "preference")
        return makePreferenceForm(project);
    return format == "coco" ? makeCocoForm() : nullptr;
}

ExportReport exportLabels(Project& project, const ExportRecipe& asked, ExportMode mode,
                          const ExportProgressed& progressed, std::stop_token stop)
{
    ExportRecipe recipe = asked;
    recipe.out = withoutSlash(asked.out).string(); // "regions" and "regions/" are one folder
    check(recipe);
    const auto form = labelForm(recipe.format, project);
    ExportReport report;
    std::set<std::string> annotators;
    ExportFiles files(recipe.out, mode);
    PictureFolder pictures(pictureFolder(recipe, files.out()));
    const auto look = [&](const Candidate& candidate) {
        ++report.traces;
        report.stepsBefore += candidate.steps;
        const TraceDetail detail = candidate.judged || form->wantsUnlabelled()
                                       ? detailOf(project, candidate, report)
                                       : TraceDetail{};
        if (detail.labels.empty() && !form->wantsUnlabelled()) {
            ++report.dropped["trace without a label"];
            return;
        }
        countUnsaid(detail, recipe.format, report.unsaid);
        report.steps += saidSteps(detail, recipe.format);
        const auto sheets = sheetsOf(detail.labels);
        for (const LabelSheet& sheet : sheets)
            annotators.insert(sheet.annotator);
        report.rows +=
            form->add({detail, sheets, joinIdOf(project, detail.trace), pictures}, files);
    };
    const auto traces = candidates(project, recipe.query);
    ExportProgress progress{0, static_cast<std::int64_t>(traces.size())};
    form->begin(files);
    if (!passTraces(project, traces, progress, progressed, stop, look)) {
        ExportReport cancelled;
        cancelled.cancelled = true;
        return cancelled;
    }
    if (progressed)
        progressed(progress);
    form->finish(files);
    report.samples = files.samples();
    report.files = files.commit();
    if (mode == ExportMode::write) {
        AtomicFile card(files.out().string() + ".card.json");
        card.write(cardText(recipe, report, nullptr, annotators.size()));
        report.files.push_back({files.out().string() + ".card.json", 0, card.commit()});
    }
    return report;
}

} // namespace steplight
