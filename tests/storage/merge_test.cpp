// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/guidelines.h"
#include "storage/images.h"
#include "storage/runs.h"
#include "storage/sql.h"
#include "storage/stats.h"
#include "storage/team/merge.h"
#include "storage/trees.h"
#include "storage/upkeep.h"

#include <SQLiteCpp/Database.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <random>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace steplight {
namespace {

namespace fs = std::filesystem;

std::string wordsOf(const Label& row)
{
    std::string words = row.id + " " + row.action + " " + row.traceId + " " +
                        std::to_string(row.step) + " " + row.annotator + " " +
                        ratingWord(row.verdict) + " " + row.verdict.comment + " " +
                        std::string(visibilityWord(row.visibility)) + " " +
                        std::to_string(row.createdAt) + " " + std::to_string(row.focusMs);
    for (const Region& region : row.verdict.regions)
        words += std::string(" ")
                     .append(shapeWord(region.shape))
                     .append(" ")
                     .append(regionKindWord(region.kind))
                     .append(" " + std::to_string(region.points.at(0).first) + " ")
                     .append(region.span ? std::to_string(region.span->end) : "");
    const std::set<std::string> older(row.supersedes.begin(), row.supersedes.end());
    for (const auto& id : older)
        words += " > " + id;
    return words;
}

/// All that people said, what of it is current, and what is counted of it, in no order of import.
std::string dump(Project& project)
{
    std::set<std::string> lines;
    for (const auto& row : traceRows(project, Listing{}, 0, 1'000'000)) {
        std::string line = row.id + " labelled " + std::to_string(row.labelled);
        for (const LitCell& cell : row.cells)
            line += " " + std::to_string(static_cast<int>(cell.state)) + ":" +
                    std::to_string(cell.rating);
        lines.insert(line);
        const auto detail = traceDetail(project, row.id);
        for (const Label& label : detail.labels)
            lines.insert(wordsOf(label) + " current");
        for (const Label& label : detail.history)
            lines.insert(wordsOf(label));
    }
    for (const char* query : {"left", "rivals", "labelled", "first-error:person<=1", "lucky",
                              "bad-question", "error:perception", "labels>1"}) {
        std::string line = query;
        auto ids = traceIds(project, {query});
        std::sort(ids.begin(), ids.end());
        for (const auto& id : ids)
            line += " " + id;
        lines.insert(line);
    }
    for (const auto& name : annotators(project)) {
        std::set<std::string> standing;
        for (const auto& decision : recentDecisions(project, name, 1'000'000))
            standing.insert(decision.action);
        std::string line = name + (canRedo(project, name) ? " can redo" : "");
        for (const auto& action : standing)
            line += " " + action;
        lines.insert(line);
    }
    std::string all = std::to_string(stats(project).labels) + " labels\n";
    for (const auto& line : lines)
        all += line + "\n";
    return all;
}

struct MergeTest : ProjectTest {
    Project copyOf(Project& original, const std::string& name)
    {
        Project copy = Project::create(folder / name);
        mergeProject(copy, original.folder());
        return copy;
    }
};

/// What people do, by chance: take back, do again, and of more kinds than two: rate, pass over,
/// mark, overrule others.
void act(Project& project, const std::string& name, std::mt19937& random, unsigned kinds)
{
    const auto ids = traceIds(project, Listing{});
    const int kind = static_cast<int>(random() % kinds);
    if (kind == 0 || kind == 1) {
        kind == 0 ? undo(project, name) : redo(project, name);
        return;
    }
    Label row = ProjectTest::label(ids[random() % ids.size()], static_cast<int>(random() % 3),
                                   static_cast<int>(random() % 3) - 1, name);
    row.visibility = static_cast<Visibility>(random() % 3);
    if (kind == 2) {
        row.step = wholeTrace;
        row.verdict.state = random() % 2 ? LabelState::badQuestion : LabelState::cannotJudge;
    } else if (kind == 3) {
        row.verdict.state = LabelState::skipped;
    } else if (kind == 4) {
        row.verdict.errorKind = ErrorKind::perception;
        row.verdict.regions = {
            {Region::Shape::box, 0, {{kind + .5, 1}, {9, 9}}, {}},
            {Region::Shape::point, 0, {{kind + .5, 1}}, {}, Region::Kind::absent, {{0, 3}}}};
    } else if (kind == 5) { // an adjudicator
        for (const Label& other : currentLabels(project, row.traceId))
            if (other.step == row.step)
                row.supersedes.push_back(other.id);
    }
    recordLabels(project, {row});
}

std::string versionsOf(Project& project)
{
    std::string words;
    for (const Guideline& one : guidelines(project))
        words += one.version + " " + one.annotator + " " + std::to_string(one.createdAt) + "\n";
    return words;
}

TEST_F(MergeTest, guidelinesAreTheSameInAnyOrder)
{
    saveGuideline(project, "common", defaultGrammar(), "Ann");
    Project ben = copyOf(project, "ben"), cleo = copyOf(project, "cleo");
    EXPECT_EQ(versionsOf(ben), versionsOf(project));
    saveGuideline(ben, "Ben's", defaultGrammar(), "Ben");
    saveGuideline(ben, "common", defaultGrammar(), "Ben"); // goes back to it
    const auto newest = saveGuideline(cleo, "Cleo's", defaultGrammar(), "Cleo");
    for (Project* one : {&ben, &cleo}) // of the same millisecond: the greater version holds
        runSql(*one,
               "UPDATE guidelines SET created_at = ? WHERE created_at ="
               " (SELECT max(created_at) FROM guidelines)",
               newest.createdAt + 1000);
    Project one = copyOf(ben, "one"), other = copyOf(cleo, "other");
    mergeProject(one, cleo.folder());
    mergeProject(other, ben.folder());
    mergeProject(other, project.folder()); // knows less
    mergeProject(other, ben.folder());
    EXPECT_EQ(versionsOf(one), versionsOf(other));
    EXPECT_EQ(guidelines(one).size(), 3u);
    EXPECT_EQ(newestGuidelineVersion(one),
              std::max(newest.version, guidelineVersion("common", defaultGrammar())));
}

TEST_F(MergeTest, comesToTheSameInAnyOrder)
{
    for (int i = 0; i < 4; ++i)
        add(std::to_string(i));
    for (unsigned seed = 1; seed <= 6; ++seed) {
        const std::string round = std::to_string(seed) + "-";
        std::mt19937 random(seed);
        std::vector<Project> all;
        for (const char* name : {"a", "b", "c"})
            all.push_back(copyOf(project, std::string(round).append(name)));
        for (int i = 0; i < 120; ++i) {
            Project& one = all[random() % 3];
            // Now and then two have met before, and Ann works at two desks. In the end they only
            // take back and do again, some of it the same.
            if (random() % 20 == 0 || i == 100)
                mergeProject(one, all[random() % 3].folder());
            const char* const names[] = {"Ann", "Ben", "Cleo"};
            act(one, names[&one == &all[2] ? random() % 2 * 2 : random() % 2], random,
                i < 100 ? 10 : 2);
        }
        std::set<std::string> results;
        std::vector<std::size_t> order = {0, 1, 2};
        do { // (x + y) + z, and x + (y + z), which meets x when it was merged already
            const std::string name = round + std::to_string(order[0]) + std::to_string(order[1]);
            Project left = copyOf(all[order[0]], std::string(name).append("left"));
            mergeProject(left, all[order[1]].folder());
            mergeProject(left, all[order[2]].folder());
            Project right = copyOf(all[order[1]], std::string(name).append("right"));
            mergeProject(right, all[order[2]].folder());
            Project whole = copyOf(all[order[0]], std::string(name).append("whole"));
            mergeProject(whole, right.folder());
            EXPECT_EQ(mergeProject(whole, left.folder()).labelRows, 0);
            for (Project* one : {&left, &whole}) {
                results.insert(dump(*one));
                EXPECT_EQ(checkProject(*one), std::vector<std::string>{});
            }
            mendProject(left);
            results.insert(dump(left));
        } while (std::next_permutation(order.begin(), order.end()));
        EXPECT_EQ(results.size(), 1u) << "seed " << seed;
    }
}

TEST_F(MergeTest, keepsWhatDifferentPeopleSayAsRivals)
{
    const auto trace = add("a");
    Project ann = copyOf(project, "ann"), ben = copyOf(project, "ben");
    recordLabels(ann, {label(trace, 0, 1, "Ann")});
    recordLabels(ann, {label(trace, 1, 1, "Ann")});
    recordLabels(ben, {label(trace, 0, -1, "Ben")});
    recordLabels(ben, {label(trace, 1, 1, "Ben")});
    EXPECT_EQ(mergeProject(project, ann.folder()).labelRows, 2);
    EXPECT_EQ(mergeProject(project, ben.folder()).labelRows, 2);
    EXPECT_EQ(current(trace), "Ann:0:1 Ben:0:-1 Ann:1:1 Ben:1:1");
    EXPECT_EQ(countTraces(project, "any(rivals label:-1)"), 1);
    EXPECT_EQ(stats(project).labels, 4);
    EXPECT_EQ(undo(project, "Ann")->subject[0].step, 1); // goes on where Ann was
    EXPECT_EQ(checkProject(project), std::vector<std::string>{});
}

TEST_F(MergeTest, takesBackAndDoesAgainWhatAnotherCopyDid)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    Project copy = copyOf(project, "copy");
    undo(copy, "Ann");
    mergeProject(project, copy.folder());
    EXPECT_EQ(current(trace), "");
    EXPECT_FALSE(canUndo(project, "Ann"));
    redo(copy, "Ann");
    mergeProject(project, copy.folder());
    EXPECT_EQ(current(trace), "Ann:0:1");
    EXPECT_TRUE(canUndo(project, "Ann"));
    EXPECT_FALSE(canRedo(project, "Ann"));
}

