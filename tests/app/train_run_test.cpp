// SPDX-License-Identifier: GPL-3.0-or-later
// A training as the program starts it, with a real project and the real engine: which traces it
// learns from and as what, the model that it leaves, and an engine that is killed on the way.
#include "app/run_folder.h"
#include "app/run_input.h"
#include "app/run_news.h"
#include "app/run_order.h"
#include "engine/protocol/example.h"
#include "storage/estimates.h"
#include "storage/export/rules.h"
#include "storage/identity.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/trees.h"
#include "tests/app/rollout_project.h"
#include "ui/pages/rule_words.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <fstream>
#include <set>

using namespace steplight;
using protocol::Example;

namespace {

constexpr int traceCount = 40;
const std::string tiny = STEPLIGHT_SOURCE "/tests/fixtures/engine/tiny-old";

std::vector<Example> allOf(const NextLine& next)
{
    std::vector<Example> all;
    while (const auto line = next())
        all.push_back(protocol::readExample(*line));
    return all;
}

} // namespace

class TrainRunTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void everyRuleHasItsWords();
    void aPersonsRatingIsTheTarget();
    void aQuestionIsHeldOutAlways();
    void badSettingsAreNamed();
    void withoutALabelNothingIsBegun();
    void theModelAppearsAndCanScore();
    void aKilledEngineIsTakenUp();
    void aPolicysSolutionsBecomeTraces();
    void howRolloutsWereStoppedIsRecorded();

private:
    void rate(const std::string& trace, int step, int rating)
    {
        Label row;
        row.traceId = trace;
        row.step = step;
        row.annotator = "Ada";
        row.verdict.state = LabelState::rated;
        row.verdict.rating = rating;
        recordLabels(*m_project, {row});
    }
    /// The first step right, the second wrong in every other trace.
    void rateAll()
    {
        for (std::size_t i = 0; i < m_ids.size(); ++i) {
            rate(m_ids[i], 0, 1);
            rate(m_ids[i], 1, i % 2 ? -1 : 1);
        }
    }
    RunOrder order(std::map<std::string, std::string> settings) const
    {
        settings.merge(std::map<std::string, std::string>{
            {"rule", "human"}, {"threads", "1"}, {"batch", "8"}, {"rate", "1e-3"}});
        return {"train", tiny, {}, settings};
    }

    std::unique_ptr<RolloutProject> m_made;
    Project* m_project = nullptr; ///< of m_made
    std::vector<std::string> m_ids;
};

void TrainRunTest::init()
{
    m_made = std::make_unique<RolloutProject>(traceCount);
    m_project = &m_made->project;
    m_ids = m_made->ids;
    QCOMPARE(m_made->ids.size(), std::size_t(traceCount));
}

void TrainRunTest::cleanup()
{
    m_made.reset();
}

void TrainRunTest::everyRuleHasItsWords()
{
    std::vector<std::string> known = trainingRules();
    known.emplace_back(softRule);
    std::vector<std::string> told;
    for (const ExportChoice& rule : ruleChoices()) {
        told.push_back(rule.key.toStdString());
        QVERIFY(!rule.name.isEmpty() && !rule.about.isEmpty());
    }
    QVERIFY(told == known);
}

