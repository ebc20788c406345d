// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at any moment: of the window while keys are pressed, of the verb label, of the engine in
// a score run and in a training, of an import. STEPLIGHT_KILLS says how often each (10). Real
// processes throughout.
#include "app/demo.h"
#include "app/json.h"
#include "app/recovery_words.h"
#include "app/run_folder.h"
#include "app/run_news.h"
#include "app/run_order.h"
#include "storage/content.h"
#include "storage/identity.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/stats.h"
#include "storage/upkeep.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>
#include <set>

using namespace steplight;

namespace {

constexpr int longestMs = 60'000;

int kills()
{
    const int asked = qEnvironmentVariableIntValue("STEPLIGHT_KILLS");
    return asked > 0 ? asked : 10;
}

QString program(const char* name)
{
    return QStringLiteral(STEPLIGHT_BIN "/") + QLatin1String(name);
}

/// The rows of every label that was ever written, by id.
std::set<std::string> labelIds(Project& project)
{
    std::set<std::string> ids;
    for (const auto& trace : traceIds(project, {})) {
        const auto detail = traceDetail(project, trace);
        for (const auto* rows : {&detail.labels, &detail.history})
            for (const auto& row : *rows)
                ids.insert(row.id);
    }
    return ids;
}

QByteArrayList wholeLines(const QString& path)
{
    QFile file(path);
    QByteArrayList lines;
    if (file.open(QIODevice::ReadOnly)) {
        lines = file.readAll().split('\n');
        lines.removeLast(); // empty, or cut off by the kill
    }
    return lines;
}

/// All that a project says, without what differs from import to import: ids and times of labels.
Json contentOf(Project& project)
{
    Json all = Json::array();
    for (const auto& id : traceIds(project, {})) {
        Json trace = jsonOf(traceDetail(project, id), {});
        for (auto& step : trace["steps"])
            for (auto& label : step["labels"])
                for (const char* key : {"id", "action", "created_at", "created"})
                    label.erase(key);
        all.push_back(std::move(trace));
    }
    return all;
}

std::string rollout(int number)
{
    const std::string n = std::to_string(number);
    return R"({"image":"none.png","question":"What is in picture )" + n +
           R"(?","answer":"2","uid":"q-)" + n +
           R"(","image_path":"x/none.png","response":"[Visual Elements]\n<step_1>\nTwo cups, )" +
           n +
           R"(.\n</step_1>\n\n[Reasoning]\n<step_1>\nSo two.\n</step_1>\n\n<correct_answer>\n)" +
           R"($\\boxed{2}$\n</correct_answer>","steps_with_score":[{"step":"Two cups, )" + n +
           R"(.","score":1.0,"num_mc_correct":16,"num_mc_total":16},{"step":"So two.",)" +
           R"("score":0.5,"num_mc_correct":8,"num_mc_total":16}]})" + "\n";
}

std::string rated(int number)
{
    const std::string n = std::to_string(number);
    return R"({"image":["none.png"],"question":"How many in )" + n +
           R"(?","answer":"2","response":{"steps":["Two )" + n +
           R"(.","So 3."],"process_correctness":[1,-1]},"policy_model":"m","data_source":"D"})" +
           "\n";
}

} // namespace

class KillTest final : public QObject
{
    Q_OBJECT

private slots:
    void window();
    void labelVerb();
    void engine();
    void training();
    void import();

private:
    int below(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }
    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    void expectAll(const QString& project, const QByteArrayList& acknowledged);
    void expectTold(const QString& side);
    Run runAndKill(Project& project, const RunOrder& order, int milliseconds);

    QTemporaryDir m_folder;
    std::mt19937 m_random{1};
};

/// Every acknowledged label is there, the database is sound, and undo goes on.
void KillTest::expectAll(const QString& place, const QByteArrayList& acknowledged)
{
    Project project(place.toStdString());
    const auto ids = labelIds(project);
    for (const QByteArray& id : acknowledged)
        QVERIFY2(ids.count(id.toStdString()), id.constData());
    const auto problems = checkProject(project);
    QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().c_str());
    if (acknowledged.isEmpty())
        return;
    undo(project, "Ada"); // there is nothing to take back only when the session has undone it all
    QVERIFY(redo(project, "Ada").has_value());
}

