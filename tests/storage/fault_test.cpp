// SPDX-License-Identifier: GPL-3.0-or-later
// Disks that fill up, may not be written to or go away, and a clock that is set back.
#include "project_fixture.h"
#include "small_disk.h"

#include "storage/import/import.h"
#include "storage/stats.h"
#include "storage/upkeep.h"

#include <atomic>
#include <csignal>
#include <ctime>
#include <dlfcn.h>
#include <fstream>
#include <sys/resource.h>

namespace {

std::atomic<long> clockOffset{0}; // seconds

} // namespace

/// In front of libc's: the wall clock of this program can be set.
extern "C" int clock_gettime(clockid_t which, timespec* time)
{
    using Real = int (*)(clockid_t, timespec*);
    static const auto real = reinterpret_cast<Real>(::dlsym(RTLD_NEXT, "clock_gettime"));
    const int result = real(which, time);
    if (which == CLOCK_REALTIME)
        time->tv_sec += clockOffset;
    return result;
}

namespace steplight {
namespace {

namespace fs = std::filesystem;

std::string oneTrace(Project& project)
{
    Question question;
    question.text = "?";
    question.id = questionId(question);
    addQuestion(project, question);
    Trace trace;
    trace.questionId = question.id;
    for (int i = 0; i < 20; ++i)
        trace.steps.push_back({Section::reasoning, std::to_string(i)});
    addTrace(project, trace);
    return traceId(question.id, trace.steps);
}

Label wordy(const std::string& trace, int number)
{
    Label label = ProjectTest::label(trace, number % 20, number % 3 - 1);
    label.verdict.comment = std::string(2000, 'w');
    return label;
}

template <class Act> StorageError errorOf(const Act& act)
{
    try {
        act();
    } catch (const std::exception& error) {
        return explain(error);
    }
    return {"none", "nothing was thrown"};
}

fs::path rows(const fs::path& file, int count)
{
    std::ofstream out(file);
    for (int i = 0; i < count; ++i)
        out << R"({"image":["none.png"],"question":"How many in )" << i
            << R"(?","answer":"2","response":{"steps":["Two )" << i << std::string(400, '.')
            << R"(","So 3."],"process_correctness":[1,-1]},"policy_model":"m","data_source":"D"})"
            << '\n';
    return file;
}