void TrainRunTest::aPersonsRatingIsTheTarget()
{
    rate(m_ids[0], 0, 1);
    rate(m_ids[0], 1, -1);
    rate(m_ids[1], 0, -1);
    const CountedInput input =
        examplesToLearn(*m_project, order({{"holdout", "0"}, {"people_weight", "3"}}));
    const std::vector<Example> all = allOf(input.next);
    QCOMPARE(all.size(), std::size_t(6)); // two traces, three times each
    QCOMPARE(all[0].trace.id, m_ids[0]);
    QVERIFY((all[0].targets == std::vector<std::optional<double>>{1.0, 0.0}));
    QVERIFY((all[5].targets == std::vector<std::optional<double>>{0.0, 0.0})); // it follows
    const auto& counts = *input.counts;
    QCOMPARE(counts.at("learnt"), 2.0);
    QCOMPARE(counts.at("corrected"), 2.0);
    QCOMPARE(counts.at("steps"), 4.0);
    QCOMPARE(counts.at("left_out"), double(traceCount - 2));
    const CountedInput published =
        examplesToLearn(*m_project, order({{"holdout", "0"}, {"after_error", "left-out"}}));
    QVERIFY((allOf(published.next)[1].targets ==
             std::vector<std::optional<double>>{0.0, std::nullopt}));
    QCOMPARE(published.counts->at("steps"), 3.0);
    const CountedInput both =
        examplesToLearn(*m_project, order({{"holdout", "0"}, {"whole_solutions", "also"}}));
    const std::vector<Example> twice = allOf(both.next);
    QCOMPARE(twice.size(), std::size_t(4));
    QCOMPARE(std::count_if(twice.begin(), twice.end(),
                           [](const Example& one) {
                               return one.whole &&
                                      one.targets == std::vector<std::optional<double>>{0.0} &&
                                      one.trace.steps.size() == 2;
                           }),
             2); // what ends wrong is wrong as a whole
    QCOMPARE(both.counts->at("learnt"), 2.0);
}

void TrainRunTest::aQuestionIsHeldOutAlways()
{
    rateAll();
    const auto heldOut = [&](const char* share) {
        std::set<std::string> ids;
        for (const Example& example :
             allOf(examplesToLearn(*m_project, order({{"holdout", share}})).next))
            if (example.validation)
                ids.insert(example.trace.id);
        return ids;
    };
    const auto few = heldOut("0.2"), many = heldOut("0.5");
    QVERIFY(heldOut("0").empty());
    QCOMPARE(heldOut("1").size(), std::size_t(traceCount));
    QVERIFY(!few.empty() && few.size() < many.size());
    QVERIFY(std::includes(many.begin(), many.end(), few.begin(), few.end()));
}

void TrainRunTest::badSettingsAreNamed()
{
    const auto refused = [&](const char* name, const char* value) -> std::string {
        try {
            prepareRun(*m_project, order({{name, value}}));
        } catch (const StorageError& error) {
            return error.what();
        }
        return {};
    };
    QVERIFY(refused("holdout", "much").find("\"holdout\" is \"much\"") != std::string::npos);
    QVERIFY(refused("threshold", "nan").find("threshold") != std::string::npos);
    QVERIFY(refused("people_weight", "-1").find("people_weight") != std::string::npos);
    QVERIFY(refused("base_rule", "human").find("paper, judge, consensus") != std::string::npos);
    QVERIFY(runs(*m_project).empty());
    RunOrder wrong = order({});
    wrong.settings["rule"] = "wishes";
    QVERIFY_EXCEPTION_THROWN(prepareRun(*m_project, wrong), StorageError);
}

void TrainRunTest::withoutALabelNothingIsBegun()
{
    try {
        prepareRun(*m_project, order({}));
        QFAIL("it was prepared");
    } catch (const StorageError& error) {
        QCOMPARE(error.code(), std::string("no-labels"));
        QVERIFY(std::string(error.what()).find("None of the 40 traces") != std::string::npos);
    }
    QVERIFY(runs(*m_project).empty());
    QVERIFY(QDir(m_made->folder.filePath(QStringLiteral("p/runs"))).isEmpty());
}

