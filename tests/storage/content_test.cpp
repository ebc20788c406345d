// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/imports.h"
#include "storage/stats.h"

#include <cmath>

namespace steplight {
namespace {

struct ContentTest : ProjectTest {
};

TEST_F(ContentTest, whatIsThereAlreadyIsNotAddedAgain)
{
    const auto trace = add("a");
    const auto detail = traceDetail(project, trace);
    EXPECT_FALSE(addQuestion(project, detail.question));
    EXPECT_FALSE(addTrace(project, detail.trace));
    EXPECT_EQ(stats(project).traces, 1);
    EXPECT_EQ(stats(project).questions, 1);
}

TEST_F(ContentTest, aTraceInOneGoIsAsInTwo)
{
    std::vector<Estimate> estimates;
    const auto say = [&](EstimateKind kind, int step, std::optional<double> value, int drawn,
                         const char* source) {
        Estimate one;
        one.kind = kind;
        one.step = step;
        one.value = value;
        one.drawn = drawn;
        one.source.name = source;
        estimates.push_back(one);
    };
    say(EstimateKind::prm, 2, 0.9, 0, "model");
    say(EstimateKind::mc, 0, 0.25, 16, "old");
    say(EstimateKind::mc, 1, 0.0, 16, "old");
    say(EstimateKind::mc, 0, 0.75, 16, "new");
    say(EstimateKind::mc, 0, 0.5, 16, "old"); // said before: the first stays
    say(EstimateKind::mc, 2, 0.5, 0, "new");  // 0 of 0: no estimate
    say(EstimateKind::judge, 1, 0.0, 0, "judge");
    say(EstimateKind::given, 1, 1.0, 0, "file");

    const auto inTwo = add("a", 3, true);
    addEstimates(project, inTwo, estimates);
    Project other = Project::create(folder / "other");
    const auto detail = traceDetail(project, inTwo);
    addQuestion(other, detail.question);
    EXPECT_TRUE(addNewTrace(other, detail.trace, estimates));
    EXPECT_FALSE(addNewTrace(other, detail.trace, estimates));

    const auto sameDetail = traceDetail(other, inTwo);
    ASSERT_EQ(sameDetail.estimates.size(), detail.estimates.size());
    for (std::size_t i = 0; i < detail.estimates.size(); ++i) {
        EXPECT_EQ(sameDetail.estimates[i].source, detail.estimates[i].source);
        EXPECT_EQ(sameDetail.estimates[i].value, detail.estimates[i].value);
    }
    EXPECT_EQ(stats(other).mc, stats(project).mc);
    for (const char* query : {"lucky", "judge-only", "disagree", "left", "convincing"})
        EXPECT_EQ(countTraces(other, query), countTraces(project, query)) << query;
    const auto one = traceRows(project, {}, 0, 1).front(),
               same = traceRows(other, {}, 0, 1).front();
    EXPECT_EQ(same.disagreement, one.disagreement);
    EXPECT_EQ(same.prmMean, one.prmMean);
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
        EXPECT_EQ(same.cells[i].mc, one.cells[i].mc);
        EXPECT_EQ(same.cells[i].prm, one.cells[i].prm);
        EXPECT_EQ(same.cells[i].judge, one.cells[i].judge);
        EXPECT_EQ(same.cells[i].given, one.cells[i].given);
    }
}

TEST_F(ContentTest, anEstimateBeyondTheStepsAddsNothing)
{
    const auto detail = traceDetail(project, add("a", 2));
    Project other = Project::create(folder / "other");
    addQuestion(other, detail.question);
    Estimate beyond;
    beyond.step = 2;
    EXPECT_THROW(addNewTrace(other, detail.trace, {beyond}), StorageError);
    EXPECT_EQ(stats(other).traces, 0);
}

TEST_F(ContentTest, aTraceComesBackAsItWent)
{
    Question question;
    question.text = "Which?\n\xE5\x93\xAA\xE4\xB8\x80\xE4\xB8\xAA";
    question.options = {"A \"x\"", "B"};
    question.images = {{"a/b.png", {}, 0, 0, {}, "/data/a/b.png"}};
    question.answer = "A";
    question.grading = "exact";
    question.dataset = "set";
    question.prompt = "Long prompt";
    question.id = questionId(question);
    addQuestion(project, question);
    Trace trace;
    trace.questionId = question.id;
    trace.steps = {{Section::perception, "see"}, {Section::reasoning, std::string("a\0b", 3)}};
    trace.answer = "B";
    trace.correct = false;
    trace.policy = "InternVL";
    trace.externalId = "uid-1";
    trace.file = "rollouts.jsonl";
    trace.response = "raw";
    trace.id = traceId(question.id, trace.steps);
    addTrace(project, trace);
    const auto detail = traceDetail(project, trace.id);
    EXPECT_EQ(detail.question.text, question.text);
    EXPECT_EQ(detail.question.options, question.options);
    EXPECT_EQ(detail.question.images[0].reference, "a/b.png");
    EXPECT_EQ(detail.question.images[0].lookedFor, "/data/a/b.png");
    EXPECT_EQ(detail.question.prompt, "Long prompt");
    ASSERT_EQ(detail.trace.steps.size(), 2u);
    EXPECT_EQ(detail.trace.steps[0].section, Section::perception);
    EXPECT_EQ(detail.trace.steps[1].text, trace.steps[1].text);
    EXPECT_EQ(detail.trace.correct, false);
    EXPECT_EQ(detail.trace.response, "raw");
    EXPECT_EQ(tracesByExternalId(project, "uid-1"), std::vector{trace.id});
    EXPECT_EQ(tracesByResponse(project, sha256("raw")), std::vector{trace.id});
    EXPECT_TRUE(tracesByExternalId(project, "").empty());
    EXPECT_TRUE(tracesByResponse(project, sha256("")).empty());
}

TEST_F(ContentTest, aSecondSourceFillsWhatTheFirstLacked)
{
    const auto id = add("a");
    auto detail = traceDetail(project, id);
    detail.question.answer = "cat";
    detail.trace.answer = "dog";
    detail.trace.correct = false;
    addQuestion(project, detail.question);
    addTrace(project, detail.trace);
    detail.question.answer = "other";
    detail.trace.answer = "other";
    addQuestion(project, detail.question);
    addTrace(project, detail.trace);
    const auto filled = traceDetail(project, id);
    EXPECT_EQ(filled.question.answer, "cat");
    EXPECT_EQ(filled.trace.answer, "dog");
    EXPECT_EQ(filled.trace.correct, false);
}

TEST_F(ContentTest, aQuestionGainsItsDataSet)
{
    const auto id = add("a");
    auto question = traceDetail(project, id).question;
    question.text = "Of no data set so far";
    question.dataset.clear();
    question.id = questionId(question);
    addQuestion(project, question);
    Trace trace;
    trace.questionId = question.id;
    trace.steps.push_back({Section::reasoning, "One"});
    trace.id = traceId(question.id, trace.steps);
    addTrace(project, trace);
    question.dataset = "later";
    addQuestion(project, question);
    EXPECT_EQ(traceDetail(project, trace.id).question.dataset, "later");
    EXPECT_EQ(countTraces(project, "dataset:later"), 1);
    question.dataset = "other";
    addQuestion(project, question);
    EXPECT_EQ(traceDetail(project, trace.id).question.dataset, "later");
}

TEST_F(ContentTest, nothingOfNothingIsNoEstimate)
{
    const auto trace = add("a", 4);
    std::vector<Estimate> estimates(4);
    for (int i = 0; i < 4; ++i)
        estimates[static_cast<std::size_t>(i)].step = i;
    estimates[0].value = 0.0; // 0 of 0
    estimates[1].value = 0.0;
    estimates[1].drawn = 16;
    estimates[2].kind = EstimateKind::prm;
    estimates[2].value = std::nan("");
    estimates[3].kind = EstimateKind::prm;
    estimates[3].value = 1.5;
    EXPECT_EQ(addEstimates(project, trace, estimates), 4);
    const auto detail = traceDetail(project, trace);
    ASSERT_EQ(detail.estimates.size(), 4u);
    EXPECT_FALSE(detail.estimates[0].value);
    EXPECT_EQ(detail.estimates[0].drawn, 0);
    EXPECT_EQ(detail.estimates[1].value, 0.0);
    EXPECT_FALSE(detail.estimates[2].value);
    EXPECT_FALSE(detail.estimates[3].value);
    const auto row = traceRows(project, {}, 0, 1)[0];
    EXPECT_FALSE(row.cells[0].mc);
    EXPECT_EQ(row.cells[1].mc, 0.0);
    EXPECT_FALSE(row.prmMean);
    EXPECT_EQ(stats(project).mc, 1);
    EXPECT_EQ(stats(project).prm, 0);
}

TEST_F(ContentTest, estimatesOfSourcesStandSideBySideAndTheNewestLights)
{
    const auto trace = add("a", 1);
    estimate(trace, EstimateKind::prm, {0.25}, "old");
    estimate(trace, EstimateKind::prm, {0.75}, "new");
    estimate(trace, EstimateKind::prm, {0.5}, "old"); // there already
    const auto detail = traceDetail(project, trace);
    ASSERT_EQ(detail.estimates.size(), 2u);
    EXPECT_EQ(detail.estimates[0].value, 0.25);
    EXPECT_EQ(traceRows(project, {}, 0, 1)[0].cells[0].prm, 0.75);
}

TEST_F(ContentTest, anEstimateForNoStepIsRefusedWhole)
{
    const auto trace = add("a", 2);
    EXPECT_THROW(estimate(trace, EstimateKind::prm, {0.1, 0.2, 0.3}), StorageError);
    EXPECT_THROW(estimate("none", EstimateKind::prm, {0.1}), StorageError);
    EXPECT_EQ(stats(project).prm, 0);
}

TEST_F(ContentTest, judgeRepliesAreKeptWholeAlsoUnparsable)
{
    const auto trace = add("a", 3);
    JudgeReply reply;
    reply.source.name = "o4-mini";
    reply.raw = "I cannot help with that";
    EXPECT_TRUE(addJudgeReply(project, trace, reply, {}));
    EXPECT_FALSE(addJudgeReply(project, trace, reply, {}));
    JudgeReply incorrect = reply;
    incorrect.raw = "<analysis_1>...";
    incorrect.correct = false;
    incorrect.firstError = 1;
    Estimate verdict;
    verdict.kind = EstimateKind::judge;
    verdict.step = 1;
    verdict.source = reply.source;
    verdict.value = 0.0;
    verdict.analysis = "There is no cat.";
    EXPECT_TRUE(addJudgeReply(project, trace, incorrect, {verdict}));
    const auto detail = traceDetail(project, trace);
    ASSERT_EQ(detail.judgeReplies.size(), 2u);
    EXPECT_FALSE(detail.judgeReplies[0].correct);
    EXPECT_EQ(detail.judgeReplies[1].firstError, 1);
    ASSERT_EQ(detail.estimates.size(), 1u);
    EXPECT_EQ(detail.estimates[0].analysis, "There is no cat.");
    EXPECT_EQ(countTraces(project, "judge:-"), 1);
}

TEST_F(ContentTest, rejectedRowsAreKeptOnceAndBounded)
{
    const auto key = openImport(project, "/data/x.jsonl", "vlprm-rollouts");
    EXPECT_EQ(openImport(project, "/data/x.jsonl", "vlprm-rollouts"), key);
    keepRejected(project, key, {7, "broken JSON"}, std::string(200'000, 'x'));
    keepRejected(project, key, {7, "broken JSON"}, "x");
    EXPECT_FALSE(importRecords(project)[0].finished);
    closeImport(project, key, {});
    const auto records = importRecords(project);
    ASSERT_EQ(records.size(), 1u);
    EXPECT_TRUE(records[0].finished);
    EXPECT_EQ(records[0].rejected, 1);
    const auto rejected = rejectedRecords(project);
    EXPECT_EQ(rejected[0].line, 7);
    EXPECT_EQ(rejected[0].raw.size(), 65536u);
}

} // namespace
} // namespace steplight
