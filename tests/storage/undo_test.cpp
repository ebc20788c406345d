// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/sql.h"
#include "storage/stats.h"
#include "storage/team/merge.h"
#include "storage/upkeep.h"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <map>
#include <random>
#include <set>
#include <sstream>

namespace steplight {
namespace {

namespace fs = std::filesystem;

struct UndoTest : ProjectTest {
};

TEST_F(UndoTest, withdrawsAndBringsBack)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    rate(trace, 0, -1);
    const auto undone = undo(project, "Ann");
    ASSERT_TRUE(undone);
    EXPECT_EQ(undone->subject[0].verdict.rating, -1);
    EXPECT_EQ(current(trace), "Ann:0:1");
    undo(project, "Ann");
    EXPECT_EQ(current(trace), "");
    EXPECT_FALSE(undo(project, "Ann"));
    EXPECT_EQ(countTraces(project, "unlabelled"), 1);
    redo(project, "Ann");
    EXPECT_EQ(current(trace), "Ann:0:1");
    redo(project, "Ann");
    EXPECT_EQ(current(trace), "Ann:0:-1");
    EXPECT_FALSE(redo(project, "Ann"));
}

TEST_F(UndoTest, appendsAndNeverErases)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    undo(project, "Ann");
    redo(project, "Ann");
    undo(project, "Ann");
    const auto all = stats(project);
    EXPECT_EQ(all.labels, 0);
    EXPECT_EQ(all.labelRows, 4);
    EXPECT_EQ(traceDetail(project, trace).history.size(), 4u);
}

TEST_F(UndoTest, survivesARestartAndCrossesTraces)
{
    const auto one = add("a"), other = add("b");
    rate(one, 0, 1);
    rate(other, 2, -1);
    reopen();
    EXPECT_EQ(undo(project, "Ann")->subject[0].traceId, other);
    reopen();
    EXPECT_EQ(undo(project, "Ann")->subject[0].traceId, one);
    reopen();
    EXPECT_EQ(redo(project, "Ann")->subject[0].traceId, one);
    EXPECT_EQ(redo(project, "Ann")->subject[0].traceId, other);
    EXPECT_EQ(current(one) + " " + current(other), "Ann:0:1 Ann:2:-1");
}

TEST_F(UndoTest, aNewActionCutsRedo)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    rate(trace, 1, 1);
    undo(project, "Ann");
    rate(trace, 2, -1);
    EXPECT_FALSE(canRedo(project, "Ann"));
    EXPECT_FALSE(redo(project, "Ann"));
    undo(project, "Ann");
    undo(project, "Ann");
    EXPECT_EQ(current(trace), "");
}

TEST_F(UndoTest, isEachAnnotatorsOwn)
{
    const auto trace = add("a");
    rate(trace, 0, 1, "Ann");
    rate(trace, 0, -1, "Ben");
    EXPECT_EQ(undo(project, "Ann")->subject[0].annotator, "Ann");
    EXPECT_EQ(current(trace), "Ben:0:-1");
    EXPECT_FALSE(undo(project, "Ann"));
    EXPECT_FALSE(undo(project, "Nobody"));
}

TEST_F(UndoTest, afterAMergeTakesBackWhatWasDoneLastAndNotItsRival)
{
    const auto trace = add("a");
    {
        Project gone = std::move(project);
        fs::copy(folder / "p", folder / "desk", fs::copy_options::recursive);
    }
    project = Project(folder / "p");
    rate(trace, 1, 1);
    undo(project, "Ann");
    rate(trace, 0, 1, "Ben");
    {
        Project desk(folder / "desk");
        recordLabels(desk, {label(trace, 0, -1, "Ben"), label(trace, 2, -1, "Ben")});
        recordLabels(desk, {label(trace, 2, 1)});
    }
    mergeProject(project, folder / "desk");
    const auto said = [&] {
        std::set<std::string> words;
        std::istringstream all(current(trace));
        for (std::string word; all >> word;)
            words.insert(word);
        return words;
    };
    using Words = std::set<std::string>;
    const Words both{"Ben:0:1", "Ben:0:-1", "Ann:2:1", "Ben:2:-1"};
    EXPECT_EQ(said(), both);
    undo(project, "Ben");
    EXPECT_EQ(said(), (Words{"Ben:0:1", "Ann:2:1"})) << "the other desk's, and that alone";
    redo(project, "Ben");
    EXPECT_EQ(said(), both);
    undo(project, "Ann");
    redo(project, "Ann");
    EXPECT_EQ(said(), both) << "what was undone last";
}

TEST_F(UndoTest, skipsAnActionWhoseLabelsAMergeHasNotBroughtYet)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    runSql(project, "INSERT INTO actions (id, annotator, kind, subject, standing) SELECT 'x',"
                    " annotator, 'label', NULL, 1 FROM actions LIMIT 1");
    undo(project, "Ann");
    EXPECT_EQ(current(trace), "");
    EXPECT_FALSE(canUndo(project, "Ann"));
}