TEST(FullDisk, aLabelIsRefusedInWordsAndNothingIsLost)
{
    SmallDisk disk(4);
    if (!disk.mounted())
        GTEST_SKIP() << "only root may mount a small disk";
    Project project = Project::create(disk.path() / "p");
    const auto trace = oneTrace(project);
    int saved = 0;
    disk.fill(40'000);
    const auto full = errorOf([&] {
        for (;; ++saved)
            recordLabels(project, {wordy(trace, saved)});
    });
    EXPECT_EQ(full.code(), "disk-full") << full.what();
    EXPECT_EQ(stats(project).labelRows, saved);
    disk.free();
    recordLabels(project, {ProjectTest::label(trace, 0, 1)});
    EXPECT_EQ(stats(project).labelRows, saved + 1);
    EXPECT_EQ(checkProject(project), std::vector<std::string>{});
}

TEST(FullDisk, anImportStopsInWordsAndGoesOnWhenThereIsRoom)
{
    SmallDisk disk(3);
    if (!disk.mounted())
        GTEST_SKIP() << "only root may mount a small disk";
    const auto folder = temporaryFolder();
    const std::vector<fs::path> file{rows(folder / "rows.jsonl", 6000)};
    {
        Project project = Project::create(disk.path() / "p");
        const auto full = errorOf([&] { importPaths(project, file, {}); });
        EXPECT_EQ(full.code(), "disk-full") << full.what();
        EXPECT_LT(stats(project).traces, 6000);
        ASSERT_TRUE(disk.resize(400)); // the log may grow to 160 MiB before it is moved
        importPaths(project, file, {});
        EXPECT_EQ(stats(project).traces, 6000);
        EXPECT_EQ(stats(project).labels, 12000);
        EXPECT_EQ(checkProject(project), std::vector<std::string>{});
    }
    fs::remove_all(folder);
}

/// Any user: no file may grow beyond a size. SQLite sees a write that fails.
TEST(FullDisk, aFileThatMayNotGrowLosesNothing)
{
    const auto folder = temporaryFolder();
    {
        Project project = Project::create(folder / "p");
        const auto trace = oneTrace(project);
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit tight{1 << 20, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &tight);
        int saved = 0;
        const auto refused = errorOf([&] {
            for (;; ++saved)
                recordLabels(project, {wordy(trace, saved)});
        });
        ::setrlimit(RLIMIT_FSIZE, &before);
        EXPECT_TRUE(refused.code() == "io" || refused.code() == "disk-full") << refused.what();
        EXPECT_EQ(stats(project).labelRows, saved);
        recordLabels(project, {ProjectTest::label(trace, 0, 1)});
        EXPECT_EQ(checkProject(project), std::vector<std::string>{});
    }
    fs::remove_all(folder);
}

TEST(ReadOnlyDisk, isSaidWhenTheProjectIsOpened)
{
    SmallDisk disk(8);
    if (!disk.mounted())
        GTEST_SKIP() << "only root may mount a small disk";
    {
        Project project = Project::create(disk.path() / "p");
        oneTrace(project);
    }
    ASSERT_TRUE(disk.setReadOnly());
    const auto refused = errorOf([&] {
        Project project(disk.path() / "p");
        recordLabels(project, {ProjectTest::label(traceIds(project, {}).front(), 0, 1)});
    });
    EXPECT_EQ(refused.code(), "read-only") << refused.what();
    Project toRead(disk.path() / "p", Access::readOnly);
    EXPECT_EQ(traceIds(toRead, {}).size(), 1u) << "an archive can be looked at";
    EXPECT_TRUE(toRead.inPlace());
    toRead.dataVersion();
}

TEST(ReadOnlyProject, itsFolderOrItsFileIsSaidToBeSo)
{
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may write to any file";
    const auto folder = temporaryFolder();
    {
        Project project = Project::create(folder / "p");
        oneTrace(project);
    }
    const auto code = [&] {
        return errorOf([&] {
                   Project project(folder / "p");
                   recordLabels(project, {ProjectTest::label(traceIds(project, {}).front(), 0, 1)});
               })
            .code();
    };
    fs::permissions(folder / "p", fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(code(), "read-only");
    fs::permissions(folder / "p", fs::perms::owner_all);
    fs::permissions(folder / "p/project.db", fs::perms::owner_read);
    EXPECT_EQ(code(), "read-only");
    fs::remove_all(folder);
}

TEST(VanishedProject, takesNoLabelThatNobodyWouldFindAgain)
{
    const auto folder = temporaryFolder();
    {
        Project project = Project::create(folder / "p");
        const auto trace = oneTrace(project);
        recordLabels(project, {ProjectTest::label(trace, 0, 1)});
        fs::rename(folder / "p", folder / "away");
        const auto gone =
            errorOf([&] { recordLabels(project, {ProjectTest::label(trace, 1, 1)}); });
        EXPECT_EQ(gone.code(), "gone") << gone.what();
        EXPECT_EQ(errorOf([&] { project.dataVersion(); }).code(), "gone");
        EXPECT_FALSE(project.inPlace());
        fs::rename(folder / "away", folder / "p");
        EXPECT_TRUE(project.inPlace());
        recordLabels(project, {ProjectTest::label(trace, 2, 1)});
        EXPECT_EQ(stats(project).labelRows, 2);
    }
    fs::remove_all(folder);
}

TEST(VanishedProject, anImportIntoAPulledDriveStops)
{
    SmallDisk disk(64);
    if (!disk.mounted())
        GTEST_SKIP() << "only root may mount a small disk";
    const auto folder = temporaryFolder();
    const std::vector<fs::path> file{rows(folder / "rows.jsonl", 6000)};
    {
        Project project = Project::create(disk.path() / "p");
        const auto gone = errorOf(
            [&] { importPaths(project, file, {}, [&](const ImportProgress&) { disk.vanish(); }); });
        EXPECT_EQ(gone.code(), "gone") << gone.what();
    }
    fs::remove_all(folder);
}

TEST(Torture, everyFileGoesThroughTheImportRowByRow)
{
    const fs::path torture = fs::path(STEPLIGHT_SHARED_DATA) / "torture";
    if (!fs::exists(torture))
        GTEST_SKIP() << torture << " is absent";
    const auto folder = temporaryFolder();
    {
        Project project = Project::create(folder / "p");
        std::vector<fs::path> files;
        for (const auto& entry : fs::recursive_directory_iterator(torture))
            if (entry.is_regular_file())
                files.push_back(entry.path());
        const auto report = importPaths(project, files, {});
        EXPECT_EQ(report.files.size(), files.size());
        for (const auto& file : report.files) {
            EXPECT_EQ(file.rows, static_cast<std::int64_t>(file.rejected.size())) << file.path;
            for (const auto& row : file.rejected)
                EXPECT_FALSE(row.reason.empty()) << file.path;
        }
        EXPECT_EQ(checkProject(project), std::vector<std::string>{});
    }
    fs::remove_all(folder);
}

TEST(ClockSetBack, theOrderOfLabelsAndUndoDoNotRestOnIt)
{
    const auto folder = temporaryFolder();
    {
        Project project = Project::create(folder / "p");
        const auto trace = oneTrace(project);
        const auto first = recordLabels(project, {ProjectTest::label(trace, 0, 1)}).front();
        clockOffset = -86'400;
        const auto second = recordLabels(project, {ProjectTest::label(trace, 0, -1)}).front();
        EXPECT_LT(second.createdAt, first.createdAt) << "the clock was not set back";
        EXPECT_LT(first.id, second.id) << "ids of one process rise";
        {
            Project other(folder / "p"); // a window that was started after the clock was set
            EXPECT_EQ(currentLabels(other, trace).front().verdict.rating, -1);
            ASSERT_EQ(recentDecisions(other, "Ann", 5).size(), 2U);
            EXPECT_EQ(recentDecisions(other, "Ann", 5).front().label.id, second.id);
            undo(other, "Ann");
        }
        EXPECT_EQ(currentLabels(project, trace).front().verdict.rating, 1);
        clockOffset = 0;
    }
    fs::remove_all(folder);
}

} // namespace
} // namespace steplight
