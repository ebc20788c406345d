// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/sql.h"

#include <cmath>

namespace steplight {
namespace {

struct LabelsTest : ProjectTest {
    std::string refusal(const Label& row)
    {
        try {
            recordLabels(project, {row});
        } catch (const StorageError& error) {
            EXPECT_NE(std::string(error.what()).find("."), std::string::npos);
            return error.code();
        }
        return "recorded";
    }
};

TEST_F(LabelsTest, everythingComesBack)
{
    const auto trace = add("a");
    Label row = label(trace, 0, -1);
    row.verdict.errorKind = ErrorKind::perception;
    row.verdict.reason = "text read";
    row.verdict.comment = "it says \"7\"; DROP TABLE labels; -- \xE7\x8C\xAB";
    row.verdict.regions = {{Region::Shape::box, 0, {{1.5, 2}, {30, 40}}, "the digit"},
                           {Region::Shape::polygon, 0, {{0, 0}, {9, 0}, {9, 9}}, ""},
                           {Region::Shape::point, 0, {{3, 4.25}}, "", Region::Kind::absent},
                           {Region::Shape::selection,
                            0,
                            {{0, 0}, {0, 7}, {7, 7}},
                            "",
                            Region::Kind::present,
                            {{2, 6}}}};
    row.verdict.overrules = {{EstimateKind::judge, "nitpick"}, {EstimateKind::prm, "\""}};
    row.verdict.rewrite = "It says \"1\".";
    row.visibility = Visibility::blind;
    row.shown = {EstimateKind::mc, EstimateKind::given};
    row.focusMs = 1234;
    row.guideline = "v3";
    const auto stored = recordLabels(project, {row});
    reopen();
    const auto read = currentLabels(project, trace);
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].verdict, row.verdict);
    EXPECT_EQ(read[0].visibility, Visibility::blind);
    EXPECT_EQ(read[0].shown, row.shown);
    EXPECT_EQ(read[0].focusMs, 1234);
    EXPECT_EQ(read[0].guideline, "v3");
    EXPECT_EQ(read[0].id, stored[0].id);
    EXPECT_EQ(read[0].action, stored[0].action);
    EXPECT_GT(read[0].createdAt, 0);
    EXPECT_FALSE(read[0].program.empty());
}

TEST_F(LabelsTest, correctionsMakeAChain)
{
    const auto trace = add("a");
    const auto first = rate(trace, 1, -1)[0], second = rate(trace, 1, 0)[0],
               third = rate(trace, 1, 1)[0];
    EXPECT_TRUE(first.supersedes.empty());
    EXPECT_EQ(second.supersedes, std::vector{first.id});
    EXPECT_EQ(third.supersedes, std::vector{second.id});
    EXPECT_EQ(current(trace), "Ann:1:1");
    const auto detail = traceDetail(project, trace);
    ASSERT_EQ(detail.history.size(), 2u);
    EXPECT_EQ(detail.history[0].id, first.id);
    EXPECT_EQ(detail.history[1].id, second.id);
}

TEST_F(LabelsTest, theClockIsNeverAsked)
{
    const auto trace = add("a");
    auto late = label(trace, 1, -1), early = label(trace, 1, 1);
    late.createdAt = 2'000'000'000'000;
    early.createdAt = 1;
    recordLabels(project, {late});
    recordLabels(project, {early});
    EXPECT_EQ(current(trace), "Ann:1:1");
}

TEST_F(LabelsTest, twoAnnotatorsAreRivalsWhenTheyDiffer)
{
    const auto trace = add("a");
    rate(trace, 1, 1, "Ann");
    rate(trace, 1, 1, "Ben");
    EXPECT_EQ(countTraces(project, "rivals"), 0);
    rate(trace, 1, -1, "Ben");
    EXPECT_EQ(current(trace), "Ann:1:1 Ben:1:-1");
    EXPECT_EQ(countTraces(project, "rivals"), 1);
}

