// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/runs.h"
#include "storage/sql.h"

#include <cmath>

namespace steplight {
namespace {

struct RunsTest : ProjectTest {
    steplight::Run made()
    {
        steplight::Run run;
        run.id = newUuid();
        run.kind = "score";
        run.model = "/models/prm";
        run.folder = runFolder(project, run.id).string();
        run.state = RunState::running;
        run.createdAt = 5;
        run.total = 10;
        run.metrics = {{"auc", 0.75}, {"loss", std::nan("")}};
        run.settings = {{"batch", "2"}};
        saveRun(project, run);
        return run;
    }
    static Estimate saidBy(const steplight::Run& run, EstimateKind kind)
    {
        Estimate estimate;
        estimate.kind = kind;
        estimate.source.run = run.id;
        estimate.value = 0.9;
        return estimate;
    }
};

TEST_F(RunsTest, aRunComesBack)
{
    auto run = made();
    run.state = RunState::done;
    run.done = 10;
    saveRun(project, run);
    reopen();
    const auto read = findRun(project, run.id);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->state, RunState::done);
    EXPECT_EQ(read->folder, run.folder);
    EXPECT_EQ(read->metrics.at("auc"), 0.75);
    EXPECT_TRUE(std::isnan(read->metrics.at("loss")));
    EXPECT_EQ(read->settings, run.settings);
    EXPECT_EQ(runs(project).size(), 1u);
    EXPECT_FALSE(findRun(project, "none"));
}

TEST_F(RunsTest, resultsAndOffsetGoTogether)
{
    const auto run = made();
    const auto trace = add("a", 2);
    const Estimate score = saidBy(run, EstimateKind::prm);
    Estimate outside = score;
    outside.step = 2;
    const auto unfit = storeResults(project, run.id, 123,
                                    {{trace, {score}}, {trace, {outside}}, {"gone", {score}}});
    EXPECT_EQ(unfit.size(), 2u);
    EXPECT_EQ(findRun(project, run.id)->readOffset, 123);
    EXPECT_EQ(countTraces(project, "prm>.8"), 1);
    saveRun(project, run); // its offset is the one of storeResults
    EXPECT_EQ(findRun(project, run.id)->readOffset, 123);
    storeResults(project, run.id, 123, {{trace, {score}}}); // read again after a crash
    EXPECT_EQ(traceDetail(project, trace).estimates.size(), 1u);
    EXPECT_THROW(storeResults(project, "no run", 1, {{trace, {score}}}), StorageError);
}

TEST_F(RunsTest, aFullDiskStoresNoResultAndNoOffset)
{
    const auto run = made();
    const auto trace = add("a", 2);
    const Estimate score = saidBy(run, EstimateKind::judge);
    Estimate huge = score;
    huge.step = 1;
    huge.analysis = std::string(1 << 20, 'x');
    const auto pages = [&](const std::string& most) {
        Sql(project, "PRAGMA max_page_count" + most).next();
    };
    pages(" = " + std::to_string(*firstInteger(project, "PRAGMA page_count") + 20));
    EXPECT_THROW(
        storeResults(project, run.id, 123, {{trace, {score}}, {trace, {huge}}, {trace, {score}}}),
        StorageError);
    EXPECT_EQ(findRun(project, run.id)->readOffset, 0);
    EXPECT_TRUE(traceDetail(project, trace).estimates.empty());
    pages(" = 1000000");
    storeResults(project, run.id, 123, {{trace, {score}}, {trace, {huge}}});
    EXPECT_EQ(traceDetail(project, trace).estimates.size(), 2u);
}

TEST_F(RunsTest, modelsAndSettingsAreReplaced)
{
    saveModel(project, {"/m", "first", "h", "p", 7, "fp32", "", ""});
    saveModel(project, {"/m", "second", "h", "p", 7, "fp32", "", ""});
    ASSERT_EQ(models(project).size(), 1u);
    EXPECT_EQ(models(project)[0].name, "second");
    forgetModel(project, "/m");
    EXPECT_TRUE(models(project).empty());
    EXPECT_EQ(setting(project, "annotator"), "");
    setSetting(project, "annotator", "Ann");
    EXPECT_EQ(setting(project, "annotator"), "Ann");
    EXPECT_EQ(settings(project).size(), 1u);
    Project other(project.folder());
    EXPECT_TRUE(claimSetting(other, "taken", "by the other"));
    EXPECT_FALSE(claimSetting(project, "taken", "by this"));
    EXPECT_EQ(setting(project, "taken"), "by the other");
}

TEST_F(RunsTest, factsOfAModelGoWithIt)
{
    saveModel(project, {"/m", "prm", "h", "p", 7, "fp32", "", ""});
    saveModelFacts(project, "/m", "{\"bytes\": 28}");
    EXPECT_EQ(modelFacts(project, "/m"), "{\"bytes\": 28}");
    EXPECT_EQ(modelFacts(project, "/other"), "");
    forgetModel(project, "/m");
    EXPECT_EQ(modelFacts(project, "/m"), "");
}

TEST_F(RunsTest, scoresAreCountedByWeightsNotByFolder)
{
    const auto a = add("a"), b = add("b");
    const auto score = [&](const std::string& trace, int step, double value,
                           EstimateSource source) {
        Estimate estimate;
        estimate.kind = EstimateKind::prm;
        estimate.step = step;
        estimate.value = value;
        estimate.source = std::move(source);
        addEstimates(project, trace, {estimate});
    };
    const EstimateSource first{"prm", "/old", "hash", "", "run 1"};
    const EstimateSource again{"prm", "/new", "hash", "", "run 2"};
    score(a, 0, 0.2, first);
    score(a, 1, 0.6, first);
    score(a, 0, 0.4, again); // the same step in another run
    score(b, 0, 0.9, again);
    score(b, 1, 0.1, {"other", "/new", "other weights", "", ""});
    score(b, 0, 0.5, {"imported", "/new", "", "", ""});

    Model model{"/new", "prm", "hash", "", 0, "", "", ""};
    const ModelScores scores = modelScores(project, model);
    EXPECT_EQ(scores.traces, 2);
    EXPECT_EQ(scores.steps, 3);
    EXPECT_NEAR(scores.mean, (0.3 + 0.6 + 0.7) / 3, 1e-9); // b's step has two sources
    EXPECT_EQ(scores.paths, (std::vector<std::string>{"/new", "/old"}));
    EXPECT_EQ(scores.runs, 0); // of which this project knows nothing
    model.path = "/nowhere";
    model.hash = "unknown weights";
    EXPECT_EQ(modelScores(project, model).traces, 0);
    EXPECT_TRUE(modelScores(project, model).paths.empty());
}

TEST_F(RunsTest, ownQueuesStandBehindTheBuiltInOnes)
{
    const auto trace = add("a");
    saveQueue(project, "Cats", "picture");
    EXPECT_THROW(saveQueue(project, "Bad", "(("), StorageError);
    rate(trace, 0, -1);
    const auto all = queues(project);
    ASSERT_EQ(all.back().name, "Cats");
    EXPECT_EQ(all.back().count, 1);
    EXPECT_EQ(all.back().left, 0);
    EXPECT_TRUE(all.front().builtIn);
    forgetQueue(project, "Cats");
    EXPECT_TRUE(queues(project, false).back().builtIn);
    EXPECT_EQ(queues(project, false).back().count, -1);
}

} // namespace
} // namespace steplight
