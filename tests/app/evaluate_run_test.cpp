// SPDX-License-Identifier: GPL-3.0-or-later
// An evaluation as the program starts it, with a real project and the real engine: whose scores are
// meant, what is measured, and what is said where nothing can be.
#include "app/evaluation_input.h"
#include "app/run_input.h"
#include "app/run_news.h"
#include "app/run_order.h"
#include "engine/protocol/scored_trace.h"
#include "storage/estimates.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "tests/app/rollout_project.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QTest>

#include <array>
#include <fstream>
#include <map>
#include <random>

using namespace steplight;
using protocol::ScoredTrace;

namespace {

constexpr int traceCount = 24;
const std::string good = "/models/good", bad = "/models/bad";

std::vector<ScoredTrace> allOf(const NextLine& next)
{
    std::vector<ScoredTrace> all;
    while (const auto line = next())
        all.push_back(protocol::readScored(*line));
    return all;
}

} // namespace

class EvaluateRunTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aModelIsMeantByPathOrName();
    void theNewestScoresOfItsWeightsCount();
    void whatBothScoredAndSomebodyJudgedIsMeasured();
    void aTraceWithoutANumberIsScoredAgain();
    void ofAWrongKeyOrABadQuestionNoAnswerIsKnown();
    void whatAModelLearntIsNotMeasured();
    void badSettingsAreNamed();
    void whereNothingCanBeMeasuredItSaysWhy();
    void theEngineComparesTwoModels();
    void processBenchIsToldAsItsAuthorsTellIt();
    void visualProcessBenchsNeutralStepsAreNotMeasured();

private:
    void score(const std::string& trace, const std::string& model, std::vector<double> plus,
               const std::string& run = {})
    {
        std::vector<Estimate> estimates;
        for (std::size_t i = 0; i < plus.size(); ++i)
            estimates.push_back({EstimateKind::prm,
                                 static_cast<int>(i),
                                 {model.substr(8), model, "hash of " + model, {}, run},
                                 plus[i],
                                 0,
                                 0,
                                 {}});
        addEstimates(*m_project, trace, estimates);
    }
    void rate(const std::string& trace, int step, int rating)
    {
        Label row;
        row.traceId = trace;
        row.step = step;
        row.annotator = "Ada";
        row.verdict.rating = rating;
        recordLabels(*m_project, {row});
    }
    /// The second step of every other trace is wrong; one model tells it, the other never does.
    void scoreAndRateAll()
    {
        for (std::size_t i = 0; i < m_ids.size(); ++i) {
            const bool right = i % 2 == 0;
            score(m_ids[i], good, {0.9, right ? 0.8 : 0.1});
            score(m_ids[i], bad, {0.9, right ? 0.6 : 0.9});
            rate(m_ids[i], 0, 1);
            rate(m_ids[i], 1, right ? 1 : -1);
        }
    }
    CountedInput input(std::map<std::string, std::string> settings = {})
    {
        return tracesToMeasure(*m_project, {"evaluate", good, {}, std::move(settings)});
    }
    /// The code and the sentence of what an order is refused with.
    std::string refused(const RunOrder& order)
    {
        try {
            prepareRun(*m_project, order);
        } catch (const StorageError& error) {
            return error.code() + ": " + error.what();
        }
        return {};
    }
    void train(const std::string& child, const std::string& parent, const char* holdout)
    {
        Run run;
        run.id = std::string("00000000-0000-7000-8000-00000000000").append(child);
        run.kind = "train";
        run.model = parent;
        run.folder = runFolder(*m_project, run.id).string();
        run.state = RunState::done;
        run.settings["holdout"] = holdout;
        saveRun(*m_project, run);
        saveModel(*m_project, modelOf(*findRun(*m_project, run.id)));
    }

    std::unique_ptr<RolloutProject> m_made;
    Project* m_project = nullptr; ///< of m_made
    std::vector<std::string> m_ids;
};

void EvaluateRunTest::init()
{
    m_made = std::make_unique<RolloutProject>(traceCount);
    m_project = &m_made->project;
    m_ids = m_made->ids;
    QCOMPARE(m_made->ids.size(), std::size_t(traceCount));
}

void EvaluateRunTest::cleanup()
{
    m_made.reset();
}