TEST_F(LabelsTest, anAdjudicatorReplacesBoth)
{
    const auto trace = add("a");
    const auto ann = rate(trace, 1, 1, "Ann")[0], ben = rate(trace, 1, -1, "Ben")[0];
    auto verdict = label(trace, 1, -1, "Cleo");
    verdict.supersedes = {ann.id, ben.id};
    recordLabels(project, {verdict});
    EXPECT_EQ(current(trace), "Cleo:1:-1");
    EXPECT_EQ(countTraces(project, "rivals"), 0);
    undo(project, "Cleo");
    EXPECT_EQ(current(trace), "Ann:1:1 Ben:1:-1");
    redo(project, "Cleo");
    EXPECT_EQ(current(trace), "Cleo:1:-1");
}

TEST_F(LabelsTest, whatIsReplacedAlreadyIsNotReplacedAgain)
{
    const auto trace = add("a");
    const auto old = rate(trace, 1, 1, "Ann")[0];
    rate(trace, 1, 0, "Ann");
    auto verdict = label(trace, 1, -1, "Cleo");
    verdict.supersedes = {old.id};
    EXPECT_TRUE(recordLabels(project, {verdict})[0].supersedes.empty());
    EXPECT_EQ(current(trace), "Ann:1:0 Cleo:1:-1") << "Ann has said otherwise meanwhile";
}

TEST_F(LabelsTest, aDamagedValueSaysNothingAndTheLabelIsRead)
{
    const auto trace = add("a");
    rate(trace, 1, -1, "Ann");
    for (const char* damaged : {"{", "[7]", R"({"judge":7})", "7"}) {
        runSql(project, "UPDATE labels SET overrules = ?, shown = ?", damaged, damaged);
        const auto labels = currentLabels(project, trace);
        ASSERT_EQ(labels.size(), 1u) << damaged;
        EXPECT_TRUE(labels[0].verdict.overrules.empty());
        EXPECT_TRUE(labels[0].shown.empty());
    }
}

TEST_F(LabelsTest, whatMakesNoSenseIsRefused)
{
    const auto trace = add("a", 3);
    EXPECT_EQ(refusal(label("none", 0, 1)), "no-such-trace");
    EXPECT_EQ(refusal(label(trace, 3, 1)), "bad-label");
    EXPECT_EQ(refusal(label(trace, -2, 1)), "bad-label");
    EXPECT_EQ(refusal(label(trace, 0, 2)), "bad-label");
    EXPECT_EQ(refusal(label(trace, wholeTrace, 1)), "bad-label");
    EXPECT_EQ(refusal(label(trace, 0, 1, "")), "bad-label");
    auto row = label(trace, 0, 0);
    row.verdict.state = LabelState::badQuestion;
    EXPECT_EQ(refusal(row), "bad-label");
    row = label(trace, 0, 1);
    row.supersedes = {"nobody"};
    EXPECT_EQ(refusal(row), "bad-label");
    for (const Region& region : {Region{Region::Shape::box, 1, {{0, 0}, {1, 1}}, ""},
                                 Region{Region::Shape::box, -1, {{0, 0}, {1, 1}}, ""},
                                 Region{Region::Shape::box, 0, {{0, 0}}, ""},
                                 Region{Region::Shape::box, 0, {{0, 0}, {0, 5}}, ""},
                                 Region{Region::Shape::box, 0, {{-1, 0}, {1, 1}}, ""},
                                 Region{Region::Shape::box, 0, {{std::nan(""), 0}, {1, 1}}, ""},
                                 Region{Region::Shape::polygon, 0, {{0, 0}, {1, 1}}, ""},
                                 Region{Region::Shape::polygon, 0, {{1, 0}, {1, 1}, {1, 9}}, ""},
                                 Region{Region::Shape::selection, 0, {}, ""},
                                 Region{Region::Shape::point, 0, {{0, 0}, {1, 1}}, ""}}) {
        row = label(trace, 0, -1);
        row.verdict.regions = {region};
        EXPECT_EQ(refusal(row), "bad-label");
    }
    EXPECT_EQ(current(trace), "");
    EXPECT_FALSE(canUndo(project, "Ann"));
}

