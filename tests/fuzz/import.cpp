// SPDX-License-Identifier: GPL-3.0-or-later
// The whole import, told by content, into a project: every row accounted for, and the same file
// again adds nothing. Parts of the input are files of one import (solutions, judge's requests and
// replies).
#include "fuzz.h"

#include "storage/import/import.h"
#include "storage/stats.h"
#include "storage/upkeep.h"

#include <optional>

using namespace steplight;

namespace {

constexpr int inputsPerProject = 200;

std::vector<std::filesystem::path> writeFiles(std::string_view input)
{
    const auto folder = fuzz::scratch() / "data";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    auto files = fuzz::parts(input);
    if (files.empty())
        files.emplace_back("", input);
    std::vector<std::filesystem::path> paths;
    for (const auto& [name, bytes] : files)
        paths.push_back(fuzz::write(folder / (std::to_string(paths.size()) + ".jsonl"), bytes));
    return paths;
}

void account(const ImportReport& report)
{
    for (const auto& file : report.files)
        fuzz::require(file.rows == file.traces + file.questionsOnly + file.duplicates +
                                       static_cast<std::int64_t>(file.rejected.size()),
                      "every row is accounted for");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static std::optional<Project> project;
    static int inputs = 0;
    if (inputs++ % inputsPerProject == 0) {
        if (project)
            fuzz::require(checkProject(*project).empty(), "the project is sound");
        project.reset();
        std::filesystem::remove_all(fuzz::scratch() / "p");
        project.emplace(Project::create(fuzz::scratch() / "p"));
    }
    const auto paths = writeFiles(fuzz::text(data, size));
    account(importPaths(*project, paths, {}));
    const auto before = stats(*project);
    const auto again = importPaths(*project, paths, {});
    account(again);
    const auto after = stats(*project);
    fuzz::require(before.traces == after.traces && before.questions == after.questions &&
                      before.labels == after.labels && before.mc == after.mc,
                  "importing again adds nothing");
    return 0;
}