void EvaluateRunTest::aModelIsMeantByPathOrName()
{
    score(m_ids[0], good, {0.5, 0.5});
    score(m_ids[0], "/models/twin", {0.5, 0.5});
    QCOMPARE(findScores(*m_project, good).path, good);
    QCOMPARE(findScores(*m_project, "good").path, good);
    Model known{good, "The good one", "hash of " + good, {}, 0, {}, {}, {}};
    saveModel(*m_project, known);
    QCOMPARE(findScores(*m_project, "The good one").path, good);
    QCOMPARE(findScores(*m_project, "The good one").sources.size(), std::size_t(1));
    saveModel(*m_project, {"/elsewhere/good", {}, {}, {}, 0, {}, {}, {}});
    QVERIFY(refused({"evaluate", "good", {}, {}}).starts_with("bad-model: Several PRMs"));
    QCOMPARE(findScores(*m_project, good).path, good); // by its path it is told
    QVERIFY(refused({"evaluate", "/elsewhere/good", {}, {}}).starts_with("not-scored: "));
    QVERIFY(refused({"evaluate", "nobody", {}, {}}).starts_with("not-scored: \"nobody\""));
    QVERIFY(refused({"evaluate", good, {}, {{"against", "nobody"}}}).starts_with("not-scored: "));
}

void EvaluateRunTest::theNewestScoresOfItsWeightsCount()
{
    rate(m_ids[0], 0, 1);
    score(m_ids[0], good, {0.1, 0.2}, "first");
    score(m_ids[0], good, {0.3, 0.4}, "second");
    score(m_ids[0], bad, {0.9, 0.9});
    score(m_ids[1], good, {0.5}); // its second step has none
    rate(m_ids[1], 0, 1);
    const auto all = allOf(input().next);
    QCOMPARE(all.size(), std::size_t(1));
    QVERIFY(all[0].steps[0].scores == std::vector<double>{0.3});
    QVERIFY(all[0].steps[1].scores == std::vector<double>{0.4});
}

void EvaluateRunTest::whatBothScoredAndSomebodyJudgedIsMeasured()
{
    for (const int i : {0, 1, 2})
        score(m_ids[std::size_t(i)], good, {0.9, 0.8});
    for (const int i : {0, 2, 3})
        score(m_ids[std::size_t(i)], bad, {0.7, 0.6});
    rate(m_ids[0], 0, -1);
    rate(m_ids[0], 1, 0);
    rate(m_ids[1], 0, 1);
    const CountedInput measured = input({{"against", "bad"}, {"rule", "human"}});
    const auto all = allOf(measured.next);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].id, m_ids[0]);
    QCOMPARE(all[0].question, traceQuestion(*m_project, m_ids[0]).id);
    QCOMPARE(all[0].source, std::string("r.jsonl"));
    QVERIFY(all[0].steps[0].target == 0.0);
    QVERIFY(all[0].steps[0].section == Section::perception);
    QVERIFY(all[0].steps[1].neutral);
    QVERIFY((all[0].steps[1].scores == std::vector<double>{0.8, 0.6}));
    const auto& counts = *measured.counts;
    QCOMPARE(counts.at("left_out_unscored"), double(traceCount - 2));
    QCOMPARE(counts.at("left_out_unknown"), 1.0);
    QCOMPARE(counts.at("people_steps"), 1.0);
    QVERIFY(!counts.contains("machine_steps"));
}

void EvaluateRunTest::aTraceWithoutANumberIsScoredAgain()
{
    score(m_ids[0], good, {0.9, 0.8});
    score(m_ids[1], good, {0.9}); // the second step was too long
    Estimate none{EstimateKind::prm, 0, {"good", good, {}, {}, {}}, {}, 0, 0, {}};
    addEstimates(*m_project, m_ids[2], {none});
    std::size_t asked = 0;
    for (const NextLine next = tracesToScore(*m_project, {"score", good, {}, {}}); next();)
        ++asked;
    QCOMPARE(asked, std::size_t(traceCount - 2));
}