TEST_F(MergeTest, bringsAllThatIsKnownOfNewTraces)
{
    const auto trace = add("a", 3, true);
    estimate(trace, EstimateKind::mc, {0.5, 0.25, 0});
    JudgeReply reply;
    reply.source.name = "judge";
    reply.correct = true;
    reply.raw = "All right.";
    addJudgeReply(project, trace, reply, {});
    SearchTree tree{traceDetail(project, trace).question.id, {}, 0, {}};
    tree.nodes.push_back({});
    tree.nodes.push_back({1, 0, {{Section::reasoning, "On"}}, 0.5, 1, 2, 0, {}, {}});
    addNodes(project, tree);
    setSetting(project, "annotator", "Eve");
    Project other = Project::create(folder / "other");
    setSetting(other, "annotator", "Ann");
    const Merged merged = mergeProject(other, project.folder());
    EXPECT_EQ(merged.questions, 1);
    EXPECT_EQ(merged.traces, 1);
    EXPECT_EQ(merged.estimates, 3);
    EXPECT_EQ(countTraces(other, "dropped mc=0.25 file:a.jsonl policy:policy-a \"of a\""), 1);
    EXPECT_EQ(traceDetail(other, trace).judgeReplies.at(0).raw, "All right.");
    EXPECT_EQ(searchTrees(other, tree.questionId).at(0).nodes.size(), 2u);
    EXPECT_EQ(setting(other, "annotator"), "Ann");
    const Merged again = mergeProject(other, project.folder());
    EXPECT_EQ(again.questions + again.traces + again.estimates + again.labelRows, 0);
    EXPECT_EQ(mergeProject(other, other.folder()).traces, 0);
    EXPECT_EQ(checkProject(other), std::vector<std::string>{});
}

