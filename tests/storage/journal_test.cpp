// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/journal.h"
#include "storage/stats.h"
#include "storage/upkeep.h"

#include <random>

namespace steplight {
namespace {

struct JournalTest : ProjectTest {
    std::vector<std::string> actions(const JournalFilter& filter = {})
    {
        std::vector<std::string> ids;
        for (const auto& entry : journal(project, filter, 0, 1000))
            ids.push_back(entry.action);
        return ids;
    }
};

TEST_F(JournalTest, listsEveryActionNewestFirstAndInPages)
{
    const auto one = add("a"), other = add("b");
    rate(one, 0, 1);
    rate(other, 2, -1);
    undo(project, "Ann");
    const auto all = journal(project, {}, 0, 10);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].kind, JournalEntry::Kind::undo);
    EXPECT_EQ(all[0].standing, 0) << "it left nothing there";
    EXPECT_EQ(all[1].label.traceId, other);
    EXPECT_EQ(all[1].standing, 0) << "it was undone";
    EXPECT_EQ(all[2].standing, 1);
    EXPECT_EQ(countJournal(project, {}), 3);
    const auto rest = journal(project, {}, all[0].key, 1);
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest[0].action, all[1].action);
}

TEST_F(JournalTest, filtersByPersonAndHour)
{
    const auto trace = add("a");
    Label early;
    early.traceId = trace;
    early.step = 0;
    early.verdict.rating = 1;
    early.annotator = "Ann";
    early.createdAt = 1'000'000;
    recordLabels(project, {early});
    Label late = early;
    late.annotator = "Bo";
    late.createdAt = 5'000'000;
    recordLabels(project, {late});
    EXPECT_EQ(actions({"Ann", 0, 0}).size(), 1u);
    EXPECT_EQ(actions({"", 1'000'000, 5'000'000}).size(), 1u);
    EXPECT_EQ(actions({"", 1'000'001, 0}).size(), 1u);
    EXPECT_EQ(actions({"Cy", 0, 0}).size(), 0u);
}

TEST_F(JournalTest, takesBackOneOfTheMiddleAndBringsItBack)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    rate(trace, 1, -1);
    rate(trace, 2, 1);
    const auto middle = actions()[1];
    const auto back = takeBack(project, {middle});
    EXPECT_EQ(back.rows, 1);
    EXPECT_EQ(back.later, 0);
    EXPECT_EQ(current(trace), "Ann:0:1 Ann:2:1");
    EXPECT_EQ(takeBack(project, {middle}).rows, 0) << "it does not stand any more";
    EXPECT_EQ(bringBack(project, {middle}).rows, 1);
    EXPECT_EQ(current(trace), "Ann:0:1 Ann:1:-1 Ann:2:1");
    EXPECT_EQ(bringBack(project, {middle}).rows, 0) << "it stands";
    reopen();
    EXPECT_EQ(current(trace), "Ann:0:1 Ann:1:-1 Ann:2:1");
}

TEST_F(JournalTest, leavesLaterDecisionsAlone)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    rate(trace, 0, -1);
    const auto first = actions()[1];
    const auto back = takeBack(project, {first});
    EXPECT_EQ(back.rows, 0);
    EXPECT_EQ(back.later, 1);
    EXPECT_EQ(current(trace), "Ann:0:-1");
    EXPECT_EQ(takeBack(project, actions()).rows, 2) << "the later one, and then the one before";
    EXPECT_EQ(current(trace), "");
}

TEST_F(JournalTest, undoAndRedoGoOnAsBefore)
{
    const auto trace = add("a");
    rate(trace, 0, 1);
    rate(trace, 1, 1);
    rate(trace, 2, 1);
    takeBack(project, {actions()[1]});
    EXPECT_FALSE(canRedo(project, "Ann"));
    undo(project, "Ann");
    undo(project, "Ann");
    EXPECT_EQ(current(trace), "");
    EXPECT_FALSE(canUndo(project, "Ann"));
    redo(project, "Ann");
    redo(project, "Ann");
    EXPECT_EQ(current(trace), "Ann:0:1 Ann:2:1");
}

TEST_F(JournalTest, whatCameWithDataIsNoPartOfAnyonesUndo)
{
    const auto trace = add("a");
    addDatasetLabels(project, {label(trace, 0, -1, "Bo")});
    const auto action = actions().front();
    EXPECT_EQ(takeBack(project, {action}).rows, 1);
    EXPECT_EQ(current(trace), "");
    EXPECT_EQ(bringBack(project, {action}).rows, 1);
    EXPECT_EQ(current(trace), "Bo:0:-1");
    EXPECT_FALSE(canUndo(project, "Bo"));
    EXPECT_FALSE(canRedo(project, "Bo"));
}

TEST_F(JournalTest, anyHistoryStaysWhole)
{
    std::mt19937 random(5);
    const std::vector<std::string> traces{add("a"), add("b")};
    for (int i = 0; i < 300; ++i) {
        const auto some = actions();
        switch (random() % 5) {
        case 0:
            undo(project, "Ann");
            break;
        case 1:
            redo(project, "Ann");
            break;
        case 2:
            if (!some.empty())
                takeBack(project, {some[random() % some.size()], some[random() % some.size()]});
            break;
        case 3:
            if (!some.empty())
                bringBack(project, {some[random() % some.size()]});
            break;
        default:
            rate(traces[random() % 2], static_cast<int>(random() % 3), random() % 2 ? 1 : -1);
        }
    }
    const auto rows = stats(project).labelRows;
    while (!takeBack(project, actions()).actions.empty())
        continue;
    for (const auto& trace : traces)
        EXPECT_EQ(current(trace), "");
    EXPECT_GT(stats(project).labelRows, rows) << "taking back appends";
    EXPECT_EQ(checkProject(project), std::vector<std::string>{});
}

} // namespace
} // namespace steplight
