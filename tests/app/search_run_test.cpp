// SPDX-License-Identifier: GPL-3.0-or-later
// A search as the program starts it, with a real project and the real engine, and what it leaves.
#include "app/run_news.h"
#include "app/run_order.h"
#include "engine/protocol/example.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/trees.h"
#include "tests/app/rollout_project.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <fstream>

using namespace steplight;

namespace {

const std::string tiny = STEPLIGHT_SOURCE "/tests/fixtures/engine/tiny-old";

} // namespace

class SearchRunTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aSearchEndsWithItsSolutionsAsScoredTraces();
    void whatWasChosenInATreeIsATraceToo();
    void anotherSeedWritesOthers();
    void anEarlierSearchsSolutionsAreNoNewTraces();
    void aPrmThatIsNoneIsNamed();

private:
    static RunOrder order()
    {
        return {"search",
                tiny,
                {},
                {{"prm", tiny},
                 {"strategies", "majority,mean,greedy"},
                 {"form", "prose"}, // the tiny checkpoint writes no form
                 {"n", "2"},
                 {"max_tokens", "10"},
                 {"threads", "1"}}};
    }

    std::unique_ptr<RolloutProject> m_made;
    Project* m_project = nullptr; ///< of m_made
};

void SearchRunTest::init()
{
    m_made = std::make_unique<RolloutProject>(3);
    m_project = &m_made->project;
    QCOMPARE(m_made->ids.size(), std::size_t(3));
}

void SearchRunTest::cleanup()
{
    m_made.reset();
}

void SearchRunTest::aSearchEndsWithItsSolutionsAsScoredTraces()
{
    const Run run = waitForRun(*m_project, startOrder(*m_project, order()));
    QVERIFY2(run.state == RunState::done, run.message.c_str());
    QCOMPARE(run.done, 3);
    QCOMPARE(run.total, 3);
    for (const char* name : {"majority", "mean", "greedy", "majority_at_greedy", "oracle"})
        QVERIFY2(run.metrics.contains(name), name);
    QVERIFY(run.metrics.at("greedy_prm_tokens") > 0);
    QCOMPARE(settingOf(run, "prm_name"), std::string("tiny-old"));
    QCOMPARE(settingOf(run, "model_name"), std::string("tiny-old"));
    const auto made = static_cast<std::int64_t>(run.metrics.at("new_traces"));
    QVERIFY(made >= 3);
    QCOMPARE(countTraces(*m_project, ""), 3 + made);
    QCOMPARE(countTraces(*m_project, scoredByQuery(tiny)), made);
}

