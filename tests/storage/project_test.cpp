// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/disk.h"
#include "storage/runs.h"
#include "storage/upkeep.h"

#include <SQLiteCpp/Database.h>

#include <fstream>
#include <set>
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

struct MovedTest : ProjectTest {
    const std::string id = "01a22ccb-55c6-7000-aa0f-cb93ab2adc05";

    static void save(Project& made, const std::string& run, const std::string& kind,
                     const std::string& model,
                     const std::map<std::string, std::string>& settings = {})
    {
        steplight::Run one;
        one.id = run;
        one.kind = kind;
        one.model = model;
        one.settings = settings;
        runFolder(made, run);
        saveRun(made, one);
    }

    /// A project whose run made a model, which then scored and served a search.
    std::string modelIn(Project& made)
    {
        save(made, id, "train", "/models/base");
        const std::string model = (runFolder(made, id) / "model").string();
        fs::create_directory(model);
        Model prm;
        prm.path = model;
        prm.hash = "hash";
        saveModel(made, prm);
        saveModelFacts(made, model, "{}");
        setSetting(made, "model-for:score", model);
        save(made, "score", "score", model);
        save(made, "search", "search", "/models/policy", {{"prm", model}});
        Estimate one;
        one.kind = EstimateKind::prm;
        one.source.model = model;
        one.value = .5;
        addEstimates(made, add("a"), {one});
        return model;
    }

    /// Every place where a model's path stands.
    static std::set<std::string> pathsIn(Project& opened)
    {
        std::set<std::string> paths;
        for (const Model& model : models(opened))
            paths.insert(model.path);
        for (const auto& run : runs(opened)) {
            paths.insert(run.model);
            for (const auto& [name, value] : run.settings)
                paths.insert(value);
        }
        for (const auto& [key, value] : settings(opened)) {
            if (key.rfind("model-facts:", 0) == 0)
                paths.insert(key.substr(12));
            if (key == "model-for:score")
                paths.insert(value);
        }
        for (const std::string& path : modelScores(opened, models(opened).at(0)).paths)
            paths.insert(path);
        return paths;
    }
};

TEST_F(MovedTest, theModelsOfItsRunsMoveWithAProject)
{
    modelIn(project);
    const auto before = pathsIn(project);
    {
        const Project gone = std::move(project);
    }
    fs::rename(folder / "p", folder / "elsewhere");
    project = Project(folder / "elsewhere");
    const std::string now = (folder / "elsewhere/runs" / id / "model").string();
    EXPECT_EQ(pathsIn(project), (std::set<std::string>{now, "/models/base", "/models/policy"}));
    EXPECT_EQ(before.size(), 3u) << "the same, where it was";
}

TEST_F(MovedTest, aProjectOpensThoughASourceStandsByBothPaths)
{
    modelIn(project);
    const auto trace = add("b");
    for (const char* place :
         {"p", "elsewhere"}) { // scored at once, before and after an earlier move
        Estimate one;
        one.kind = EstimateKind::prm;
        one.source.name = "prm";
        one.source.model = (folder / place / "runs" / id / "model").string();
        one.value = .5;
        addEstimates(project, trace, {one});
    }
    {
        const Project gone = std::move(project);
    }
    fs::rename(folder / "p", folder / "elsewhere");
    project = Project(folder / "elsewhere");
    EXPECT_EQ(models(project).at(0).path, (folder / "elsewhere/runs" / id / "model").string());
    EXPECT_EQ(traceDetail(project, trace).estimates.size(), 2u);
    for (const std::string& problem : checkProject(project))
        ADD_FAILURE() << problem;
}

TEST_F(MovedTest, aCopyHasItsOwnModelsAndWithoutThemThoseOfTheOriginal)
{
    const std::string original = modelIn(project);
    {
        const Project gone = std::move(project);
    }
    fs::copy(folder / "p", folder / "copy", fs::copy_options::recursive);
    fs::create_directory(folder / "bare");
    fs::copy_file(folder / "p/project.db", folder / "bare/project.db");
    Project copy(folder / "copy"), bare(folder / "bare");
    project = Project(folder / "p");
    EXPECT_EQ(models(copy).at(0).path, (folder / "copy/runs" / id / "model").string());
    EXPECT_EQ(models(bare).at(0).path, original);
    EXPECT_EQ(models(project).at(0).path, original);
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
