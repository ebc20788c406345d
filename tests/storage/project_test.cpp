// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/disk.h"
#include "storage/upkeep.h"

#include <SQLiteCpp/Database.h>

#include <fstream>
#include <thread>

namespace steplight {
namespace {

namespace fs = std::filesystem;

std::string codeOfOpening(const fs::path& folder, Access access = Access::readWrite)
{
    try {
        Project opened(folder, access);
    } catch (const StorageError& error) {
        EXPECT_GT(std::string(error.what()).size(), 30u) << "a sentence";
        return error.code();
    }
    return "opened";
}

struct OpenTest : ProjectTest {
};

TEST_F(OpenTest, aProjectIsAFolderWithItsParts)
{
    EXPECT_TRUE(fs::is_regular_file(folder / "p/project.db"));
    EXPECT_TRUE(fs::is_directory(folder / "p/images"));
    EXPECT_TRUE(fs::is_directory(folder / "p/runs"));
    EXPECT_TRUE(project.writeAheadLog());
    EXPECT_TRUE(project.folder().is_absolute());
}

TEST_F(OpenTest, creatingTwiceIsRefused)
{
    try {
        Project::create(folder / "p");
        FAIL();
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "exists");
    }
}

TEST_F(OpenTest, whatIsNoProjectIsSaidSo)
{
    EXPECT_EQ(codeOfOpening(folder / "absent"), "not-a-project");
    fs::create_directory(folder / "empty");
    EXPECT_EQ(codeOfOpening(folder / "empty"), "not-a-project");
    std::ofstream(folder / "empty/project.db");
    EXPECT_EQ(codeOfOpening(folder / "empty"), "not-a-project");
    std::ofstream(folder / "empty/project.db") << std::string(5000, 'x');
    EXPECT_EQ(codeOfOpening(folder / "empty"), "damaged");
}

TEST_F(OpenTest, aKilledCreationIsTakenUpAgain)
{
    fs::create_directory(folder / "q");
    std::ofstream(folder / "q/project.db");
    Project::create(folder / "q");
    EXPECT_EQ(codeOfOpening(folder / "q"), "opened");
    fs::create_directory(folder / "r");
    // As after the switch to WAL and before the first table.
    SQLite::Database((folder / "r/project.db").string(),
                     SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("PRAGMA journal_mode = WAL");
    ASSERT_GT(fs::file_size(folder / "r/project.db"), 0u);
    EXPECT_EQ(codeOfOpening(folder / "r"), "not-a-project");
    Project::create(folder / "r");
    EXPECT_EQ(codeOfOpening(folder / "r"), "opened");
}

TEST_F(OpenTest, aTruncatedDatabaseIsSaidSo)
{
    for (int i = 0; i < 50; ++i)
        add("x" + std::to_string(i), 10);
    {
        const Project closed = std::move(project);
    }
    const auto file = folder / "p/project.db";
    const auto whole = fs::file_size(file);
    for (const auto size : {whole - 1, whole / 2, std::uintmax_t{4096}, std::uintmax_t{60}}) {
        fs::resize_file(file, size);
        EXPECT_EQ(codeOfOpening(folder / "p"), "damaged") << size;
        EXPECT_EQ(codeOfOpening(folder / "p", Access::readOnly), "damaged") << size;
    }
    project = Project::create(folder / "other");
}

TEST_F(OpenTest, whatWasSaidIsThereAfterReopening)
{
    const auto trace = add("a");
    rate(trace, 1, -1);
    reopen();
    EXPECT_EQ(current(trace), "Ann:1:-1");
}

TEST_F(OpenTest, readOnlyReadsAndDoesNotWrite)
{
    const auto trace = add("a");
    Project reader(project.folder(), Access::readOnly);
    EXPECT_EQ(countTraces(reader, ""), 1);
    try {
        recordLabels(reader, {label(trace, 0, 1)});
        FAIL();
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "read-only");
    }
    const auto before = reader.dataVersion();
    rate(trace, 0, 1);
    EXPECT_NE(reader.dataVersion(), before);
    EXPECT_EQ(currentLabels(reader, trace).size(), 1u);
}

TEST_F(OpenTest, aFailedPartLeavesTheRest)
{
    project.transact([&] {
        add("kept");
        EXPECT_THROW(project.transact([&] {
            add("lost");
            throw std::runtime_error("no");
        }),
                     std::runtime_error);
    });
    EXPECT_EQ(countTraces(project, ""), 1);
    EXPECT_THROW(project.transact([&] {
        add("lost too");
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_EQ(countTraces(project, ""), 1);
}

TEST_F(OpenTest, aSliceLetsLabelsThrough)
{
    const auto trace = add("a");
    Project other(project.folder());
    std::thread labeller([&] {
        for (int i = 0; i < 5; ++i)
            recordLabels(other, {label(trace, 0, 1)});
    });
    {
        WriteSlice slice(project, std::chrono::milliseconds(5));
        for (int i = 0; i < 400; ++i) {
            add("s" + std::to_string(i), 9);
            slice.tick();
        }
        slice.finish();
    }
    labeller.join();
    EXPECT_EQ(countTraces(project, ""), 401);
    EXPECT_EQ(current(trace), "Ann:0:1");
}

TEST_F(OpenTest, anUnfinishedSliceLeavesWholeRowsOnly)
{
    {
        WriteSlice slice(project, std::chrono::milliseconds(0));
        add("first");
        EXPECT_TRUE(slice.tick([&] { rate(add("between"), 0, 1); }));
        add("never committed");
    }
    EXPECT_EQ(countTraces(project, ""), 2);
    rate(add("afterwards"), 0, 1);
    EXPECT_EQ(countTraces(project, ""), 3);
}

TEST(Disk, networkFileSystemsAreKnown)
{
    for (const std::uint32_t magic : {0x6969u, 0x517Bu, 0xFF534D42u, 0xFE534D42u, 0x65735546u})
        EXPECT_TRUE(isNetworkDisk(magic)) << std::hex << magic;
    for (const std::uint32_t magic : {0xEF53u, 0x9123683Eu, 0x58465342u, 0x01021994u, 0x794C7630u})
        EXPECT_FALSE(isNetworkDisk(magic)) << std::hex << magic; // ext4, btrfs, XFS, tmpfs, overlay
}

} // namespace
} // namespace steplight
