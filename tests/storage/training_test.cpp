// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/runs.h"
#include "storage/stats.h"
#include "storage/team/adjudication.h"
#include "storage/team/agreement.h"
#include "storage/team/deal.h"
#include "storage/team/figures.h"
#include "storage/team/merge.h"
#include "storage/team/training.h"
#include "storage/training.h"

#include <algorithm>

namespace steplight {
namespace {

struct TrainingTest : ProjectTest {
    std::string trace = add("a"), other = add("b");

    TrainingTest()
    {
        rate(trace, 0, 1, "Eve");
        Label wrong = label(trace, 1, -1, "Eve");
        wrong.verdict.errorKind = ErrorKind::perception;
        wrong.verdict.reason = "count";
        wrong.verdict.comment = "there are three";
        wrong.verdict.rewrite = "There are three birds.";
        wrong.verdict.overrules[EstimateKind::judge] = "nitpick";
        wrong.verdict.regions = {{Region::Shape::box, 0, {{1, 2}, {3, 4}}, "birds"}};
        recordLabels(project, {wrong});
    }
};

TEST_F(TrainingTest, keepsAnswersWithAllThatTheySay)
{
    const auto added = addTraining(project, "", "Eve");
    EXPECT_EQ(added.traces, 1);
    EXPECT_EQ(added.steps, 2);
    EXPECT_EQ(trainingTraces(project), std::set{trace});
    const auto answers = trainingAnswers(project, trace);
    ASSERT_TRUE(answers);
    EXPECT_EQ(answers->at(1), currentLabels(project, trace)[1].verdict);
    EXPECT_FALSE(trainingAnswers(project, other));
    forgetTraining(project);
    EXPECT_TRUE(trainingTraces(project).empty());
}

TEST_F(TrainingTest, damagedAnswersAreNone)
{
    const std::string said = R"("error":"none","reason":"","comment":"")";
    for (const std::string& text :
         {std::string("{"), std::string("[7]"), "{\"0\":{\"label\":\"-1\"," + said + "}}",
          "{\"0\":{\"label\":\"-1\"," + said +
              R"(,"regions":[{"shape":"box","image":0,"points":[[1,2],[3,4]],"note":"",)"
              R"("kind":"present","span":[]}]}})"}) {
        setSetting(project, "training:" + trace, text);
        const auto answers = trainingAnswers(project, trace);
        ASSERT_TRUE(answers) << text;
        EXPECT_TRUE(answers->empty()) << text;
    }
    setSetting(project, "training:" + trace,
               "{\"0\":{\"label\":\"-1\"," + said +
                   R"(,"regions":[{"shape":"box","image":0,"points":[[1,2]],"note":"",)"
                   R"("kind":"present"}]}})");
    EXPECT_TRUE(trainingAnswers(project, trace)->at(0).regions.empty()) << "a box of one corner";
    rate(trace, 0, 1, inTraining("Ann"));
    EXPECT_TRUE(trainingAnswered(project, "Ann"));
}

TEST_F(TrainingTest, forgottenItsTracesAreOpenAgain)
{
    setSetting(project, "training:" + other, "{}");
    for (const int step : {0, 1, 2})
        rate(other, step, 1, inTraining("Ann"));
    EXPECT_EQ(traceIds(project, {"labelled -left"}), (std::vector{trace, other}));
    forgetTraining(project);
    EXPECT_EQ(traceIds(project, {"unlabelled"}), std::vector{other});
    EXPECT_EQ(traceIds(project, {"-left"}), std::vector{trace}) << "Eve's word stays";
}

TEST_F(TrainingTest, needsAnswers)
{
    try {
        addTraining(project, "", "Zoe");
        FAIL();
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "no-labels");
    }
}

TEST_F(TrainingTest, theQueryWordFindsItsTraces)
{
    addTraining(project, "", "Eve");
    EXPECT_EQ(traceIds(project, {"training"}), std::vector{trace});
    EXPECT_EQ(traceIds(project, {"-training"}), std::vector{other});
}

TEST_F(TrainingTest, labelsOfItAreNobodysWord)
{
    addTraining(project, "", "Eve");
    rate(trace, 0, -1, inTraining("Ann"));
    rate(trace, 1, -1, inTraining("Ann"));
    EXPECT_TRUE(traceIds(project, {"rivals"}).empty());
    EXPECT_TRUE(traceIds(project, {"any(label:-1 section:perception)"}).empty());
    EXPECT_TRUE(disputes(project).empty());
    EXPECT_EQ(agreement(project, "")[0].annotators, std::vector<std::string>{"Eve"});
    EXPECT_EQ(labelCounts(project, "Ann").today, 0);
    const Figures figures = figuresOf(project, "Ann");
    EXPECT_TRUE(figures.modes.empty());
    ASSERT_TRUE(figures.training);
    EXPECT_EQ(figures.training->steps, 2);
    EXPECT_EQ(figures.training->agreeing, 1);
    EXPECT_EQ(figures.training->firstErrorsExact, 0);
    EXPECT_TRUE(undo(project, inTraining("Ann")));
}

TEST_F(TrainingTest, noQueryThatAsksOfPeopleHearsOfThem)
{
    setSetting(project, "training:" + other, "{}");
    for (const int step : {0, 1, 2}) {
        Label said = label(other, step, step == 2 ? -1 : 1, inTraining("Ann"));
        said.verdict.reason = "trained";
        said.verdict.overrules[EstimateKind::judge] = "nitpick";
        recordLabels(project, {said});
        said.annotator = inTraining("Bo");
        recordLabels(project, {said});
    }
    for (const char* query : {"annotators>=1", "agreed", "first-error:agreed", "reason:trained",
                              "overruled", "today"}) {
        const auto found = traceIds(project, {query});
        EXPECT_EQ(std::count(found.begin(), found.end(), other), 0) << query;
    }
    EXPECT_EQ(traceIds(project, {"today"}), std::vector{trace}) << "Eve's";
}

TEST_F(TrainingTest, countsTheFirstWordAlone)
{
    addTraining(project, "", "Eve");
    rate(trace, 0, -1, inTraining("Ann"));
    rate(trace, 0, 1, inTraining("Ann")); // having seen the answer
    EXPECT_EQ(figuresOf(project, "Ann").training->agreeing, 0);
}

TEST_F(TrainingTest, isDealtUnlabelledAndComesBackAsTraining)
{
    Deal how;
    how.annotators = {"Ann"};
    how.out = folder / "team";
    how.query = "unlabelled";
    addTraining(project, "", "Eve");
    const auto dealt = deal(project, how);
    EXPECT_EQ(dealt[0].traces, 2);
    {
        Project theirs(dealt[0].folder);
        EXPECT_TRUE(currentLabels(theirs, trace).empty());
        EXPECT_EQ(trainingAnswers(theirs, trace), trainingAnswers(project, trace));
        recordLabels(theirs, {label(trace, 1, 1, inTraining("Ann"))});
        EXPECT_EQ(traceIds(theirs, {"label:1"}), std::vector{trace}); // done, in their lists
    }
    mergeProject(project, dealt[0].folder);
    EXPECT_TRUE(traceIds(project, {"rivals"}).empty());
    EXPECT_EQ(figuresOf(project, "Ann").training->agreeing, 0);
}

} // namespace
} // namespace steplight