/// As an engine says it.
void SearchRunTest::whatWasChosenInATreeIsATraceToo()
{
    Run run = prepareRun(*m_project, order());
    std::ifstream input(run.folder + "/input.jsonl");
    std::string line;
    QVERIFY(bool(std::getline(input, line)));
    const protocol::Example asked = protocol::readExample(line);
    QCOMPARE(asked.answer, std::string("2"));
    QVERIFY(asked.trace.steps.empty());

    protocol::Searched searched{asked.trace.id, {}, {}};
    const Step seen{Section::perception, "I see two."}, right{Section::reasoning, "So 2."},
        wrong{Section::reasoning, "So 3."};
    searched.pool.push_back(
        {"I see two. So 3.", {seen, wrong}, "3", false, {0.75, 0.25}, {}, 0, 9});
    searched.pool.push_back({"?", {}, "", {}, {}, {}, 0, 1}); // has no form
    searched.choices.push_back({"majority", 2, 0, {}, "3", false, 10, 0, {}});
    searched.choices.push_back({"beam",
                                0,
                                {},
                                {1, 2, 3},
                                "2",
                                true,
                                20,
                                40,
                                {{-1, {}, "", 0, {}, 0, 0, 0},
                                 {0, seen, "", 1, 0.75, 60, 0, 0},
                                 {1, right, "", 0.5, {}, 0, 0, 0},
                                 {2, {}, "2", 1, {}, 0, 0, 0}}});
    std::ofstream events(run.folder + "/events.jsonl");
    for (const auto& body : std::initializer_list<decltype(protocol::Event::body)>{
             protocol::Started{},
             protocol::ModelLoaded{"writer", "hash", "profile", "cpu", {}, "policy"},
             protocol::ModelLoaded{"judge", "other", "its own", "cpu", {}, "prm"}, searched,
             searched, protocol::Done{}})
        events << protocol::writeEvent({{}, body});
    events.close();
    run = waitForRun(*m_project, run);
    QCOMPARE(run.state, RunState::done);
    QCOMPARE(run.metrics.at("new_traces"), 2.0); // the same twice adds nothing

    const auto ids = traceIds(*m_project, {"\"I see two\" answer:right"});
    QCOMPARE(ids.size(), std::size_t(1));
    const TraceDetail chosen = traceDetail(*m_project, ids[0]);
    QCOMPARE(chosen.trace.steps.size(), std::size_t(2));
    QCOMPARE(chosen.trace.answer, std::string("2"));
    QCOMPARE(chosen.trace.policy, std::string("writer"));
    QCOMPARE(chosen.estimates.size(), std::size_t(2));
    QCOMPARE(chosen.estimates[0].kind, EstimateKind::prm);
    QCOMPARE(chosen.estimates[0].value, std::optional(0.75));
    QVERIFY2(!chosen.estimates[1].value, "it could not be scored");
    QCOMPARE(chosen.estimates[0].source.name, std::string("judge"));
    QCOMPARE(chosen.estimates[0].source.modelHash, std::string("other"));
    QCOMPARE(chosen.estimates[0].source.model, tiny);
    QCOMPARE(countTraces(*m_project, "\"I see two\" answer:wrong"), std::int64_t(1));

    const auto trees = searchTrees(*m_project, chosen.question.id);
    QCOMPARE(trees.size(), std::size_t(1));
    QCOMPARE(trees[0].source.name, std::string("beam"));
    QCOMPARE(trees[0].source.run, run.id);
    QCOMPARE(trees[0].nodes.size(), std::size_t(3)); // the answer alone is none
    QCOMPARE(trees[0].nodes[1].value, std::optional(0.75));
    QCOMPARE(trees[0].nodes[2].parent, 1);
    QCOMPARE(trees[0].nodes[2].prior, std::optional(0.5));
    QCOMPARE(nodesOnTrace(*m_project, ids[0]).size(), std::size_t(2));
}

void SearchRunTest::anotherSeedWritesOthers()
{
    const auto made = [&](const char* seed) {
        RunOrder seeded = order();
        seeded.settings["seed"] = seed;
        const auto before = countTraces(*m_project, "");
        waitForRun(*m_project, startOrder(*m_project, seeded));
        return countTraces(*m_project, "") - before;
    };
    QVERIFY(made("1") >= 3);
    QCOMPARE(made("1"), 0); // the same again
    QVERIFY(made("2") >= 3);
    RunOrder unknown = order();
    unknown.settings["seed"] = "any";
    QVERIFY_THROWS_EXCEPTION(StorageError, startOrder(*m_project, unknown));
}

void SearchRunTest::anEarlierSearchsSolutionsAreNoNewTraces()
{
    RunOrder again = order();
    again.settings["strategies"] = "majority,mean";
    const Run first = waitForRun(*m_project, startOrder(*m_project, again));
    QVERIFY2(first.state == RunState::done, first.message.c_str());
    const std::size_t before = traceIds(*m_project, {}).size();
    again.settings["seed"] = "9"; // would write others
    again.settings["pool"] =
        QDir::current().relativeFilePath(QString::fromStdString(first.folder)).toStdString();
    const Run second = waitForRun(*m_project, startOrder(*m_project, again));
    QVERIFY2(second.state == RunState::done, second.message.c_str());
    QCOMPARE(second.settings.at("pool"), first.folder);
    QCOMPARE(second.metrics.at("mean_policy_tokens"), first.metrics.at("mean_policy_tokens"));
    QCOMPARE(traceIds(*m_project, {}).size(), before);
}

void SearchRunTest::aPrmThatIsNoneIsNamed()
{
    RunOrder wrong = order();
    wrong.settings["prm"] = m_made->folder.path().toStdString();
    try {
        prepareRun(*m_project, wrong);
        QFAIL("it was prepared");
    } catch (const StorageError& error) {
        QCOMPARE(error.code(), std::string("bad-model"));
    }
    wrong.settings.erase("prm"); // which "mean" asks
    const Run run = waitForRun(*m_project, startOrder(*m_project, wrong));
    QCOMPARE(run.state, RunState::failed);
    QVERIFY(run.message.find("\"mean\" asks a PRM") != std::string::npos);
}

QTEST_GUILESS_MAIN(SearchRunTest)
#include "search_run_test.moc"