void TrainRunTest::theModelAppearsAndCanScore()
{
    rateAll();
    const Run run = waitForRun(
        *m_project,
        startOrder(*m_project, order({{"updates", "3"}, {"then", "score"}, {"holdout", "0.5"}})));
    QVERIFY2(run.state == RunState::done, run.message.c_str());
    QCOMPARE(run.done, 3);
    QCOMPARE(run.total, 3);
    QVERIFY(run.metrics.contains("validation_first_error_f1"));
    QCOMPARE(settingOf(run, "input_sha256").size(), std::size_t(64));

    const auto known = models(*m_project);
    const auto made = std::find_if(known.begin(), known.end(), [&](const Model& model) {
        return model.path == modelOf(run).path;
    });
    QVERIFY(made != known.end());
    QVERIFY(QString::fromStdString(made->name).startsWith(QStringLiteral("tiny-old 20")));
    std::ifstream profile(made->path + "/steplight_profile.json");
    QCOMPARE(nlohmann::json::parse(profile).at("name").get<std::string>(), made->name);

    auto next = takeOrderAfter(*m_project, run);
    QVERIFY(next.has_value());
    QVERIFY(!takeOrderAfter(*m_project, run)); // another window has waited, too
    next->settings["first"] = m_ids[5];
    const Run scored = waitForRun(*m_project, startOrder(*m_project, *next));
    QVERIFY2(scored.state == RunState::done, scored.message.c_str());
    QCOMPARE(scored.done, traceCount);
    QVERIFY(!orderAfter(scored));
    std::ifstream lines(scored.folder + "/input.jsonl");
    std::string first;
    std::getline(lines, first);
    QVERIFY(first.find(m_ids[5]) != first.npos);
    QCOMPARE(settingOf(scored, "first"), std::string());
    QCOMPARE(countTraces(*m_project, scoredByQuery(made->path)), std::int64_t(traceCount));

    // A child of the child bears the first one's name and its own moment.
    RunOrder again = order({{"updates", "1"}});
    again.model = made->path;
    const Run grandchild = prepareRun(*m_project, again);
    QCOMPARE(settingOf(grandchild, "name").size(), made->name.size());
}

void TrainRunTest::howRolloutsWereStoppedIsRecorded()
{
    Run synthesis;
    synthesis.id = newUuid();
    synthesis.kind = "synthesize";
    synthesis.settings = {{"estimate", "omega"}, {"rollouts", "8"}, {"decided", "0.95"}};
    saveRun(*m_project, synthesis);
    for (const std::string& id : m_ids) {
        Estimate estimate;
        estimate.kind = EstimateKind::mc;
        estimate.source.name = "policy";
        estimate.source.run = synthesis.id;
        estimate.value = 0.5;
        estimate.won = 2;
        estimate.drawn = 4;
        addEstimates(*m_project, id, {estimate});
    }
    const Run soft = prepareRun(*m_project, order({{"rule", "mc-soft"}}));
    QCOMPARE(settingOf(soft, "estimates"),
             "omega, 8 rollouts, decided at 0.95 about 0.2 (" + synthesis.id + ")");
}