TEST_F(LabelsTest, aRegionsWordsAreLettersOfItsStep)
{
    const auto trace = add("\xE7\x8C\xAB"); // "Step 0 of" and a letter of three bytes
    const auto said = [&](int step, int begin, int end) {
        Label row = label(trace, step, -1);
        if (step == wholeTrace)
            row.verdict.state = LabelState::cannotJudge;
        row.verdict.regions = {
            {Region::Shape::point, 0, {{1, 1}}, "", Region::Kind::present, {{begin, end}}}};
        return refusal(row);
    };
    EXPECT_EQ(said(0, 10, 11), "recorded");
    for (const auto& [begin, end] : {std::pair(0, 12), {-1, 2}, {2, 2}, {3, 1}})
        EXPECT_EQ(said(0, begin, end), "bad-label") << begin << "-" << end;
    EXPECT_EQ(said(wholeTrace, 0, 1), "bad-label");
}

TEST_F(LabelsTest, statesAreKeptApart)
{
    const auto trace = add("a", 4);
    const auto state = [&](int step, LabelState value) {
        Label row = label(trace, step, 0);
        row.verdict.state = value;
        recordLabels(project, {row});
    };
    rate(trace, 0, 0);
    state(1, LabelState::skipped);
    state(2, LabelState::cannotJudge);
    EXPECT_EQ(current(trace), "Ann:0:0 Ann:1:skipped Ann:2:cannot-judge");
    EXPECT_EQ(countTraces(project, "left"), 1);
    state(wholeTrace, LabelState::wrongKey);
    EXPECT_EQ(countTraces(project, "left"), 0);
    EXPECT_EQ(countTraces(project, "wrong-key"), 1);
    const auto cells = traceRows(project, {}, 0, 1)[0].cells;
    EXPECT_EQ(cells[0].state, LabelState::rated);
    EXPECT_EQ(cells[1].state, LabelState::skipped);
    EXPECT_EQ(cells[2].state, LabelState::cannotJudge);
    EXPECT_EQ(cells[3].state, LabelState::unlabelled);
}

TEST_F(LabelsTest, firstErrorLeavesTheTailUnlabelledAndTheTraceDone)
{
    const auto trace = add("a", 5);
    recordLabels(project, {label(trace, 0, 1), label(trace, 1, 1), label(trace, 2, -1)});
    EXPECT_EQ(current(trace), "Ann:0:1 Ann:1:1 Ann:2:-1");
    EXPECT_EQ(countTraces(project, "left"), 0);
    EXPECT_EQ(labelCounts(project, "Ann").today, 3);
    const auto decisions = recentDecisions(project, "Ann", 10);
    ASSERT_EQ(decisions.size(), 1u);
    EXPECT_EQ(decisions[0].rows, 3);
    EXPECT_EQ(decisions[0].label.step, 2);
    EXPECT_EQ(decisions[0].questionExcerpt, "What is in picture a?");
}

TEST_F(LabelsTest, decisionsAreNewestFirst)
{
    const auto one = add("a"), other = add("b");
    rate(one, 0, 1);
    rate(other, 0, -1);
    rate(other, 1, 0, "Ben");
    const auto decisions = recentDecisions(project, "Ann", 10);
    ASSERT_EQ(decisions.size(), 2u);
    EXPECT_EQ(decisions[0].label.traceId, other);
    EXPECT_EQ(recentDecisions(project, "Ann", 1).size(), 1u);
    EXPECT_EQ(lastSaved(project)->annotator, "Ben");
    EXPECT_EQ(annotators(project), (std::vector<std::string>{"Ann", "Ben"}));
}

TEST_F(LabelsTest, aDatasetsLabelsComeOnce)
{
    const auto trace = add("a");
    const std::vector<Label> rows = {label(trace, 0, 1, "dataset:bench"),
                                     label(trace, 1, -1, "dataset:bench")};
    EXPECT_EQ(addDatasetLabels(project, rows), 2);
    EXPECT_EQ(addDatasetLabels(project, rows), 0);
    EXPECT_FALSE(canUndo(project, "dataset:bench"));
    EXPECT_FALSE(lastSaved(project).has_value());
    EXPECT_EQ(current(trace), "dataset:bench:0:1 dataset:bench:1:-1");
}

} // namespace
} // namespace steplight
