// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/images.h"
#include "storage/imports.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/upkeep.h"

#include <SQLiteCpp/Database.h>

#include <fstream>

namespace steplight {
namespace {

namespace fs = std::filesystem;

struct CheckTest : ProjectTest {
    /// Does to the database what storage never does.
    void damage(const std::string& sql)
    {
        SQLite::Database database((project.folder() / "project.db").string(),
                                  SQLite::OPEN_READWRITE);
        database.exec(sql);
    }
    bool says(const std::string& part)
    {
        for (const auto& problem : checkProject(project))
            if (problem.find(part) != std::string::npos)
                return true;
        return false;
    }
};

TEST_F(CheckTest, aSoundProjectHasNoProblems)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    undo(project, "Ann");
    while (indexTexts(project))
        continue;
    EXPECT_EQ(checkProject(project), std::vector<std::string>{});
}

TEST_F(CheckTest, eachProblemIsNamed)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    damage("DELETE FROM step_texts WHERE step = 1");
    EXPECT_TRUE(says("lost their text"));
    damage("UPDATE traces SET labelled = 3");
    EXPECT_TRUE(says("counted wrongly"));
    for (const char* wrong : {"first_mc = 2", "first_person = 1", "sources = 6"}) {
        mendProject(project);
        EXPECT_FALSE(says("counted wrongly"));
        damage(std::string("UPDATE traces SET ") + wrong);
        EXPECT_TRUE(says("counted wrongly")) << wrong;
    }
    damage("DELETE FROM current_labels");
    EXPECT_TRUE(says("missing from lists"));
    damage("PRAGMA foreign_keys = OFF; DELETE FROM annotators");
    EXPECT_TRUE(says("name rows that are not there"));
}

TEST_F(CheckTest, whatIsWorkedOutIsMended)
{
    const auto trace = add("a");
    estimate(trace, EstimateKind::mc, {0.5, 0.25}, "old");
    estimate(trace, EstimateKind::mc, {1.0}, "new");
    estimate(trace, EstimateKind::prm, {0.1, 0.9, 0.4});
    rate(trace, 0, 1);
    rate(trace, 1, -1);
    const auto before = traceRows(project, {}, 0, 1).front();
    damage("DELETE FROM current_labels; DELETE FROM estimate_counts;"
           "UPDATE traces SET labelled = 3, marks = 0, steps = 9, mc_min = 0.5, disagreement = 1,"
           " first_prm = NULL, first_person = 1, sources = 0, prm_sources = 1;"
           "UPDATE steps SET marks = 0, mc = 0.25");
    EXPECT_TRUE(says("--mend"));
    mendProject(project);
    EXPECT_EQ(checkProject(project), std::vector<std::string>{});
    const auto after = traceRows(project, {}, 0, 1).front();
    EXPECT_EQ(after.labelled, 2);
    EXPECT_EQ(after.disagreement, before.disagreement);
    EXPECT_EQ(countTraces(project, "first-error:prm=1 first-error:person=2 model:new"), 1);
    ASSERT_EQ(after.cells.size(), before.cells.size());
    for (std::size_t i = 0; i < after.cells.size(); ++i) {
        EXPECT_EQ(after.cells[i].mc, before.cells[i].mc);
        EXPECT_EQ(after.cells[i].prm, before.cells[i].prm);
        EXPECT_EQ(after.cells[i].rating, before.cells[i].rating);
        EXPECT_EQ(after.cells[i].state, before.cells[i].state);
    }
}

TEST_F(CheckTest, picturesRunsAndImportsAreLookedAt)
{
    const auto image = addImageBytes(project, "GIF89a\x02\x01\x03\x01");
    steplight::Run run;
    run.id = newUuid();
    saveRun(project, run);
    openImport(project, "/data/x.jsonl", "f");
    EXPECT_TRUE(says(run.id));
    EXPECT_TRUE(says("cut short"));
    std::ofstream(image.path, std::ios::app) << "more";
    EXPECT_TRUE(says("bytes instead of"));
    fs::remove(image.path);
    EXPECT_TRUE(says("is gone"));
}

TEST_F(CheckTest, aDamagedPageIsFound)
{
    for (int i = 0; i < 200; ++i)
        add("a" + std::to_string(i), 20);
    const auto place = project.folder();
    {
        const Project closed = std::move(project);
    }
    {
        std::fstream file(place / "project.db", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(
            static_cast<std::streamoff>(fs::file_size(place / "project.db") / 2 / 4096 * 4096));
        file << std::string(40'960, '\x5A');
    }
    project = Project(place);
    EXPECT_FALSE(checkProject(project).empty());
}

TEST_F(CheckTest, aBackupIsAWholeProject)
{
    const auto trace = add("a");
    rate(trace, 0, -1);
    const auto copy = backup(project, folder / "copy.db");
    EXPECT_EQ(copy.bytes, static_cast<std::int64_t>(fs::file_size(folder / "copy.db")));
    EXPECT_EQ(copy.sha256, sha256File(folder / "copy.db"));
    fs::create_directory(folder / "restored");
    fs::copy_file(folder / "copy.db", folder / "restored/project.db");
    Project restored(folder / "restored");
    EXPECT_EQ(currentLabels(restored, trace).size(), 1u);
    try {
        backup(project, folder / "copy.db");
        FAIL();
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "exists");
    }
    EXPECT_THROW(backup(project, folder / "absent/copy.db"), StorageError);
}

} // namespace
} // namespace steplight
