// SPDX-License-Identifier: GPL-3.0-or-later
// Every file of the shared data, read by its content alone: what came of each row stands in
// every_file.txt. Pictures that are refused as such are counted by folder.
#include "tests/storage/import_fixture.h"

#include "storage/stats.h"

#include <algorithm>
#include <map>
#include <sstream>

using namespace steplight;

namespace {

namespace fs = std::filesystem;

constexpr std::string_view heading =
    "# file: format, rows = traces + questions only + duplicates + rejected; the first reason\n";

std::vector<fs::path> filesBelow(const fs::path& root)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(root))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string printable(std::string text)
{
    for (char& c : text)
        if (c < ' ' || c > '~')
            c = '?';
    return text;
}

bool isPicture(const ImportedFile& file)
{
    return file.rejected.size() == 1 && file.rejected[0].reason.ends_with(" picture");
}

std::string lineOf(const std::string& name, const ImportedFile& file)
{
    std::ostringstream line;
    line << name << ": " << (file.format.empty() ? "-" : file.format) << ", " << file.rows << " = "
         << file.traces << " + " << file.questionsOnly << " + " << file.duplicates << " + "
         << file.rejected.size();
    if (!file.rejected.empty())
        line << "; " << printable(file.rejected[0].reason);
    return line.str() + "\n";
}

} // namespace

struct EveryFile : ImportTest {
    void SetUp() override
    {
        if (!fs::exists(shared / "processbench"))
            GTEST_SKIP() << "no shared data beside the repository";
    }

    /// One import for each file; the table of what came of them.
    std::string readAll(std::int64_t& added)
    {
        std::ostringstream table;
        std::map<std::string, int> pictures;
        for (const auto& file : filesBelow(shared)) {
            const auto name = fs::relative(file, shared).string();
            const auto report = import({file});
            const ImportedFile& read = report.files.at(0);
            const auto c = countsOf(read);
            EXPECT_EQ(c.rows, c.traces + c.questionsOnly + c.duplicates + c.rejected) << name;
            EXPECT_TRUE(std::none_of(read.rejected.begin(), read.rejected.end(), [](const auto& r) {
                return r.reason.empty() || r.line < 1;
            })) << name;
            added += c.traces + c.questionsOnly;
            if (isPicture(read))
                ++pictures[fs::path(name).parent_path().string()];
            else
                table << lineOf(name, read);
        }
        for (const auto& [place, count] : pictures)
            table << place << "/: " << count << " pictures\n";
        return table.str();
    }
};

TEST_F(EveryFile, gives_these_rows_and_the_second_time_nothing)
{
    std::int64_t added = 0;
    const auto table = std::string(heading) + readAll(added);
    const auto expected = read(fs::path(STEPLIGHT_SOURCE) / "tests/storage/every_file.txt");
    if (table != expected)
        std::cout << table;
    EXPECT_TRUE(table == expected) << "the table above differs from every_file.txt";
    EXPECT_GT(added, 0);

    const auto before = stats(project);
    std::int64_t again = 0;
    readAll(again);
    EXPECT_EQ(again, 0);
    const auto after = stats(project);
    EXPECT_EQ(after.traces, before.traces);
    EXPECT_EQ(after.steps, before.steps);
    EXPECT_EQ(after.labels, before.labels);
    EXPECT_EQ(after.mc, before.mc);
    EXPECT_EQ(after.prm, before.prm);
}

TEST_F(EveryFile, is_told_by_its_content_whatever_its_name)
{
    const std::map<std::string, std::string> names{
        {"processbench/gsm8k.json", "processbench"},
        {"prm-formats/samples_prm800k.jsonl", "prm800k"},
        {"prm-formats/samples_math-shepherd.jsonl", "math-shepherd"},
        {"prm-formats/samples_math-aps.jsonl", "math-aps"},
        {"prm-formats/samples_math-aps-tree.jsonl", "math-aps-tree"},
        {"prm-formats/openr_prm_test.json", "openr"},
        {"prm-formats/potato_cot_traces.jsonl", "potato-traces"},
        {"mathvision/testmini.jsonl", "mathvision"},
        {"puzzlevqa/venn.json", "puzzlevqa"},
        {"algopuzzlevqa/maze.json", "puzzlevqa"},
        {"marvel-prm/marvel_label.json", "marvel"},
    };
    for (const auto& [name, format] : names) {
        fs::copy_file(shared / name, folder / "a.csv", fs::copy_options::overwrite_existing);
        const auto report = import({folder / "a.csv"});
        EXPECT_EQ(report.files[0].format, format);
        EXPECT_EQ(countsOf(report.files[0]).rejected, 0) << name;
    }
}
