// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/stats.h"

#include <algorithm>
#include <random>

namespace steplight {
namespace {

struct ReadingTest : ProjectTest {
    std::vector<std::string> ids;

    ReadingTest()
    {
        std::mt19937 random(3);
        project.transact([&] {
            for (int i = 0; i < 60; ++i) {
                const int steps = 1 + static_cast<int>(random() % 4);
                ids.push_back(add("t" + std::to_string(i), steps, random() % 2 == 0));
                if (random() % 3 == 0)
                    continue;
                std::vector<double> prm;
                for (int step = 0; step < steps; ++step)
                    prm.push_back(static_cast<double>(random() % 5) / 4);
                estimate(ids.back(), EstimateKind::prm, prm);
                estimate(ids.back(), EstimateKind::mc, std::vector<double>(prm.size(), 0.5));
            }
        });
        rate(ids[5], 0, 1);
    }
};

constexpr TraceOrder orders[] = {
    TraceOrder::imported, TraceOrder::question, TraceOrder::disagreement, TraceOrder::prmMean,
    TraceOrder::prmMin,   TraceOrder::labelled, TraceOrder::steps,        TraceOrder::correct};

TEST_F(ReadingTest, pagesJoinToTheWholeInEachOrder)
{
    for (const auto order : orders)
        for (const bool descending : {false, true}) {
            const Listing listing{"", order, descending};
            const auto whole = traceIds(project, listing);
            ASSERT_EQ(whole.size(), ids.size());
            std::vector<std::string> joined;
            for (int page = 0; page < 7; ++page)
                for (const auto& row : traceRows(project, listing, page * 10, 10))
                    joined.push_back(row.id);
            EXPECT_EQ(joined, whole);
        }
}

TEST_F(ReadingTest, aListingThatIsRememberedNoticesEachChange)
{
    const Listing listing{"unlabelled", TraceOrder::prmMin, true};
    const auto rows = [&](Project& from) {
        std::vector<std::string> found;
        for (const auto& row : traceRows(from, listing, 10, 5000)) // far enough to be remembered
            found.push_back(row.id);
        return found;
    };
    auto expected = rows(project);
    EXPECT_EQ(expected.size(), 49u);
    EXPECT_EQ(rows(project), expected);
    EXPECT_EQ(traceRows(project, listing, 10, 1)[0].id, expected[0]);
    EXPECT_TRUE(traceRows(project, listing, 9000, 10).empty());
    rate(expected[3], 0, 1);
    expected.erase(expected.begin() + 3);
    EXPECT_EQ(rows(project), expected);
    Project other(project.folder());
    recordLabels(other, {label(expected[5], 0, 1)});
    expected.erase(expected.begin() + 5);
    EXPECT_EQ(rows(project), expected);
    undo(project, "Ann");
    undo(project, "Ann");
    EXPECT_EQ(rows(project).size(), 49u);
}

TEST_F(ReadingTest, neighboursWalkTheListing)
{
    for (const auto order : orders)
        for (const bool descending : {false, true}) {
            const Listing listing{"answer:right", order, descending};
            const auto whole = traceIds(project, listing);
            ASSERT_GT(whole.size(), 10u);
            for (std::size_t i = 0; i < whole.size(); ++i) {
                EXPECT_EQ(tracePosition(project, listing, whole[i]), static_cast<int>(i));
                EXPECT_EQ(nextTrace(project, listing, whole[i]),
                          i + 1 < whole.size() ? std::optional(whole[i + 1]) : std::nullopt);
                EXPECT_EQ(nextTrace(project, listing, whole[i], false),
                          i > 0 ? std::optional(whole[i - 1]) : std::nullopt);
            }
        }
}

TEST_F(ReadingTest, theNextIsFoundAlsoWhenThisOneHasLeftTheQueue)
{
    const Listing listing{"unlabelled", TraceOrder::imported, false};
    rate(ids[10], 0, 1);
    EXPECT_EQ(nextTrace(project, listing, ids[10]), ids[11]);
    EXPECT_EQ(nextTrace(project, listing, ids[10], false), ids[9]);
}

TEST_F(ReadingTest, rowsSayWhatTheDetailSays)
{
    for (const auto& row : traceRows(project, Listing{}, 0, 100)) {
        const auto detail = traceDetail(project, row.id);
        ASSERT_EQ(row.cells.size(), detail.trace.steps.size());
        EXPECT_EQ(row.question, detail.question.text);
        EXPECT_EQ(row.correct, detail.trace.correct);
        double sum = 0, least = 1, spread = 0;
        int count = 0;
        for (const auto& estimate : detail.estimates)
            if (estimate.kind == EstimateKind::prm) {
                EXPECT_EQ(row.cells[static_cast<std::size_t>(estimate.step)].prm, estimate.value);
                sum += *estimate.value;
                least = std::min(least, *estimate.value);
                spread = std::max(spread, std::abs(*estimate.value - 0.5));
                ++count;
            }
        EXPECT_EQ(row.prmMean.has_value(), count > 0);
        if (count == 0)
            continue;
        EXPECT_DOUBLE_EQ(*row.prmMean, sum / count);
        EXPECT_DOUBLE_EQ(*row.prmMin, least);
        EXPECT_DOUBLE_EQ(row.disagreement, spread);
    }
}

TEST_F(ReadingTest, rowsOfGivenTraces)
{
    const auto rows = traceRows(project, {ids[3], "none", ids[1]});
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].id, ids[3]);
    EXPECT_EQ(rows[1].id, ids[1]);
    EXPECT_THROW(traceDetail(project, "none"), StorageError);
    EXPECT_FALSE(findQuestion(project, "none"));
}

TEST_F(ReadingTest, questionsAreAskedOnceAndThoseOfADataSetWithoutTracesToo)
{
    std::vector<std::string> all;
    for (const auto& id : ids)
        all.push_back(traceQuestion(project, id).id);
    Trace second;
    second.questionId = all[3];
    second.steps = {{Section::reasoning, "Another way."}};
    second.id = traceId(second.questionId, second.steps);
    addTrace(project, second);
    Question alone;
    alone.text = "Nobody has tried this one.";
    alone.dataset = "set-alone";
    alone.id = questionId(alone);
    addQuestion(project, alone);
    EXPECT_EQ(questionIds(project, "unlabelled").size(), all.size() - 1) << "none that is alone";
    EXPECT_EQ(questionIds(project, "\"Another way\""), std::vector{all[3]});
    EXPECT_EQ(questionIds(project, "dataset:set-t7"), std::vector{all[7]});
    EXPECT_EQ(questionIds(project, "dataset:set-alone or dataset:set-t7"),
              (std::vector{all[7], alone.id}));
    EXPECT_EQ(questionIds(project, "source:set-alone"), std::vector{alone.id});
    EXPECT_EQ(questionIds(project, "dataset:set-alone unlabelled"), std::vector<std::string>());
    EXPECT_EQ(questionIds(project, "-dataset:set-t"), std::vector{alone.id});
    all.push_back(alone.id);
    EXPECT_EQ(questionIds(project, ""), all);
}

TEST_F(ReadingTest, statsCount)
{
    const auto all = stats(project);
    EXPECT_EQ(all.traces, 60);
    EXPECT_EQ(all.questions, 60);
    EXPECT_EQ(all.imagesMissing, 60);
    EXPECT_EQ(all.mc, all.prm);
    EXPECT_EQ(all.labels, 1);
    EXPECT_EQ(all.labelRows, 1);
}

} // namespace
} // namespace steplight
