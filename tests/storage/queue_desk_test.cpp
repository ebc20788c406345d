// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/queries.h"
#include "storage/queue_desk.h"
#include "storage/runs.h"
#include "storage/sql.h"

#include <algorithm>
#include <functional>
#include <set>

namespace steplight {
namespace {

struct QueueDeskTest : ProjectTest {
    static const Queue& called(const std::vector<Queue>& queues, const std::string& name)
    {
        return *std::find_if(queues.begin(), queues.end(),
                             [&](const Queue& queue) { return queue.name == name; });
    }
};

TEST_F(QueueDeskTest, remembersModeOrderAndPlaceOfEachQueue)
{
    EXPECT_FALSE(queueDesk(project, "disagree").visibility);
    EXPECT_EQ(queueDesk(project, "disagree").order, TraceOrder::imported);
    setSetting(project, visibilitySetting("disagree"), "blind");
    setSetting(project, orderSetting("disagree"), orderText(TraceOrder::prmMin, true));
    setSetting(project, placeSetting("disagree"), "some-trace");
    setSetting(project, orderSetting(""), orderText(TraceOrder::steps, false));
    setSetting(project, "visibility", "open");
    const QueueDesk desk = queueDesk(project, "disagree");
    EXPECT_EQ(desk.visibility, Visibility::blind);
    EXPECT_EQ(desk.order, TraceOrder::prmMin);
    EXPECT_TRUE(desk.descending);
    EXPECT_EQ(desk.trace, "some-trace");
    EXPECT_FALSE(queueDesk(project, "dropped").visibility);
    EXPECT_EQ(queueDesk(project, "").order, TraceOrder::steps);
    EXPECT_FALSE(queueDesk(project, "").visibility);
    EXPECT_EQ(queueVisibilities(project),
              (std::map<std::string, Visibility>{{"disagree", Visibility::blind}}));
    setSetting(project, visibilitySetting("disagree"), "");
    EXPECT_TRUE(queueVisibilities(project).empty());
}

TEST_F(QueueDeskTest, everyOrderHasAWordOfItsOwn)
{
    std::set<std::string> words;
    for (int order = 0; order <= static_cast<int>(TraceOrder::firstPerson); ++order) {
        const auto word = orderText(static_cast<TraceOrder>(order), false);
        EXPECT_TRUE(words.insert(word).second) << word;
        setSetting(project, orderSetting("all"), word);
        EXPECT_EQ(queueDesk(project, "all").order, static_cast<TraceOrder>(order));
    }
}

TEST_F(QueueDeskTest, aPlaceIsTheTraceOrTheNextAfterIt)
{
    const auto a = add("a"), b = add("b"), c = add("c");
    const Listing unlabelled{"unlabelled"};
    EXPECT_EQ(placeIn(project, unlabelled, b), b);
    rate(b, 0, 1);
    EXPECT_EQ(placeIn(project, unlabelled, b), b) << "it is half labelled";
    rate(b, 1, -1);
    EXPECT_EQ(placeIn(project, unlabelled, b), c) << "it is done";
    EXPECT_EQ(placeIn(project, {"unlabelled", TraceOrder::imported, true}, b), a);
    rate(c, 0, -1);
    EXPECT_EQ(placeIn(project, unlabelled, b), a) << "nothing comes after it";
    rate(a, 0, -1);
    EXPECT_EQ(placeIn(project, unlabelled, b), std::nullopt);
    EXPECT_EQ(placeIn(project, {}, b), b);
    EXPECT_EQ(placeIn(project, {}, "no such trace"), std::nullopt);
    EXPECT_EQ(placeIn(project, {"mc<"}, b), b) << "a query that cannot be read";
}

/// What a label changes in the counts is what counting anew would find.
TEST_F(QueueDeskTest, aTracesPartInEachQueueAddsUp)
{
    const auto a = add("a"), b = add("b");
    setSetting(project, "annotator", "Ann");
    estimate(a, EstimateKind::prm, {.9, .9, .9});
    estimate(a, EstimateKind::judge, {1, 0, 1});
    saveQueue(project, "wrong or labelled", "label=-1 or labels>1");
    saveQueue(project, "mine or wrong", "mine or label=-1");
    auto counted = queues(project);
    const auto follow = [&](const std::string& trace, const std::function<void()>& act) {
        const auto before = queuesOf(project, trace);
        act();
        const auto after = queuesOf(project, trace);
        ASSERT_EQ(before.size(), counted.size());
        for (std::size_t i = 0; i < counted.size(); ++i) {
            counted[i].count += after[i].count - before[i].count;
            counted[i].left += after[i].left - before[i].left;
        }
        const auto anew = queues(project);
        for (std::size_t i = 0; i < counted.size(); ++i) {
            if (after[i].count < 0) // to be counted anew
                continue;
            EXPECT_EQ(counted[i].count, anew[i].count) << anew[i].name;
            EXPECT_EQ(counted[i].left, anew[i].left) << anew[i].name;
        }
    };
    EXPECT_EQ(called(counted, "unlabelled").count, 2);
    follow(a, [&] { rate(a, 0, 1); });
    EXPECT_EQ(called(counted, "unlabelled").count, 1);
    EXPECT_EQ(called(queuesOf(project, a), "mine").count, -1) << "it would look at all labels";
    EXPECT_EQ(called(queuesOf(project, a), "mine or wrong").count, -1);
    follow(a, [&] { rate(a, 1, -1); });
    EXPECT_EQ(called(counted, "wrong or labelled").count, 1);
    EXPECT_EQ(called(counted, "all").left, 1);
    follow(b, [&] { rate(b, 0, -1, "Ben"); });
    follow(b, [&] { rate(b, 0, 1, "Ann"); });
    EXPECT_EQ(called(counted, "adjudication").count, 1);
    EXPECT_EQ(called(counted, "adjudication").left, 1) << "though everybody has labelled it";
    for (const char* query : {"disagreed", "rivals file:b.jsonl", "(rivals)"}) {
        Queue disputes{"disputes", query, false, -1, -1};
        countQueue(project, disputes);
        EXPECT_EQ(disputes.left, 1) << query;
    }
    Queue others{"others", "not rivals", false, -1, -1};
    countQueue(project, others);
    EXPECT_EQ(others.count, 1);
    EXPECT_EQ(others.left, 0) << "its first error is found";
    follow(b, [&] { undo(project, "Ann"); });
    EXPECT_EQ(labelledToday(project, "Ann"), 2);
    EXPECT_EQ(labelCounts(project, "Ann").today, 2);
}

TEST_F(QueueDeskTest, aStepIsOneOfTodayHoweverItsLabelCameBack)
{
    const auto a = add("a");
    rate(a, 0, 1);
    rate(a, 0, -1);
    undo(project, "Ann");
    EXPECT_EQ(current(a), "Ann:0:1");
    EXPECT_EQ(labelledToday(project, "Ann"), 1);
    undo(project, "Ann");
    EXPECT_EQ(labelledToday(project, "Ann"), 0);
    redo(project, "Ann");
    redo(project, "Ann");
    EXPECT_EQ(labelledToday(project, "Ann"), 1);
}

TEST_F(QueueDeskTest, whatCannotBeReadStopsNoLabel)
{
    const auto a = add("a");
    runSql(project, "INSERT INTO queues VALUES ('broken', 'mc<')");
    EXPECT_EQ(called(queuesOf(project, a), "broken").count, -1);
    EXPECT_EQ(called(queuesOf(project, a), "all").count, 1);
    EXPECT_TRUE(queuesOf(project, "no such trace").empty());
}

TEST_F(QueueDeskTest, aForgottenQueueLeavesNothingToANewOneOfItsName)
{
    saveQueue(project, "hard", "prm<.3");
    setSetting(project, visibilitySetting("hard"), "blind");
    setSetting(project, orderSetting("hard"), orderText(TraceOrder::prmMin, false));
    setSetting(project, placeSetting("hard"), "trace");
    forgetQueue(project, "hard");
    const QueueDesk desk = queueDesk(project, "hard");
    EXPECT_FALSE(desk.visibility);
    EXPECT_EQ(desk.order, TraceOrder::imported);
    EXPECT_TRUE(desk.trace.empty());
}

TEST_F(QueueDeskTest, aRenamedQueueKeepsItsModeOrderAndPlace)
{
    saveQueue(project, "hard", "prm<.3");
    setSetting(project, visibilitySetting("hard"), "blind");
    setSetting(project, orderSetting("hard"), orderText(TraceOrder::prmMin, false));
    setSetting(project, placeSetting("hard"), "trace");
    renameQueue(project, "hard", "hardest");
    const QueueDesk desk = queueDesk(project, "hardest");
    EXPECT_EQ(desk.visibility, Visibility::blind);
    EXPECT_EQ(desk.order, TraceOrder::prmMin);
    EXPECT_EQ(desk.trace, "trace");
    EXPECT_FALSE(queueDesk(project, "hard").visibility);
}

} // namespace
} // namespace steplight
