// SPDX-License-Identifier: GPL-3.0-or-later
// An empty project in a temporary folder, and short words for importing into it. Tests only.
#pragma once

#include "storage/export/export.h"
#include "storage/import/import.h"
#include "storage/project.h"
#include "storage/reading.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace steplight {

inline std::filesystem::path newFolder()
{
    std::string name =
        (std::filesystem::temp_directory_path() / "steplight-import-XXXXXX").string();
    return mkdtemp(name.data());
}

struct ImportTest : testing::Test {
    std::filesystem::path folder = newFolder();
    Project project = Project::create(folder / "p");
    const std::filesystem::path fixtures =
        std::filesystem::path(STEPLIGHT_SOURCE) / "tests/fixtures/import";
    const std::filesystem::path shared = STEPLIGHT_SHARED_DATA;

    ~ImportTest() override { std::filesystem::remove_all(folder); }

    ImportReport import(const std::vector<std::filesystem::path>& paths, ImportOptions options = {})
    {
        return importPaths(project, paths, options);
    }

    std::filesystem::path write(const std::string& name, const std::string& text) const
    {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    }

    static std::string read(const std::filesystem::path& file)
    {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::vector<TraceDetail> traces(const std::string& query = {})
    {
        std::vector<TraceDetail> all;
        for (const auto& id : traceIds(project, Listing{query, TraceOrder::imported, false}))
            all.push_back(traceDetail(project, id));
        return all;
    }
};

/// rows traces questions_only duplicates rejected
struct Counts {
    std::int64_t rows, traces, questionsOnly, duplicates, rejected;
    bool operator==(const Counts&) const = default;
};

inline Counts countsOf(const ImportedFile& file)
{
    return {file.rows, file.traces, file.questionsOnly, file.duplicates,
            static_cast<std::int64_t>(file.rejected.size())};
}

inline std::ostream& operator<<(std::ostream& out, const Counts& c)
{
    return out << "{rows " << c.rows << ", traces " << c.traces << ", questions only "
               << c.questionsOnly << ", duplicates " << c.duplicates << ", rejected " << c.rejected
               << "}";
}

} // namespace steplight