/// The next start says how many decisions are there of the window that was killed last (each start
/// told of the one before).
void KillTest::expectTold(const QString& side)
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       side % QStringLiteral(".settings"));
    for (const auto set : {QCoreApplication::setApplicationName,
                           QCoreApplication::setOrganizationName}) // as the window has them
        set(QStringLiteral("steplight"));
    const auto lost = takeLostWindows();
    QCOMPARE(lost.size(), std::size_t{1});
    const QString told = recoveryInWords(lost.front());
    const auto found =
        QRegularExpression(QStringLiteral("All (\\d+) decisions of that time are there, the last"))
            .match(told);
    QVERIFY2(found.hasMatch(), qPrintable(told));
    std::set<std::string> made; // read another way
    Project project(lost.front().folder.toStdString(), Access::readOnly);
    for (const auto& trace : traceIds(project, {})) {
        const auto detail = traceDetail(project, trace);
        for (const auto* rows : {&detail.labels, &detail.history})
            for (const auto& row : *rows)
                if (row.createdAt >= lost.front().since)
                    made.insert(row.action);
    }
    QCOMPARE(static_cast<std::size_t>(found.captured(1).toInt()), made.size());
    QVERIFY(takeLostWindows().empty()); // once
}

void KillTest::window()
{
    const QString project = path("window");
    const QString side = path("acknowledged");
    makeDemoProject(project.toStdString());
    {
        Project opened(project.toStdString());
        setSetting(opened, "annotator", "Ada");
    }
    for (int kill = 0; kill < kills(); ++kill) {
        const auto before = wholeLines(side).size();
        QProcess session;
        session.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        session.start(program("steplight-test-session"), {project, side, QString::number(kill)});
        QVERIFY(QTest::qWaitFor([&] { return wholeLines(side).size() > before; }, longestMs));
        QTest::qWait(below(600));
        QCOMPARE(session.state(), QProcess::Running);
        session.kill();
        QVERIFY(session.waitForFinished());
        expectAll(project, wholeLines(side));
        if (QTest::currentTestFailed())
            return;
    }
    expectTold(side);
    qInfo("%d kills of the window, %d labels acknowledged, none missing", kills(),
          static_cast<int>(wholeLines(side).size()));
}

void KillTest::labelVerb()
{
    const QString project = path("window"); // made above; made here when this runs alone
    makeDemoProject(project.toStdString());
    std::vector<std::string> traces;
    {
        Project opened(project.toStdString());
        traces = traceIds(opened, {}, 10);
    }
    QByteArrayList acknowledged;
    qint64 duration = 0;
    int silenced = 0;
    for (int kill = -1; kill < kills(); ++kill) { // the first is undisturbed, and timed
        QProcess verb;
        QElapsedTimer clock;
        clock.start();
        verb.start(program("steplight"),
                   {QStringLiteral("label"), project,
                    QString::fromStdString(traces[static_cast<std::size_t>(below(10))]),
                    QStringLiteral("0"), QString::number(below(3) - 1), QStringLiteral("--as"),
                    QStringLiteral("Ada"), QStringLiteral("--json")});
        if (kill < 0) {
            QVERIFY(verb.waitForFinished(longestMs));
            duration = clock.elapsed();
        } else {
            verb.waitForFinished(static_cast<int>(duration / 2) +
                                 below(static_cast<int>(duration)));
            verb.kill();
            verb.waitForFinished();
        }
        const Json reply = Json::parse(verb.readAllStandardOutput().toStdString(), nullptr, false);
        if (reply.is_object() && reply.contains("id"))
            acknowledged.append(QByteArray::fromStdString(reply["id"].get<std::string>()));
        else
            ++silenced;
    }
    QVERIFY(!acknowledged.isEmpty());
    expectAll(project, acknowledged);
    qInfo("%d kills of the verb label, %d acknowledged, %d killed before that", kills(),
          static_cast<int>(acknowledged.size()), silenced);
}

