// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/migration.h"
#include "storage/schema.h"
#include "storage/upkeep.h"

#include <SQLiteCpp/Database.h>

namespace steplight {
namespace {

namespace fs = std::filesystem;

/// A project as the program of that version left it, with one labelled trace.
fs::path olderProject(const fs::path& folder, int version)
{
    fs::create_directories(folder);
    SQLite::Database database((folder / "project.db").string(),
                              SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    for (int step = 0; step < version; ++step)
        database.exec(schemaSteps()[static_cast<std::size_t>(step)]);
    database.exec("PRAGMA application_id = " + std::to_string(projectApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(version));
    database.exec(
        "INSERT INTO names VALUES (1, ''), (2, 'old');"
        "INSERT INTO questions VALUES (1, 'q', 'Which colour is it?', '[]', 'red', '', 2, '');"
        "INSERT INTO traces (key, id, question, dataset, policy, file, steps, undecided)"
        " VALUES (1, 't', 1, 2, 1, 1, 1, 0);"
        "INSERT INTO trace_texts VALUES (1, 'red', '', '', '');"
        "INSERT INTO steps (trace, step, section, marks) VALUES (1, 0, 1, 4);"
        "UPDATE traces SET labelled = 1, marks = 4;"
        "INSERT INTO step_texts VALUES (1, 0, 'It is red.');"
        "INSERT INTO annotators VALUES (1, 'Ann');"
        "INSERT INTO actions VALUES (1, 'a', 1, 'label', NULL, 1);"
        "INSERT INTO labels VALUES (1, 'l', 1, 1, 0, 1, 'rated', 1, 'none', '', '', 'open', 0, 5,"
        " '', '0');"
        "INSERT INTO current_labels VALUES (1, 0, 1);");
    const std::string more = version < 5 ? ");" : ", 'present', NULL, NULL);";
    database.exec(
        "INSERT INTO regions VALUES (1, 0, 'box', 0, '[[1.0,2.0],[3.0,4.5]]', 'a note'" + more +
        "INSERT INTO regions VALUES (1, 1, 'polygon', 2, '[[0,0],[9,0],[9,9]]', ''" + more);
    return folder;
}

struct MigrationTest : testing::Test {
    fs::path folder = temporaryFolder();
    ~MigrationTest() override { fs::remove_all(folder); }
};

TEST_F(MigrationTest, eachOlderVersionOpensWithItsLabels)
{
    ASSERT_GE(currentSchemaVersion(), 2);
    for (int version = 1; version < currentSchemaVersion(); ++version) {
        const auto place = olderProject(folder / std::to_string(version), version);
        Project project(place);
        EXPECT_EQ(readSchemaVersion(project), currentSchemaVersion());
        const auto labels = currentLabels(project, "t");
        ASSERT_EQ(labels.size(), 1u);
        EXPECT_EQ(labels[0].id, "l");
        const std::vector<Region> regions{
            {Region::Shape::box, 0, {{1, 2}, {3, 4.5}}, "a note"},
            {Region::Shape::polygon, 2, {{0, 0}, {9, 0}, {9, 9}}, ""}};
        EXPECT_EQ(labels[0].verdict.regions, regions);
        while (indexTexts(project))
            continue;
        EXPECT_EQ(countTraces(project, "colour red"), 1);
        EXPECT_EQ(checkProject(project), std::vector<std::string>{});
        EXPECT_TRUE(undo(project, "Ann").has_value());
    }
}

TEST_F(MigrationTest, firstErrorsAndSourcesAreWorkedOut)
{
    const auto place = olderProject(folder / "p", 2);
    {
        SQLite::Database database((place / "project.db").string(), SQLite::OPEN_READWRITE);
        database.exec("UPDATE traces SET steps = 3, mc_min = 0, prm_min = 0.2, labelled = 2;"
                      "UPDATE steps SET mc = 0.5, prm = 0.2;"
                      "INSERT INTO steps VALUES (1, 1, 1, 0, 1, NULL, NULL, 1),"
                      " (1, 2, 1, 0, 0, 0.5, NULL, 0);"
                      "INSERT INTO step_texts VALUES (1, 1, ''), (1, 2, '');"
                      "INSERT INTO sources VALUES (3, 'rollouts', '', '', '', ''),"
                      " (70, 'verifier', '', '', '', '');"
                      "INSERT INTO estimates VALUES (1, 0, 0, 3, 0.5, 1, 2, ''),"
                      " (1, 0, 2, 70, 0.2, 0, 0, '');"
                      "INSERT INTO estimate_counts VALUES (0, 3, 1), (2, 70, 1)");
    }
    Project project(place);
    EXPECT_EQ(checkProject(project), std::vector<std::string>{});
    for (const char* query :
         {"first-error:mc=2", "first-error:judge=3", "first-error:prm=1", "first-error:person=2",
          "model:rollouts", "model:verifier", "scored by verifier", "-(scored by rollouts)"})
        EXPECT_EQ(countTraces(project, query), 1) << query;
}

TEST_F(MigrationTest, aCopyIsMadeFirst)
{
    const auto place = olderProject(folder / "p", 1);
    {
        Project project(place);
        recordLabels(project, {[] {
                         Label label;
                         label.traceId = "t";
                         label.step = 0;
                         label.annotator = "Ben";
                         return label;
                     }()});
    }
    SQLite::Database copy((place / "project-v1.db").string());
    EXPECT_EQ(copy.execAndGet("PRAGMA user_version").getInt(), 1);
    EXPECT_EQ(copy.execAndGet("SELECT count(*) FROM labels").getInt(), 1);
}

TEST_F(MigrationTest, anOlderOneIsNotChangedByReading)
{
    const auto place = olderProject(folder / "p", 1);
    try {
        Project project(place, Access::readOnly);
        FAIL();
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "older-version");
    }
    EXPECT_FALSE(fs::exists(place / "project-v1.db"));
}

TEST_F(MigrationTest, aNewerVersionIsRefused)
{
    Project::create(folder / "p");
    {
        SQLite::Database database((folder / "p/project.db").string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA user_version = " + std::to_string(currentSchemaVersion() + 1));
    }
    try {
        Project project(folder / "p");
        FAIL();
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "newer-version");
        EXPECT_NE(std::string(error.what()).find("newer Steplight"), std::string::npos);
    }
}

TEST_F(MigrationTest, otherPeoplesDatabasesAreLeftAlone)
{
    fs::create_directory(folder / "p");
    {
        SQLite::Database database((folder / "p/project.db").string(),
                                  SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec("CREATE TABLE contacts (name); PRAGMA user_version = 1");
    }
    try {
        Project project(folder / "p");
        FAIL();
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "not-a-project");
    }
}

TEST_F(MigrationTest, triggersOfAStrangerAreRefused)
{
    Project::create(folder / "p");
    {
        SQLite::Database database((folder / "p/project.db").string(), SQLite::OPEN_READWRITE);
        database.exec("CREATE TRIGGER t AFTER INSERT ON labels BEGIN DELETE FROM traces; END");
    }
    try {
        Project project(folder / "p");
        FAIL();
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "damaged");
    }
}

} // namespace
} // namespace steplight
