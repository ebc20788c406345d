// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbs.h"

#include "app/json.h"
#include "app/progress_line.h"
#include "storage/export/export.h"
#include "storage/export/fusion.h"
#include "storage/export/rules.h"
#include "storage/import/import.h"
#include "storage/upkeep.h"

namespace steplight {
namespace {

struct ImportVerb {
    std::string project;
    std::vector<std::string> paths;
    std::string format;
    std::vector<std::string> images;
    std::vector<std::string> judge;
    bool reference = false;
};

struct ExportVerb {
    std::string project;
    ExportRecipe recipe;
    bool preview = false;
};

struct FuseVerb {
    std::string project;
    std::string query;
    std::string rows; ///< a rule
    double threshold = 0;
};

std::string listed(const std::string& title, const std::map<std::string, std::int64_t>& counts)
{
    std::string text = counts.empty() ? "" : "\n" + title;
    for (const auto& [what, count] : counts)
        text += "\n  " + std::to_string(count) + "  " + what;
    return text;
}

/// The first ones; all stand in the JSON and in the project.
std::string reasons(const std::vector<RejectedRow>& rejected)
{
    constexpr std::size_t most = 20;
    std::string text;
    for (std::size_t i = 0; i < rejected.size() && i < most; ++i)
        text += "  line " + std::to_string(rejected[i].line) + ": " + rejected[i].reason + "\n";
    if (rejected.size() > most)
        text += "  and " + std::to_string(rejected.size() - most) + " more; --json lists them\n";
    return text;
}

std::string say(const ImportReport& report)
{
    std::string text;
    for (const ImportedFile& file : report.files) {
        text += file.path + " (" + (file.format.empty() ? "no format" : file.format) +
                "): " + std::to_string(file.rows) + " rows, " + std::to_string(file.traces) +
                " new traces, " + std::to_string(file.questionsOnly) + " new questions alone, " +
                std::to_string(file.duplicates) + " duplicates, " +
                std::to_string(file.rejected.size()) + " rejected\n";
        text += reasons(file.rejected);
        for (const auto& [what, count] : file.altered)
            text += "  " + std::to_string(count) + "  " + what + "\n";
    }
    for (const std::string& file : report.skipped)
        text += file + ": skipped, no format that `formats` lists\n";
    text += "judge: " + std::to_string(report.judgeMatched) + " of " +
            std::to_string(report.judgeReplies) + " replies matched, " +
            std::to_string(report.judgeUnparsable) + " unparsable\n";
    if (std::any_of(report.files.begin(), report.files.end(),
                    [](const ImportedFile& file) { return !file.rejected.empty(); }))
        text += "rejected rows are kept with their text; all others were imported\n";
    return text + "images: " + std::to_string(report.imagesFound) + " found, " +
           std::to_string(report.imagesMissing) + " missing";
}

Outcome import(const ImportVerb& options)
{
    ImportOptions how;
    how.format = options.format;
    how.imageFolders.assign(options.images.begin(), options.images.end());
    how.judgePaths.assign(options.judge.begin(), options.judge.end());
    how.copyImages = !options.reference;
    const std::vector<std::filesystem::path> paths(options.paths.begin(), options.paths.end());

    Project project(options.project);
    ProgressLine line;
    const ImportReport report =
        importPaths(project, paths, how, [&](const ImportProgress& progress) {
            line.show("reading " + progress.path, progress.bytes, progress.totalBytes);
        });
    while (indexTexts(project))
        line.show("indexing texts", 0, 0);
    bool rejected = false;
    for (const ImportedFile& file : report.files)
        rejected = rejected || !file.rejected.empty();
    return {jsonOf(report), say(report), rejected ? exitRejected : exitDone};
}

Json listOf(const std::vector<FormatLine>& formats)
{
    Json list = Json::array();
    for (const FormatLine& format : formats)
        list.push_back({{"name", format.name}, {"about", format.description}});
    return list;
}

Outcome printFormats()
{
    std::string text = "Reads:";
    for (const FormatLine& format : importFormatLines())
        text += "\n  " + format.name + "  " + format.description;
    text += "\nWrites:";
    for (const FormatLine& format : exportFormatLines())
        text += "\n  " + format.name + "  " + format.description;
    return {{{"import", listOf(importFormatLines())}, {"export", listOf(exportFormatLines())}},
            text};
}

Outcome write(const ExportVerb& options)
{
    Project project(options.project, Access::readOnly);
    ProgressLine line;
    const ExportReport report = exportTraces(
        project, options.recipe, options.preview ? ExportMode::preview : ExportMode::write,
        [&](const ExportProgress& progress) {
            line.show("writing", progress.traces, progress.total);
        });
    std::string text =
        (options.preview ? "Would write " : "Wrote ") + std::to_string(report.rows) + " rows.";
    for (const ExportedFile& file : report.files)
        text += "\n  " + file.path + "  sha256 " + file.sha256;
    text += listed("What the format has no place for:", report.unsaid);
    text += listed("Left out, because the format cannot say it or the rule does not use it:",
                   report.dropped);
    return {jsonOf(report), text};
}

std::string say(const RuleOutcome& outcome)
{
    const auto number = [](std::int64_t n) { return std::to_string(n); };
    std::string text = outcome.rule + ": " + number(outcome.kept()) + " of " +
                       number(outcome.traces) + " traces (" + number(outcome.correct) + " right, " +
                       number(outcome.perceptionErrors) + " with an error of perception, " +
                       number(outcome.reasoningErrors) + " of reasoning), " + number(outcome.plus) +
                       " + and " + number(outcome.minus) + " -";
    if (outcome.compared > 0)
        text += "; of " + number(outcome.compared) + " steps that people rated " +
                number(outcome.agreeing) + " have their sign";
    for (const auto& [reason, count] : outcome.dropped)
        text += "\n  " + number(count) + "  " + reason;
    return text + "\n";
}

Outcome fuseRows(Project& project, const FuseVerb& options)
{
    const auto& rules = trainingRules();
    if (std::find(rules.begin(), rules.end(), options.rows) == rules.end())
        throw StorageError("no-such-rule", "There is no rule \"" + options.rows + "\".");
    Json rows = Json::array();
    std::string text;
    eachByRule(project, options.query, options.rows, options.threshold, [&](const RuleRow& row) {
        rows.push_back(jsonOf(row));
        text += row.trace + "  " + rows.back()["signs"].get<std::string>();
        for (const std::string& reason : row.dropped)
            text += "  (" + reason + ")";
        text += "\n";
    });
    return {{{"threshold", options.threshold}, {"rule", options.rows}, {"rows", rows}}, text};
}

Outcome fuseAll(const FuseVerb& options)
{
    Project project(options.project, Access::readOnly);
    if (!options.rows.empty())
        return fuseRows(project, options);
    ProgressLine line;
    const auto outcomes =
        compareRules(project, options.query, options.threshold,
                     [&](auto done, auto total) { line.show("fusing", done, total); });
    Json rules = Json::array();
    std::string text;
    for (const RuleOutcome& outcome : outcomes) {
        rules.push_back(jsonOf(outcome));
        text += say(outcome);
    }
    return {
        {{"threshold", options.threshold}, {"traces", outcomes.front().traces}, {"rules", rules}},
        text};
}

void declareImport(CLI::App& command, ImportVerb& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command.add_option("PATH", options.paths, "files, folders, or - for standard input")
        ->required();
    command.add_option("--format", options.format,
                       "see steplight formats; told by content if absent");
    command.add_option("--images", options.images, "a folder to look for pictures in")
        ->expected(1)
        ->take_all();
    command.add_option("--judge", options.judge, "judge requests or replies to join")
        ->expected(1)
        ->take_all();
    command.add_flag("--reference", options.reference, "refer to pictures instead of copying them");
}

void declareExport(CLI::App& command, ExportVerb& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command.add_option("--format", options.recipe.format, "see steplight formats")->required();
    command.add_option("--out", options.recipe.out, "the file to write; labelme: the folder")
        ->required();
    command.add_flag("--preview", options.preview,
                     "write nothing; say what would be written and what the format cannot say");
    command.add_option("--query", options.recipe.query, "which traces; empty = all");
    command.add_option("--rule", options.recipe.rule, "how labels and estimates are fused");
    command.add_option("--set", options.recipe.set, "full, balanced or ablation");
    command.add_option("--threshold", options.recipe.threshold, "mc at or below it is wrong");
}

void declareFuse(CLI::App& command, FuseVerb& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command.add_option("--query", options.query, "which traces; empty = all");
    command.add_option("--threshold", options.threshold, "mc at or below it is wrong");
    command.add_option("--rows", options.rows, "trace by trace what this rule makes of it");
}

} // namespace

void addDataVerbs(CLI::App& app, std::vector<Verb>& verbs)
{
    addVerb<ImportVerb>(app, verbs, "import", "read traces; safe to repeat", declareImport, import);
    addVerb<char>(
        app, verbs, "formats", "list what can be read and written", [](CLI::App&, char&) {},
        [](char) { return printFormats(); });
    addVerb<ExportVerb>(app, verbs, "export", "write a dataset with its data card", declareExport,
                        write);
    addVerb<FuseVerb>(app, verbs, "fuse", "say what each rule makes of the traces", declareFuse,
                      fuseAll);
}

} // namespace steplight