namespace {

Project projectToScore(const QString& folder)
{
    Project project = Project::create(folder.toStdString());
    for (int i = 0; i < 25; ++i) {
        Question question;
        question.text = "How many apples in " + std::to_string(i) + "?";
        question.id = questionId(question);
        addQuestion(project, question);
        Trace trace;
        trace.questionId = question.id;
        trace.steps.assign(3, {Section::reasoning, "There are 12, less " + std::to_string(i)});
        addTrace(project, trace);
    }
    return project;
}

/// P(+) by trace and step; a step that was stored twice is not a number.
std::map<std::string, double> scoresOf(Project& project)
{
    std::map<std::string, double> scores;
    for (const auto& id : traceIds(project, {}))
        for (const auto& estimate : traceDetail(project, id).estimates) {
            const auto key = id + "/" + std::to_string(estimate.step);
            const bool first = scores.emplace(key, estimate.value.value_or(-1)).second;
            if (!first)
                scores[key] = std::nan("");
        }
    return scores;
}

RunOrder order()
{
    return {"score", STEPLIGHT_SOURCE "/tests/fixtures/engine/tiny-old", {}, {{"threads", "1"}}};
}

} // namespace

/// The run whose engine was killed that long after its start, or at its end.
Run KillTest::runAndKill(Project& project, const RunOrder& order, int milliseconds)
{
    const Run run = prepareRun(project, order);
    QProcess engine;
    engine.start(engineProgram(), {QStringLiteral("run"), QString::fromStdString(run.folder)});
    engine.waitForFinished(milliseconds);
    engine.kill();
    engine.waitForFinished();
    return run;
}

void KillTest::engine()
{
    if (!QFile::exists(program("steplight-engine")))
        QSKIP("no engine was built");
    qputenv("STEPLIGHT_ENGINE", program("steplight-engine").toLocal8Bit());
    QElapsedTimer clock;
    clock.start();
    Project whole = projectToScore(path("engine-whole"));
    Run undisturbed = runAndKill(whole, order(), longestMs);
    const auto duration = static_cast<int>(clock.elapsed());
    undisturbed = waitForRun(whole, undisturbed);
    QCOMPARE(undisturbed.state, RunState::done);
    const auto expected = scoresOf(whole);
    QCOMPARE(expected.size(), std::size_t{75});

    int resumed = 0, anew = 0;
    for (int kill = 0; kill < kills(); ++kill) {
        const QString folder = path("engine");
        QDir(folder).removeRecursively();
        Project project = projectToScore(folder);
        Run run = runAndKill(project, order(), below(duration));
        if (kill % 2 == 0) { // the engine is started again in its folder
            startRun(QString::fromStdString(run.folder));
            run = waitForRun(project, run);
            ++resumed;
        } else { // its death is noticed, and a new run takes the rest
            run = waitForRun(project, run);
            if (run.state != RunState::done && scoresOf(project) != expected)
                run = waitForRun(project, startOrder(project, order()));
            ++anew;
        }
        QVERIFY(scoresOf(project) == expected);
        const auto problems = checkProject(project);
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().c_str());
    }
    qInfo("%d kills of the engine, %d resumed, %d taken over by a new run, all results equal",
          kills(), resumed, anew);
}