void TrainRunTest::aKilledEngineIsTakenUp()
{
    rateAll();
    Run run = startOrder(*m_project, order({{"updates", "100000"}, {"evaluate_every", "2"}}));
    const QString folder = QString::fromStdString(run.folder);
    const auto checkpoints = [&] {
        return QDir(folder + QStringLiteral("/checkpoints"))
            .entryList({QStringLiteral("step-*")}, QDir::Dirs)
            .size();
    };
    QTRY_VERIFY_WITH_TIMEOUT(checkpoints() > 0, 60'000);
    QFile lock(folder + QStringLiteral("/lock"));
    QVERIFY(lock.open(QIODevice::ReadOnly));
    QCOMPARE(::kill(lock.readAll().trimmed().toInt(), SIGKILL), 0);
    run = waitForRun(*m_project, run);
    QCOMPARE(run.state, RunState::failed);
    QVERIFY(isInterrupted(folder));

    reopenRun(*m_project, run.id);
    startRun(folder);
    const std::int64_t before = run.done;
    run = *findRun(*m_project, run.id);
    QTRY_VERIFY_WITH_TIMEOUT((collectRun(*m_project, run), run.done > before + 2), 60'000);
    QCOMPARE(run.state, RunState::running);
    QVERIFY(!isInterrupted(folder));
    cancelRun(folder);
    run = waitForRun(*m_project, run);
    QCOMPARE(run.state, RunState::cancelled);
    QVERIFY(isInterrupted(folder));

    // Who stopped it may want it to go on after all.
    const std::int64_t reached = run.done;
    reopenRun(*m_project, run.id);
    startRun(folder);
    run = *findRun(*m_project, run.id);
    QTRY_VERIFY_WITH_TIMEOUT((collectRun(*m_project, run), run.done > reached + 2), 60'000);
    QCOMPARE(run.state, RunState::running);
    cancelRun(folder);
    run = waitForRun(*m_project, run);
    QCOMPARE(run.state, RunState::cancelled);
}

/// As an engine says them; the tiny checkpoint writes nothing that has the form.
void TrainRunTest::aPolicysSolutionsBecomeTraces()
{
    Run run = prepareRun(*m_project,
                         {"synthesize", tiny, {}, {{"solutions", "2"}, {"threshold", "0.3"}}});
    const QString folder = QString::fromStdString(run.folder);
    QFile request(folder + QStringLiteral("/request.json"));
    QVERIFY(request.open(QIODevice::ReadOnly));
    QCOMPARE(protocol::readRequest(request.readAll().toStdString()).settings.at("threshold"),
             std::string("0.3"));
    QFile input(folder + QStringLiteral("/input.jsonl"));
    QVERIFY(input.open(QIODevice::ReadOnly));
    const auto first = protocol::readExample(input.readLine().toStdString());
    QCOMPARE(first.answer, std::string("2"));
    QVERIFY(first.trace.steps.empty());
    QCOMPARE(input.readAll().count('\n'), qsizetype(traceCount - 1)); // each question once

    protocol::Solution solution;
    solution.question = first.trace.id;
    solution.response = "I see two. So 2.";
    solution.steps = {{Section::perception, "I see two."}, {Section::reasoning, "So 2."}};
    solution.answer = "2";
    solution.correct = true;
    solution.estimates = {{3, 4}, {0, 0}};
    protocol::Solution formless = solution, stranger = solution, again = solution;
    again.estimates = {{0, 0}, {1, 4}}; // the same words: a search looked elsewhere
    formless.index = 1;
    formless.steps.clear();
    stranger.question = std::string(32, '0');
    protocol::Node root, node, lost;
    root.question = node.question = solution.question;
    lost.question = stranger.question;
    node.node = 1;
    node.parent = 0;
    node.steps = {solution.steps[0]};
    node.estimate = {3, 4};
    node.prior = 0.5;
    node.rollouts = {{"So 2.", true, 3}, {"So 3.", false, 3}};
    std::ofstream events(run.folder + "/events.jsonl");
    for (const auto& body : std::initializer_list<decltype(protocol::Event::body)>{
             protocol::Started{}, protocol::ModelLoaded{"writer", "hash", "profile", "cpu", {}},
             root, node, lost, solution, formless, stranger, again, protocol::Grown{},
             protocol::Done{}})
        events << protocol::writeEvent({{}, body});
    events.close();
    run = waitForRun(*m_project, run);
    QCOMPARE(run.state, RunState::done);
    QCOMPARE(run.metrics.at("new_traces"), 1.0);
    QVERIFY(run.message.find("a question that the project does not have") != std::string::npos);

    const auto ids = traceIds(*m_project, {"\"I see two\""});
    QCOMPARE(ids.size(), std::size_t(1));
    const TraceDetail made = traceDetail(*m_project, ids[0]);
    QCOMPARE(made.trace.policy, std::string("writer"));
    QCOMPARE(made.trace.correct, std::optional(true));
    QCOMPARE(made.question.text, std::string("What is in picture 0?"));
    QCOMPARE(made.estimates.size(), std::size_t(2));
    QCOMPARE(made.estimates[0].won, 3);
    QCOMPARE(made.estimates[0].drawn, 4);
    QCOMPARE(made.estimates[0].source.run, run.id);
    QCOMPARE(made.estimates[1].step, 1);
    QCOMPARE(made.estimates[1].value, std::optional(0.25));

    const auto trees = searchTrees(*m_project, solution.question);
    QCOMPARE(trees.size(), std::size_t(1));
    QCOMPARE(trees[0].source.run, run.id);
    QCOMPARE(trees[0].nodes.size(), std::size_t(2));
    QCOMPARE(trees[0].nodes[1].value, std::optional(0.75));
    QCOMPARE(trees[0].nodes[1].prior, std::optional(0.5));
    QCOMPARE(trees[0].nodes[1].rollouts.at(1).text, std::string("So 3."));
    const auto passed = nodesOnTrace(*m_project, ids[0]);
    QCOMPARE(passed.size(), std::size_t(1));
    QCOMPARE(passed[0].step, 0);
}

QTEST_GUILESS_MAIN(TrainRunTest)
#include "train_run_test.moc"