/// The shortest that passes for a picture: a GIF's first bytes.
void writePicture(const fs::path& file, char side)
{
    std::ofstream(file, std::ios::binary) << "GIF89a" << side << '\0' << side << '\0' << "rest";
}

TEST_F(MergeTest, copiesPicturesAndKeepsReferences)
{
    writePicture(folder / "a.gif", 3);
    writePicture(folder / "b.gif", 4);
    const auto one = add("a"), other = add("b"), third = add("c");
    const auto attach = [&](const std::string& trace, const char* file, Keep keep) {
        attachImage(project, traceDetail(project, trace).question.id, 0,
                    addImageFile(project, folder / file, keep).hash);
    };
    attach(one, "a.gif", Keep::copy);
    attach(other, "b.gif", Keep::reference);
    Project copy = Project::create(folder / "copy");
    EXPECT_EQ(mergeProject(copy, project.folder()).imagesMissing, 1); // that of c
    const auto pathOf = [&](const std::string& trace) {
        return traceDetail(copy, trace).question.images.at(0).path;
    };
    EXPECT_TRUE(pathOf(one).starts_with((folder / "copy/images").string())) << pathOf(one);
    EXPECT_EQ(pathOf(other), (folder / "b.gif").string());
    // What the first one lacked, another brings.
    writePicture(folder / "c.gif", 5);
    attach(third, "c.gif", Keep::copy);
    EXPECT_EQ(mergeProject(copy, project.folder()).imagesMissing, 0);
    EXPECT_FALSE(pathOf(third).empty());
    EXPECT_EQ(checkProject(copy), std::vector<std::string>{});
}