void EvaluateRunTest::ofAWrongKeyOrABadQuestionNoAnswerIsKnown()
{
    const std::filesystem::path file =
        m_made->folder.filePath(QStringLiteral("answered.jsonl")).toStdString();
    for (const int i : {101, 102, 103}) {
        std::string line = rollout(i);
        line.insert(line.rfind("\"}"), "\\n\\\\boxed{2}");
        std::ofstream(file, std::ios::app) << line;
    }
    importPaths(*m_project, std::vector{file}, {});
    auto ids = traceIds(*m_project, Listing{{}, TraceOrder::imported, false});
    ids.erase(ids.begin(), ids.begin() + traceCount);
    QCOMPARE(ids.size(), std::size_t(3));
    for (const std::string& id : ids)
        score(id, good, {0.9, 0.8});
    const auto answersKnown = [&](const char* rule) {
        int known = 0;
        for (const auto& one : allOf(input({{"rule", rule}}).next))
            known += one.correct ? 1 : 0;
        return known;
    };
    QCOMPARE(answersKnown("human"), 3);
    for (const auto& [id, state] :
         {std::pair(ids[0], LabelState::wrongKey), std::pair(ids[1], LabelState::badQuestion)}) {
        Label label;
        label.traceId = id;
        label.step = wholeTrace;
        label.annotator = "Ann";
        label.verdict.state = state;
        recordLabels(*m_project, {label});
    }
    QCOMPARE(answersKnown("human"), 1);
    QCOMPARE(answersKnown("paper"), 3); // of what people say nothing is asked
}

void EvaluateRunTest::whatAModelLearntIsNotMeasured()
{
    train("1", "/models/base", "0.5");
    const std::string child = models(*m_project).front().path;
    train("2", child, "0.9");
    std::string grandchild;
    for (const Model& model : models(*m_project))
        if (model.path != child)
            grandchild = model.path;
    for (const std::string& id : m_ids) {
        rate(id, 0, 1);
        for (const std::string& model : {good, child, grandchild})
            score(id, model, {0.9, 0.9});
    }
    const auto count = [&](const std::string& model, std::map<std::string, std::string> settings) {
        return allOf(tracesToMeasure(*m_project, {"evaluate", model, {}, std::move(settings)}).next)
            .size();
    };
    QCOMPARE(count(good, {}), std::size_t(traceCount));
    const std::size_t held = count(child, {});
    QVERIFY(held > 0 && held < std::size_t(traceCount));
    QCOMPARE(count(grandchild, {}), held); // its parent has learnt more
    QCOMPARE(count(good, {{"against", grandchild}}), held);
    QCOMPARE(count(grandchild, {{"questions", "all"}}), std::size_t(traceCount));

    // Nor is it what a training from such a model is measured on.
    const auto heldOut = [&](const std::string& model) {
        const CountedInput input =
            examplesToLearn(*m_project, {"train", model, {}, {{"holdout", "1"}}});
        while (input.next())
            continue;
        return (*input.counts)["validated"];
    };
    QCOMPARE(heldOut(good), double(traceCount));
    QCOMPARE(heldOut(child), double(held));
}

void EvaluateRunTest::badSettingsAreNamed()
{
    scoreAndRateAll();
    const auto said = [&](const char* name, const char* value) {
        return QString::fromStdString(refused({"evaluate", good, {}, {{name, value}}}));
    };
    QVERIFY(said("questions", "some")
                .contains(QStringLiteral("\"questions\" is \"some\"; it can "
                                         "be held-out, all.")));
    QVERIFY(said("by", "moon").startsWith(QStringLiteral("bad-setting")));
    QVERIFY(said("mc_threshold", "2").contains(QStringLiteral("from 0 to 1")));
    QVERIFY(said("rule", "wishes").startsWith(QStringLiteral("no-such-rule")));
    QVERIFY(runs(*m_project).empty());
}

void EvaluateRunTest::whereNothingCanBeMeasuredItSaysWhy()
{
    const RunOrder both{"evaluate", good, {}, {{"against", bad}}};
    score(m_ids[0], good, {0.9, 0.8});
    score(m_ids[1], bad, {0.9, 0.8});
    QVERIFY(refused(both).find("not-scored: 24 traces have no score of every PRM") == 0);
    for (const std::string& id : m_ids) {
        score(id, good, {0.9, 0.8});
        score(id, bad, {0.9, 0.8});
    }
    RunOrder one = both;
    one.settings["rule"] = "human";
    QVERIFY(refused(one).find("nothing-to-measure: Nothing is known of the 24 traces") == 0);
    RunOrder none = both;
    none.query = "\"no such words\"";
    QVERIFY(refused(none).find("nothing-to-measure: The query gives no trace") == 0);
    QVERIFY(runs(*m_project).empty());
    QVERIFY(QDir(m_made->folder.filePath(QStringLiteral("p/runs"))).isEmpty());
}

