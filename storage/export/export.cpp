// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/export.h"

#include "storage/export/atomic_file.h"
#include "storage/export/data_card.h"
#include "storage/export/label_export.h"
#include "storage/export/picture_folder.h"
#include "storage/export/rules.h"
#include "storage/export/trace_pass.h"
#include "storage/export/training_set.h"
#include "storage/export/unsaid.h"
#include "storage/export/vlprm_chat.h"
#include "storage/identity.h"

#include <algorithm>
#include <memory>
#include <set>
#include <unordered_set>

namespace steplight {
namespace {

constexpr std::size_t mostSamples = 5;

bool isOfTheProject(const Project& project, const std::filesystem::path& out)
{
    const auto inside = std::filesystem::weakly_canonical(out).lexically_relative(
        std::filesystem::weakly_canonical(project.folder()));
    const std::string first = inside.empty() ? "" : inside.begin()->string();
    return first.starts_with("project") || first == "images" || first == "runs";
}

void check(Project& project, const ExportRecipe& recipe, ExportMode mode)
{
    if (!isTrainingFormat(recipe.format) && !labelForm(recipe.format, project))
        throw StorageError("no-such-format", "There is no export format \"" + recipe.format +
                                                 "\". Nothing was written; `formats` lists them.");
    const auto& rules = trainingRules();
    if (std::find(rules.begin(), rules.end(), recipe.rule) == rules.end())
        throw StorageError("no-such-rule",
                           "There is no rule \"" + recipe.rule +
                               "\". Nothing was written; use human-first, human, paper, judge, "
                               "consensus or mc-hard.");
    const auto& sets = trainingSets();
    if (std::find(sets.begin(), sets.end(), recipe.set) == sets.end())
        throw StorageError("no-such-set",
                           "There is no set \"" + recipe.set +
                               "\". Nothing was written; use full, balanced or ablation.");
    if (mode == ExportMode::write && recipe.out.empty())
        throw StorageError("io", "No file to write to was named.");
    if (mode == ExportMode::write && isOfTheProject(project, recipe.out))
        throw StorageError("io", recipe.out + " is where the project keeps its own data. Nothing "
                                              "was written; name another file.");
}

/// Whether a row belongs to the set.
using Wanted = std::function<bool(const Candidate& trace, const std::string& id, RowKind kind)>;

class Writing
{
public:
    Writing(Project& project, const ExportRecipe& recipe, ExportMode mode, Wanted wanted)
        : m_project(project), m_recipe(recipe), m_wanted(std::move(wanted)),
          m_pictures(std::filesystem::path(recipe.out).parent_path())
    {
        if (mode == ExportMode::write)
            m_file = std::make_unique<AtomicFile>(recipe.out);
    }

    void add(const Candidate& trace);
    ExportReport finish();

private:
    void count(const TraceDetail& detail, const std::vector<bool>& signs);
    void drop(const TrainingLabels& labels, std::size_t steps);
    bool isNew(const ChatRow& row);