TEST_F(MergeTest, refusesANewerVersionAndBringsACopyOfAnOlderOneUpToDate)
{
    const auto trace = add("a");
    writePicture(folder / "a.gif", 3);
    attachImage(project, traceDetail(project, trace).question.id, 0,
                addImageFile(project, folder / "a.gif").hash);
    rate(trace, 0, -1);
    const auto place = project.folder();
    Project other = Project::create(folder / "other");
    const auto setVersion = [&](const std::string& sql) {
        project = Project(folder / "other"); // closes it
        SQLite::Database(place / "project.db", SQLite::OPEN_READWRITE).exec(sql);
    };
    setVersion("PRAGMA user_version = 99");
    try {
        mergeProject(other, place);
        FAIL();
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "newer-version");
    }
    setVersion("DROP TABLE nodes; DROP TABLE trees; ALTER TABLE regions DROP COLUMN kind;"
               "ALTER TABLE regions DROP COLUMN span_begin;"
               "ALTER TABLE regions DROP COLUMN span_end; DROP TABLE guidelines;"
               "DROP TABLE continuations; ALTER TABLE labels DROP COLUMN overrules;"
               "ALTER TABLE labels DROP COLUMN shown;"
               "ALTER TABLE labels DROP COLUMN rewrite; PRAGMA user_version = 3");
    const auto before = sha256File(place / "project.db");
    EXPECT_EQ(mergeProject(other, place).labelRows, 1);
    EXPECT_FALSE(traceDetail(other, trace).question.images.at(0).path.empty());
    EXPECT_EQ(countTraces(other, "first-error:person<=1"), 1);
    EXPECT_EQ(sha256File(place / "project.db"), before);
    EXPECT_FALSE(fs::exists(place / "project-v3.db"));
    EXPECT_EQ(checkProject(other), std::vector<std::string>{});
}

TEST_F(MergeTest, saysWhatIsWrongWithADamagedProject)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    rate(trace, 0, -1);
    const auto place = project.folder();
    Project other = Project::create(folder / "other");
    project = Project(folder / "other"); // closes it
    SQLite::Database(place / "project.db", SQLite::OPEN_READWRITE)
        .exec("UPDATE supersedes SET older = label");
    try {
        mergeProject(other, place);
        FAIL();
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "damaged");
    }
    EXPECT_EQ(checkProject(other), std::vector<std::string>{});
}

TEST_F(MergeTest, isFinishedByMergingAgainAfterAKill)
{
    std::mt19937 random(1);
    for (int i = 0; i < 60; ++i) {
        const auto trace = add(std::to_string(i), 12);
        std::vector<Label> rows;
        for (int step = 0; step < 12; ++step)
            rows.push_back(label(trace, step, 1));
        recordLabels(project, rows);
        if (i % 5 == 0)
            undo(project, "Ann");
    }
    const auto whole = dump(project);
    const auto other = project.folder();
    project = Project::create(folder / "none"); // no connection may be open across a fork
    int killed = 0;
    for (int kill = 0; kill < 10; ++kill) {
        const auto place = folder / std::string("killed").append(std::to_string(kill));
        {
            Project::create(place);
        }
        const pid_t child = ::fork();
        if (child == 0) {
            try {
                Project into(place);
                mergeProject(into, other);
            } catch (const std::exception&) {
                ::_exit(2);
            }
            ::_exit(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 60));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        killed += WIFSIGNALED(status) ? 1 : 0;
        EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
        Project into(place);
        EXPECT_EQ(checkProject(into), std::vector<std::string>{});
        mergeProject(into, other);
        EXPECT_EQ(dump(into), whole) << "kill " << kill;
    }
    EXPECT_GT(killed, 0) << "each was done before it was killed";
}

} // namespace
} // namespace steplight
