// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbs.h"

#include "app/json.h"
#include "app/progress_line.h"
#include "storage/export/export.h"
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
};

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
    }
    text += "judge: " + std::to_string(report.judgeMatched) + " of " +
            std::to_string(report.judgeReplies) + " replies matched, " +
            std::to_string(report.judgeUnparsable) + " unparsable\n";
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
        project, options.recipe, ExportMode::write, [&](const ExportProgress& progress) {
            line.show("writing", progress.traces, progress.total);
        });
    std::string text = "Wrote " + std::to_string(report.rows) + " rows.";
    for (const ExportedFile& file : report.files)
        text += "\n  " + file.path + "  sha256 " + file.sha256;
    if (!report.dropped.empty())
        text += "\nLeft out, because the form cannot say it:";
    for (const auto& [reason, count] : report.dropped)
        text += "\n  " + std::to_string(count) + "  " + reason;
    return {jsonOf(report), text};
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
    command.add_option("--out", options.recipe.out, "the file to write")->required();
    command.add_option("--query", options.recipe.query, "which traces; empty = all");
    command.add_option("--rule", options.recipe.rule, "how labels and estimates are fused");
    command.add_option("--threshold", options.recipe.threshold, "mc at or below it is wrong");
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
}

} // namespace steplight