TEST_F(UndoTest, leavesAloneWhatAnotherHasDecided)
{
    const auto trace = add("a");
    const auto ann = rate(trace, 0, 1);
    const auto ben = rate(trace, 0, -1, "Ben");
    Label decided = label(trace, 0, -1, "Eve");
    decided.supersedes = {ann.at(0).id, ben.at(0).id};
    recordLabels(project, {decided});
    EXPECT_EQ(current(trace), "Eve:0:-1");
    undo(project, "Ann");
    EXPECT_EQ(current(trace), "Eve:0:-1") << "there was nothing to take back";
    redo(project, "Ann");
    EXPECT_EQ(current(trace), "Eve:0:-1") << "and so nothing to do again";
    rate(trace, 0, -1);
    undo(project, "Eve");
    EXPECT_EQ(current(trace), "Ann:0:-1 Ben:0:-1") << "nobody's old word beside the newer one";
}

TEST_F(UndoTest, passesOverWhatAnotherHasDecided)
{
    const auto trace = add("a");
    rate(trace, 1, 1);
    const auto ann = rate(trace, 0, 1);
    Label decided = label(trace, 0, -1, "Eve");
    decided.supersedes = {ann.at(0).id};
    recordLabels(project, {decided});
    const auto undone = undo(project, "Ann");
    ASSERT_TRUE(undone);
    ASSERT_EQ(undone->written.size(), 1u) << "one press takes back what it can";
    EXPECT_EQ(undone->written[0].step, 1);
    EXPECT_EQ(current(trace), "Eve:0:-1");
    EXPECT_EQ(redo(project, "Ann")->written.size(), 1u);
    EXPECT_EQ(current(trace), "Eve:0:-1 Ann:1:1");
}

/// How much SQLite does for a key press, in its own steps, whatever else the project holds.
TEST_F(UndoTest, costsNoMoreInALargeProject)
{
    const auto steps = [&](const auto& work) {
        constexpr int each = 100;
        std::int64_t counted = 0;
        const auto count = [](void* to) {
            *static_cast<std::int64_t*>(to) += each;
            return 0;
        };
        sqlite3_progress_handler(project.database().getHandle(), each, count, &counted);
        work();
        sqlite3_progress_handler(project.database().getHandle(), 0, nullptr, nullptr);
        return counted;
    };
    const auto trace = add("a");
    rate(trace, 0, 1);
    const auto press = [&] {
        rate(trace, 0, -1);
        currentLabels(project, trace);
        undo(project, "Ann");
        redo(project, "Ann");
    };
    press();
    const auto before = steps(press);
    project.transact([&] {
        std::vector<Label> many;
        for (int i = 0; i < 400; ++i)
            for (int step = 0; step < 3; ++step)
                many.push_back(label(add("x" + std::to_string(i)), step, 1, "Ben"));
        recordLabels(project, many);
    });
    EXPECT_LT(steps(press), 2 * before);
}

TEST_F(UndoTest, takesBackAWholeActionWithItsRegions)
{
    const auto trace = add("a", 4);
    auto wrong = label(trace, 2, -1);
    wrong.verdict.regions = {{Region::Shape::box, 0, {{1, 2}, {3, 4}}, "here"}};
    recordLabels(project, {label(trace, 0, 1), label(trace, 1, 1), wrong});
    undo(project, "Ann");
    EXPECT_EQ(current(trace), "");
    const auto again = redo(project, "Ann");
    EXPECT_EQ(again->written.size(), 3u);
    EXPECT_EQ(currentLabels(project, trace)[2].verdict, wrong.verdict);
}

TEST_F(UndoTest, changesTheWholeTracesLabelToo)
{
    const auto trace = add("a");
    Label row = label(trace, wholeTrace, 0);
    row.verdict.state = LabelState::badQuestion;
    recordLabels(project, {row});
    EXPECT_EQ(countTraces(project, "bad-question"), 1);
    undo(project, "Ann");
    EXPECT_EQ(countTraces(project, "bad-question"), 0);
    EXPECT_EQ(countTraces(project, "left"), 1);
}

// Against a plain stack of states, over many random turns and restarts.
TEST_F(UndoTest, behavesAsAStackOfStates)
{
    using State = std::map<std::pair<std::string, int>, int>;
    const std::vector<std::string> traces = {add("a"), add("b")};
    std::vector<State> done = {{}}, undone;
    std::mt19937 random(7);
    const auto pick = [&](int below) {
        return static_cast<int>(random() % static_cast<unsigned>(below));
    };
    for (int turn = 0; turn < 300; ++turn) {
        const int kind = pick(4);
        if (kind < 2) {
            const auto& trace = traces[static_cast<std::size_t>(pick(2))];
            const int step = pick(3), rating = pick(3) - 1;
            rate(trace, step, rating);
            done.push_back(done.back());
            done.back()[{trace, step}] = rating;
            undone.clear();
        } else if (kind == 2) {
            ASSERT_EQ(undo(project, "Ann").has_value(), done.size() > 1);
            if (done.size() > 1) {
                undone.push_back(done.back());
                done.pop_back();
            }
        } else {
            ASSERT_EQ(redo(project, "Ann").has_value(), !undone.empty());
            if (!undone.empty()) {
                done.push_back(undone.back());
                undone.pop_back();
            }
        }
        if (turn % 97 == 0)
            reopen();
        State now;
        for (const auto& trace : traces)
            for (const auto& row : currentLabels(project, trace))
                now[{trace, row.step}] = row.verdict.rating;
        ASSERT_EQ(now, done.back()) << "turn " << turn;
    }
    EXPECT_EQ(checkProject(project), std::vector<std::string>{});
}

} // namespace
} // namespace steplight