namespace {

/// The first step right, the last one wrong.
void label(Project& project)
{
    for (const auto& id : traceIds(project, {}))
        for (const int step : {0, 1, 2}) {
            Label row;
            row.traceId = id;
            row.step = step;
            row.annotator = "Ada";
            row.verdict.rating = step == 2 ? -1 : 1;
            recordLabels(project, {row});
        }
}

RunOrder trainingOrder()
{
    return {"train",
            STEPLIGHT_SOURCE "/tests/fixtures/engine/tiny-old",
            {},
            {{"threads", "1"},
             {"updates", "20"},
             {"batch", "4"},
             {"rate", "1e-3"},
             {"evaluate_every", "3"},
             {"name", "child"}}};
}

QByteArray weightsOf(const Run& run)
{
    QFile file(QString::fromStdString(modelOf(run).path) + QStringLiteral("/model.safetensors"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void KillTest::training()
{
    if (!QFile::exists(program("steplight-engine")))
        QSKIP("no engine was built");
    qputenv("STEPLIGHT_ENGINE", program("steplight-engine").toLocal8Bit());
    Project project = projectToScore(path("training"));
    label(project);
    QElapsedTimer clock;
    clock.start();
    Run undisturbed = runAndKill(project, trainingOrder(), longestMs);
    const auto duration = static_cast<int>(clock.elapsed());
    undisturbed = waitForRun(project, undisturbed);
    QCOMPARE(undisturbed.state, RunState::done);
    const QByteArray expected = weightsOf(undisturbed);
    QVERIFY(expected.size() > 1000);

    int midway = 0;
    for (int kill = 0; kill < kills(); ++kill) {
        Run run = runAndKill(project, trainingOrder(), below(duration));
        run = waitForRun(project, run);
        if (run.state != RunState::done) { // as the button Resume does
            QCOMPARE(run.state, RunState::failed);
            QVERIFY(isInterrupted(QString::fromStdString(run.folder)));
            QVERIFY2(weightsOf(run).isEmpty() || weightsOf(run) == expected, "whole or not there");
            reopenRun(project, run.id);
            startRun(QString::fromStdString(run.folder));
            run = waitForRun(project, *findRun(project, run.id));
            ++midway;
        }
        QVERIFY2(run.state == RunState::done, run.message.c_str());
        QVERIFY(weightsOf(run) == expected);
    }
    const auto problems = checkProject(project);
    QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().c_str());
    qInfo("%d kills of a training, %d before its end and resumed, all weights equal to the bit",
          kills(), midway);
}

void KillTest::import()
{
    const QString rollouts = path("rollouts.jsonl"), ratings = path("ratings.jsonl");
    QFile first(rollouts), second(ratings);
    QVERIFY(first.open(QIODevice::WriteOnly) && second.open(QIODevice::WriteOnly));
    for (int i = 0; i < 500; ++i)
        first.write(QByteArray::fromStdString(rollout(i)));
    for (int i = 0; i < 100; ++i)
        second.write(QByteArray::fromStdString(rated(i)));
    first.close();
    second.close();
    const auto start = [&](QProcess& process, const QString& project) {
        process.start(program("steplight"), {QStringLiteral("import"), project, rollouts, ratings});
    };
    Project whole = Project::create(path("import-whole").toStdString());
    QProcess undisturbed;
    QElapsedTimer clock;
    clock.start();
    start(undisturbed, path("import-whole"));
    QVERIFY(undisturbed.waitForFinished(longestMs));
    const auto duration = static_cast<int>(clock.elapsed());
    QCOMPARE(undisturbed.exitCode(), 0);
    const Json expected = contentOf(whole);
    QCOMPARE(expected.size(), std::size_t{600});

    int cut = 0;
    for (int kill = 0; kill < kills(); ++kill) {
        const QString folder = path("import");
        QDir(folder).removeRecursively();
        Project project = Project::create(folder.toStdString());
        QProcess process;
        start(process, folder);
        process.waitForFinished(below(duration));
        process.kill();
        process.waitForFinished();
        cut += stats(project).traces < 600 ? 1 : 0;
        start(process, folder);
        QVERIFY(process.waitForFinished(longestMs));
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(contentOf(project) == expected);
        const auto problems = checkProject(project);
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().c_str());
    }
    qInfo("%d kills of an import, %d before its end, all equal to an undisturbed one", kills(),
          cut);
}

QTEST_GUILESS_MAIN(KillTest)
#include "kill_test.moc"