void EvaluateRunTest::theEngineComparesTwoModels()
{
    scoreAndRateAll();
    const Run run = waitForRun(
        *m_project,
        startOrder(*m_project,
                   {"evaluate", "good", {}, {{"against", "bad"}, {"resamples", "100"}}}));
    QVERIFY2(run.state == RunState::done, run.message.c_str());
    QCOMPARE(run.model, good);
    QCOMPARE(settingOf(run, "against"), bad);
    QCOMPARE(settingOf(run, "rule"), std::string("human-first"));
    QCOMPARE(settingOf(run, "model_name"), std::string("good"));
    QCOMPARE(run.done, traceCount);
    QCOMPARE(run.total, traceCount);
    QCOMPARE(run.metrics.at("step_f1"), 1.0);
    QCOMPARE(run.metrics.at("people_steps"), 2.0 * traceCount);
    QCOMPARE(run.metrics.at("against_f1_wrong"), 0.0);
    QVERIFY(run.metrics.at("gain_step_f1_low") > 0);
    QCOMPARE(run.metrics.at("only_model_right"), traceCount / 2.0);
    QVERIFY(models(*m_project).empty()); // it has made none
}

/// The first error is the first step at or below the threshold; F1 is the harmonic mean of the
/// shares of erroneous and of right solutions that are told exactly (2412.06559), by file.
void EvaluateRunTest::processBenchIsToldAsItsAuthorsTellIt()
{
    const std::filesystem::path data =
        std::filesystem::path(STEPLIGHT_SHARED_DATA) / "processbench";
    if (!std::filesystem::exists(data / "gsm8k.json"))
        QSKIP("the shared data are not there");
    std::map<std::string, double> expected;
    std::map<std::string, std::vector<double>> scores;
    std::mt19937 random(1);
    for (const char* name : {"gsm8k", "math"}) {
        std::array<double, 2> all{}, told{}; // of right solutions, and of others
        for (const auto& row :
             nlohmann::json::parse(std::ifstream(data / (std::string(name) + ".json")))) {
            const int error = row.at("label");
            int first = -1;
            auto& plus = scores[row.at("id")];
            for (int i = 0; i < static_cast<int>(row.at("steps").size()); ++i) {
                plus.push_back((error >= 0 && i >= error ? 0.2 : 0.45) +
                               static_cast<double>(random() % 1000) / 2000);
                if (first < 0 && plus.back() <= 0.5)
                    first = i;
            }
            all[error >= 0] += 1;
            told[error >= 0] += first == error ? 1 : 0;
        }
        const double a = told[0] / all[0], b = told[1] / all[1];
        expected[std::string(name) + ".json"] = 2 * a * b / (a + b);
    }
    importPaths(*m_project, std::vector{data / "gsm8k.json", data / "math.json"}, {});
    m_project->transact([&] {
        for (const std::string& id : traceIds(*m_project, {"dataset:ProcessBench"}))
            score(id, good, scores.at(traceDetail(*m_project, id).trace.externalId));
    });
    const Run run =
        waitForRun(*m_project, startOrder(*m_project, {"evaluate",
                                                       good,
                                                       "dataset:ProcessBench",
                                                       {{"by", "file"}, {"resamples", "0"}}}));
    QVERIFY2(run.state == RunState::done, run.message.c_str());
    QCOMPARE(run.metrics.at("traces"), double(scores.size()));
    double sum = 0;
    for (const auto& [file, f1] : expected) {
        QVERIFY(f1 > 0.05 && f1 < 0.95);
        QCOMPARE(run.metrics.at("first_error_f1/" + file), f1);
        sum += f1;
    }
    QCOMPARE(run.metrics.at("mean_first_error_f1"), sum / 2);
}

/// In its files 1, 0 and -1 are right, neutral and wrong.
void EvaluateRunTest::visualProcessBenchsNeutralStepsAreNotMeasured()
{
    const std::filesystem::path file =
        STEPLIGHT_SOURCE "/tests/fixtures/import/visualprocessbench.jsonl";
    importPaths(*m_project, std::vector{file}, {});
    const auto ids = traceIds(*m_project, {"dataset:MMMU"});
    QVERIFY(!ids.empty());
    score(ids[0], good, {0.9, 0.2, 0.4});
    const auto all =
        allOf(tracesToMeasure(*m_project, {"evaluate", good, "dataset:MMMU", {}}).next);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].source, std::string("MMMU"));
    QVERIFY(all[0].steps[0].target == 1.0);
    QVERIFY(all[0].steps[1].neutral && !all[0].steps[1].target);
    QVERIFY(all[0].steps[2].target == 0.0);
}

QTEST_GUILESS_MAIN(EvaluateRunTest)
#include "evaluate_run_test.moc"