    Project& m_project;
    const ExportRecipe& m_recipe;
    Wanted m_wanted;
    PictureFolder m_pictures;
    std::unique_ptr<AtomicFile> m_file;
    ExportReport m_report;
    SignCounts m_signs;
    std::set<std::string> m_annotators;
    std::unordered_set<std::string> m_seen;
};

void Writing::count(const TraceDetail& detail, const std::vector<bool>& signs)
{
    ++m_report.rows;
    m_report.steps += static_cast<std::int64_t>(signs.size());
    const auto plus = std::count(signs.begin(), signs.end(), true);
    m_signs.plus += plus;
    m_signs.minus += static_cast<std::int64_t>(signs.size()) - plus;
    for (const auto& label : detail.labels)
        m_annotators.insert(label.annotator);
}

/// Two traces may begin alike and end there: a trainer, and an import, would see one twice.
bool Writing::isNew(const ChatRow& row)
{
    std::string said;
    const auto add = [&said](const std::string& text) {
        said += std::to_string(text.size()) + ":" + text;
    };
    add(row.question.text);
    for (const auto& option : row.question.options)
        add(option);
    said += ";";
    for (const auto& image : row.images)
        add(image);
    said += ";";
    for (std::size_t i = 0; i < row.signs.size(); ++i) {
        said += row.steps[i].section == Section::perception ? "p" : "r";
        add(row.steps[i].text);
    }
    return m_seen.insert(sha256(said).substr(0, 32)).second;
}

void Writing::drop(const TrainingLabels& labels, std::size_t steps)
{
    ++m_report.traces;
    m_report.stepsBefore += static_cast<std::int64_t>(steps);
    for (const auto& [reason, count] : labels.dropped)
        m_report.dropped[reason] += count;
}

void Writing::add(const Candidate& trace)
{
    TraceDetail detail;
    if (!trace.judged && !speaksOfCountsAlone(m_recipe.rule)) {
        detail.trace.steps.resize(static_cast<std::size_t>(trace.steps)); // no rule reads them
        return drop(fuse(detail, m_recipe.rule, m_recipe.threshold), detail.trace.steps.size());
    }
    detail = traceDetail(m_project, trace.key);
    countUnsaid(detail, m_recipe.format, m_report.unsaid);
    const TrainingLabels labels = fuse(detail, m_recipe.rule, m_recipe.threshold);
    drop(labels, detail.trace.steps.size());
    if (labels.signs.empty())
        return;
    ChatRow row{chatId(detail.trace), detail.question, detail.trace.steps, labels.signs, {}};
    for (const auto& image : detail.question.images)
        row.images.push_back(m_pictures.nameOf(image));
    if (!isNew(row)) {
        ++m_report.dropped["row with the same steps as an earlier one"];
        return;
    }
    if (!m_wanted(trace, detail.trace.id, kindOf(labels.signs, detail.trace.steps))) {
        ++m_report.dropped["row that the set leaves out"];
        return;
    }
    count(detail, labels.signs);
    const std::string line = vlprmChatLine(row);
    if (m_report.samples.size() < mostSamples)
        m_report.samples.push_back(line);
    if (!m_file)
        return;
    for (const auto& image : detail.question.images)
        m_pictures.place(image);
    m_file->write(line + "\n");
}

ExportReport Writing::finish()
{
    if (m_file) {
        AtomicFile card(m_recipe.out + ".card.json");
        m_report.files.push_back({m_recipe.out, m_report.rows, m_file->commit()});
        card.write(cardText(m_recipe, m_report, &m_signs, m_annotators.size()));
        m_report.files.push_back({m_recipe.out + ".card.json", 0, card.commit()});
    }
    return std::move(m_report);
}

} // namespace

std::map<std::string, std::int64_t> unsaidBy(Project& project, const std::string& format,
                                             const std::string& query)
{
    ExportRecipe recipe;
    recipe.format = format;
    recipe.query = query;
    return exportTraces(project, recipe, ExportMode::preview).unsaid;
}

ExportReport exportTraces(Project& project, const ExportRecipe& recipe, ExportMode mode,
                          const ExportProgressed& progressed, std::stop_token stop)
{
    check(project, recipe, mode);
    if (!isTrainingFormat(recipe.format))
        return exportLabels(project, recipe, mode, progressed, std::move(stop));
    const auto traces = candidates(project, recipe.query);
    const bool balanced = recipe.set == "balanced";
    ExportProgress progress{0, static_cast<std::int64_t>(traces.size()) * (balanced ? 2 : 1)};
    const auto pass = [&](Writing& writing) {
        passTraces(project, traces, progress, progressed, stop,
                   [&](const Candidate& trace) { writing.add(trace); });
    };
    std::unordered_set<std::int64_t> chosen;
    if (balanced) {
        Balance balance;
        Writing counting(project, recipe, ExportMode::preview,
                         [&](const Candidate& trace, const std::string& id, RowKind kind) {
                             balance.add(trace.key, id, kind);
                             return true;
                         });
        pass(counting);
        chosen = balance.chosen();
    }
    Writing writing(project, recipe, mode,
                    [&](const Candidate& trace, const std::string&, RowKind kind) {
                        return balanced ? chosen.contains(trace.key)
                                        : recipe.set == "full" || kind != RowKind::perceptionError;
                    });
    pass(writing);
    if (stop.stop_requested()) {
        ExportReport cancelled;
        cancelled.cancelled = true;
        return cancelled;
    }
    if (progressed)
        progressed(progress);
    return writing.finish();
}

bool isTrainingFormat(std::string_view format)
{
    return format == "vlprm-chat";
}

std::vector<FormatLine> exportFormatLines()
{
    return {{"vlprm-chat", "VL-PRM training chats (JSON Lines): a step a turn, answered + or -"},
            {"prm800k", "PRM800K's labels (JSON Lines): a person's ratings of a trace a line"},
            {"potato", "Potato's PRM export (JSON Lines), and its items beside it"},
            {"label-studio",
             "Label Studio's tasks (JSON) with annotations and predictions, and their config"},
            {"labelme", "labelme's files of regions (JSON), one beside each picture of a folder"},
            {"coco", "COCO annotations (JSON) of regions, with attributes of their steps"},
            {"sft", "Rewritten steps to imitate (JSON Lines): prompt and completion"},
            {"preference",
             "Rewritten steps to prefer (JSON Lines): chosen and rejected after a prefix"}};
}

} // namespace steplight
