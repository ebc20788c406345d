// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/import_plan.h"

#include "storage/disk.h"
#include "storage/error.h"
#include "storage/import/no_data.h"

#include <algorithm>
#include <fstream>
#include <iostream>

namespace steplight {
namespace fs = std::filesystem;
namespace {

constexpr int rowsToRecognise = 20;

/// What the first rows of a file tell.
struct Look {
    const Format* format = nullptr;
    std::string noData; ///< set when there are rows and none of them is an object
};

Look lookAt(const fs::path& path)
{
    RecordReader reader(openSource(path));
    simdjson::dom::parser parser;
    Look look;
    bool objects = false; // or something that is meant as one
    std::string beginning;
    for (int i = 0; i < rowsToRecognise && knownKind(beginning).empty(); ++i) {
        const auto record = reader.next();
        if (!record)
            break;
        if (i == 0) {
            beginning = record->text.substr(0, 1024);
            objects = beginning.empty() || beginning.front() == '{';
        }
        Json row;
        if (!record->error.empty() || parser.parse(record->text).get(row) != simdjson::SUCCESS)
            continue;
        objects = objects || row.is_object();
        look.format = recognise(row);
        if (look.format)
            return look;
    }
    if (!objects && !beginning.empty())
        look.noData = "this is no data set that Steplight reads, but " + whatItIs(beginning);
    return look;
}

bool isPicture(const fs::path& path)
{
    static const std::vector<std::string> endings{".png", ".jpg",  ".jpeg", ".gif",
                                                  ".bmp", ".webp", ".tif",  ".tiff"};
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

/// A project's files are no data to import.
bool isProject(const fs::path& folder)
{
    std::error_code absent;
    return fs::exists(folder / "project.db", absent);
}

std::vector<fs::path> filesBelow(const fs::path& folder)
{
    std::vector<fs::path> files;
    fs::recursive_directory_iterator entries(folder, fs::directory_options::skip_permission_denied);
    for (; entries != fs::recursive_directory_iterator(); ++entries) {
        std::error_code error;
        if (entries->is_directory(error) && isProject(entries->path()))
            entries.disable_recursion_pending();
        else if (entries->is_regular_file(error) && !isPicture(entries->path()))
            files.push_back(entries->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

PlannedFile planned(const fs::path& path, const Format* format, bool judge)
{
    std::error_code error;
    const auto size = fs::file_size(path, error);
    return {path, format, error ? 0 : static_cast<std::int64_t>(size), judge, {}};
}

void addPath(const fs::path& path, const Format* forced, bool judge, ImportPlan& plan)
{
    if (path == "-") {
        plan.files.push_back({path, forced, 0, judge, {}});
    } else if (isProject(path) || isDatabaseFile(path)) {
        throw StorageError("a-project", path.string() +
                                            " is a project, not a data set. Nothing was imported; "
                                            "export what you need from it, then import that.");
    } else if (std::error_code error; fs::is_directory(path, error)) {
        for (const auto& file : filesBelow(path)) {
            const Format* known = std::ifstream(file) ? lookAt(file).format : nullptr;
            const bool wanted = known && (!forced || known == forced) &&
                                (!judge || known->kind() != RowKind::traces);
            if (wanted)
                plan.files.push_back(planned(file, known, judge));
            else
                plan.skipped.push_back(file.string());
        }
    } else if (fs::exists(path, error)) {
        const Look look = forced ? Look{forced, {}} : lookAt(path);
        plan.files.push_back(planned(path, look.format, judge));
        plan.files.back().noData = look.noData;
    } else {
        throw StorageError("no-such-file", "There is no file " + path.string() +
                                               ". Nothing was imported; check the path.");
    }
}

int orderOf(const PlannedFile& file)
{
    return file.format ? static_cast<int>(file.format->kind()) : 0;
}

} // namespace

ImportPlan planImport(std::span<const fs::path> paths, const ImportOptions& options)
{
    const Format* forced = importFormat(options.format);
    if (!forced && !options.format.empty())
        throw StorageError("no-such-format", "There is no import format \"" + options.format +
                                                 "\". Nothing was imported; `formats` lists them.");
    ImportPlan plan;
    for (const auto& path : paths)
        addPath(path, forced, false, plan);
    for (const auto& path : options.judgePaths)
        addPath(path, nullptr, true, plan);
    std::stable_sort(plan.files.begin(), plan.files.end(),
                     [](const auto& a, const auto& b) { return orderOf(a) < orderOf(b); });
    return plan;
}

RecordReader::Source openSource(const fs::path& path)
{
    if (path == "-")
        return [](char* buffer, std::size_t size) {
            std::cin.read(buffer, static_cast<std::streamsize>(size));
            return static_cast<std::size_t>(std::cin.gcount());
        };
    auto file = std::make_shared<std::ifstream>(path, std::ios::binary); // a function must copy
    if (!*file)
        throw StorageError("io", "The file " + path.string() +
                                     " cannot be opened. Check that you may read it.");
    return [file, path](char* buffer, std::size_t size) {
        file->read(buffer, static_cast<std::streamsize>(size));
        if (file->bad())
            throw StorageError("io", "The file " + path.string() +
                                         " cannot be read to its end. What was read is kept; "
                                         "check the disk and import it again.");
        return static_cast<std::size_t>(file->gcount());
    };
}

std::string brokenJson(simdjson::error_code error)
{
    switch (error) {
    case simdjson::UTF8_ERROR:
        return "not valid UTF-8";
    case simdjson::DEPTH_ERROR:
        return "nested too deeply";
    case simdjson::STRING_ERROR:
        return "broken JSON: a bad escape in a string";
    case simdjson::UNESCAPED_CHARS:
        return "broken JSON: a control character in a string";
    case simdjson::UNCLOSED_STRING:
        return "broken JSON: a string never ends";
    case simdjson::NUMBER_ERROR:
        return "broken JSON: a number that cannot be read";
    case simdjson::EMPTY:
        return "broken JSON: nothing there";
    default:
        return "broken JSON: brackets, commas or quotes are wrong";
    }
}

} // namespace steplight
