// SPDX-License-Identifier: GPL-3.0-or-later
// Run folders with real detached engines: progress, cancel, death, taking up, torn and foreign
// lines.
#include "app/run_folder.h"
#include "engine/protocol/trace_input.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <csignal>
#include <set>

using namespace steplight;

namespace {

void append(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// All that pollRun gives until a final event, as the window collects it.
struct Reader {
    QString folder;
    std::int64_t offset = 0;
    std::vector<std::string> results = {};
    std::optional<protocol::Event> final = {};
    int finals = 0;
    int rubbish = 0;

    bool poll()
    {
        const RunNews news = pollRun(folder, offset);
        offset = news.offset;
        rubbish += news.rubbish;
        for (const protocol::Event& event : news.events) {
            if (const auto* result = std::get_if<protocol::Result>(&event.body))
                results.push_back(result->trace);
            if (protocol::isFinal(event)) {
                final = event;
                ++finals;
            }
        }
        return final.has_value();
    }
    std::string failure() const
    {
        const auto* failed = final ? std::get_if<protocol::Failed>(&final->body) : nullptr;
        return failed ? failed->code : "";
    }
};

} // namespace

class RunFolderTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_project;
    int m_runs = 0;

    QString make(const char* how, int traces)
    {
        const QString folder = m_project.filePath(QString::number(++m_runs));
        protocol::RunRequest request{"test", "score", "", "", "", 0, "", 0, {{"test", how}}};
        int made = 0;
        createRunFolder(folder, request, [&]() -> std::optional<std::string> {
            if (made == traces)
                return std::nullopt;
            return protocol::writeTrace(
                {"t" + std::to_string(made++), "q", {}, {}, {{Section::reasoning, "abc"}}});
        });
        return folder;
    }

    /// For the real engine.
    QString makeReal(const QString& name, int traces)
    {
        const QString folder = m_project.filePath(name);
        protocol::RunRequest request{
            "test", "score", STEPLIGHT_SOURCE "/tests/fixtures/engine/tiny-old",
            "",     "",      0,
            "",     0,       {{"threads", "1"}}};
        int made = 0;
        createRunFolder(folder, request, [&]() -> std::optional<std::string> {
            if (made == traces)
                return std::nullopt;
            protocol::TraceInput trace{"t" + std::to_string(made++), "How many?", {}, {}, {}};
            trace.steps.assign(40, {Section::reasoning, "There are 12 tiles."});
            return protocol::writeTrace(trace);
        });
        return folder;
    }

private slots:
    void init()
    {
        qputenv("STEPLIGHT_ENGINE", STEPLIGHT_BIN "/steplight-test-engine");
        qunsetenv("STEPLIGHT_TEST_MARK");
    }

    void theRequestSaysWhatTheInputHolds()
    {
        const QString folder = make("ok", 3);
        const auto request = protocol::readRequest(
            contentOf(folder + QStringLiteral("/request.json")).toStdString());
        QCOMPARE(request.traces, 3);
        QCOMPARE(request.inputHash.size(), std::size_t(64));
        QCOMPARE(contentOf(folder + QStringLiteral("/input.jsonl")).count('\n'), 3);
    }

    void everyResultComesOnceAndThenOneFinalEvent()
    {
        Reader reader{make("ok", 50)};
        startRun(reader.folder);
        QTRY_VERIFY(reader.poll());
        QVERIFY(std::holds_alternative<protocol::Done>(reader.final->body));
        QCOMPARE(reader.results.size(), std::size_t(50));
        const RunNews after = pollRun(reader.folder, reader.offset - 1);
        QVERIFY(after.reread); // an offset within a line is not trusted
        QVERIFY(pollRun(reader.folder, reader.offset).events.empty());
        QCOMPARE(reader.finals, 1);
    }

    void theRunIsAliveFromItsStartAndASecondEngineIsRefused()
    {
        Reader reader{make("slow", 100)};
        startRun(reader.folder);
        QVERIFY(engineAlive(reader.folder));
        QVERIFY_EXCEPTION_THROWN(startRun(reader.folder), std::runtime_error);
        QTRY_VERIFY(reader.poll() || reader.results.size() > 2);
        QVERIFY(!reader.final);
        cancelRun(reader.folder);
        QTRY_VERIFY(reader.poll());
        QVERIFY(std::holds_alternative<protocol::Cancelled>(reader.final->body));
        QTRY_VERIFY(!engineAlive(reader.folder));
        QCOMPARE(reader.finals, 1);
    }

    void aCrashedEngineIsFoundDeadAndWhatItSaidIsKept()
    {
        Reader reader{make("crash", 10)};
        startRun(reader.folder);
        QTRY_VERIFY(reader.poll());
        QCOMPARE(reader.failure(), std::string("died"));
        QCOMPARE(reader.results.size(), std::size_t(2)); // not the torn third
        const auto detail = std::get<protocol::Failed>(reader.final->body).detail;
        QVERIFY(QString::fromStdString(detail).contains(QStringLiteral("resume the run")));
        QVERIFY(
            contentOf(reader.folder + QStringLiteral("/engine.log")).contains("about to crash"));
    }

    void aRunThatWasCancelledAndThenDiedIsCancelled()
    {
        Reader reader{make("crash", 10)};
        startRun(reader.folder);
        QTRY_VERIFY(!engineAlive(reader.folder));
        cancelRun(reader.folder);
        QVERIFY(reader.poll());
        QVERIFY(std::holds_alternative<protocol::Cancelled>(reader.final->body));
    }

    void anEngineThatLeavesWithoutAFinalEventHasDied()
    {
        Reader reader{make("no-final", 3)};
        startRun(reader.folder);
        QTRY_VERIFY(reader.poll());
        QCOMPARE(reader.failure(), std::string("died"));
        QCOMPARE(reader.results.size(), std::size_t(3));
    }

    void rubbishIsCountedAndPassedOver()
    {
        Reader reader{make("rubbish", 5)};
        startRun(reader.folder);
        QTRY_VERIFY(reader.poll());
        QVERIFY(std::holds_alternative<protocol::Done>(reader.final->body));
        QCOMPARE(reader.results.size(), std::size_t(5));
        QVERIFY(reader.rubbish > 0);
    }

    void anotherVersionFailsTheRun()
    {
        Reader reader{make("wrong-version", 2)};
        startRun(reader.folder);
        QTRY_VERIFY(reader.poll());
        QCOMPARE(reader.failure(), std::string("version"));
        QVERIFY(reader.results.empty());
    }

    void aTornLineCountsOnceItIsWhole()
    {
        const QString folder = make("ok", 1);
        const QString events = folder + QStringLiteral("/events.jsonl");
        append(folder + QStringLiteral("/lock"), "");
        const QByteArray line = QByteArray::fromStdString(
            protocol::writeEvent({"", protocol::Result{"t0", {0.5}, 1, 1}}));
        append(events, line.left(20));
        RunNews news = pollRun(folder, 0);
        QCOMPARE(news.offset, 0);
        QCOMPARE(news.events.size(), std::size_t(1)); // only that it died
        append(events, line.mid(20) + "{\"type\":\"done\"}\n");
        news = pollRun(folder, 0);
        QCOMPARE(news.events.size(), std::size_t(2));
        QCOMPARE(news.offset, line.size() + 16);
        news = pollRun(folder, line.size());
        QCOMPARE(news.events.size(), std::size_t(1));
    }

    void longHistoriesComeInPieces()
    {
        Reader reader{make("ok", 1)};
        QByteArray lines;
        for (int i = 0; i < 40'000; ++i)
            lines += QByteArray::fromStdString(
                protocol::writeEvent({"", protocol::Result{"t" + std::to_string(i), {0.5}, 1, 1}}));
        lines += "{\"type\":\"done\"}\n";
        append(reader.folder + QStringLiteral("/events.jsonl"), lines);
        int polls = 0;
        while (!reader.poll())
            ++polls;
        QVERIFY(polls > 1);
        QCOMPARE(reader.results.size(), std::size_t(40'000));
        QCOMPARE(reader.offset, lines.size());
    }

    void aShrunkenFileIsReadAgain()
    {
        const QString folder = make("ok", 1);
        append(folder + QStringLiteral("/events.jsonl"), "{\"type\":\"done\"}\n");
        const RunNews news = pollRun(folder, 1000);
        QVERIFY(news.reread);
        QCOMPARE(news.offset, 16);
        QCOMPARE(news.events.size(), std::size_t(1));
    }

    void whatCannotBeStartedIsASentence()
    {
        const QString folder = make("ok", 1);
        qputenv("STEPLIGHT_ENGINE", "/nowhere/steplight-engine");
        try {
            startRun(folder);
            QFAIL("it started");
        } catch (const std::runtime_error& error) {
            QVERIFY(QByteArray(error.what()).contains("/nowhere/steplight-engine"));
        }
        QTRY_VERIFY(!engineAlive(folder));
        QVERIFY_EXCEPTION_THROWN(createRunFolder(QStringLiteral("/proc/none"), {}, {}),
                                 std::runtime_error);
    }

    // The real engine, when this build has one: killed in the midst of its work and taken up again.
    void aKilledRealEngineIsTakenUpWithoutADoubledResult()
    {
        const QString engine = QStringLiteral(STEPLIGHT_BIN "/steplight-engine");
        if (!QFile::exists(engine))
            QSKIP("steplight-engine is not in this build");
        qputenv("STEPLIGHT_ENGINE", engine.toUtf8());
        constexpr int traces =
            3'000; // a second of work at least: the kill must come before its end
        Reader reader{makeReal(QStringLiteral("real"), traces)};
        const QString events = reader.folder + QStringLiteral("/events.jsonl");
        startRun(reader.folder);
        // Looked at every millisecond: QTRY_VERIFY's 50 are a good part of the run.
        const QDeadlineTimer patience(30'000);
        while (contentOf(events).count("\"result\"") <= 3 && !patience.hasExpired())
            QThread::msleep(1);
        const int engineId = contentOf(reader.folder + QStringLiteral("/lock")).trimmed().toInt();
        QVERIFY(engineId > 1);
        QCOMPARE(::kill(engineId, SIGKILL), 0);
        QTRY_VERIFY(!engineAlive(reader.folder));
        append(events, "{\"type\":\"result\",\"trace\":\"t2999\",\"sco");
        while (!reader.poll()) {
        }
        QCOMPARE(reader.failure(), std::string("died"));
        QVERIFY(reader.results.size() < traces);

        reader.final.reset();
        startRun(reader.folder);
        QTRY_VERIFY_WITH_TIMEOUT(reader.poll(), 60'000);
        QVERIFY(std::holds_alternative<protocol::Done>(reader.final->body));
        QCOMPARE(reader.results.size(), std::size_t(traces));
        QCOMPARE(std::set<std::string>(reader.results.begin(), reader.results.end()).size(),
                 std::size_t(traces));
        QCOMPARE(reader.rubbish, 0);
    }

    // Ordered together they wait for each other, each alive from its start and cancelled by itself.
    void runsTakeTurns()
    {
        const QString engine = QStringLiteral(STEPLIGHT_BIN "/steplight-engine");
        if (!QFile::exists(engine))
            QSKIP("steplight-engine is not in this build");
        qputenv("STEPLIGHT_ENGINE", engine.toUtf8());
        Reader first{makeReal(QStringLiteral("turn-1"), 2'000)};
        Reader second{makeReal(QStringLiteral("turn-2"), 2'000)};
        Reader third{makeReal(QStringLiteral("turn-3"), 1)};
        for (const Reader* reader : {&first, &second, &third})
            startRun(reader->folder);
        cancelRun(second.folder);
        while (!first.poll()) {
            third.poll();
            QVERIFY(engineAlive(third.folder));
            QVERIFY(first.final || third.results.empty());
            QThread::msleep(1);
        }
        QTRY_VERIFY_WITH_TIMEOUT(second.poll(), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(third.poll(), 30'000);
        QVERIFY(std::holds_alternative<protocol::Done>(first.final->body));
        QVERIFY(std::holds_alternative<protocol::Cancelled>(second.final->body));
        QVERIFY(std::holds_alternative<protocol::Done>(third.final->body));
        QVERIFY(second.results.empty());
    }
};

QTEST_GUILESS_MAIN(RunFolderTest)
#include "run_folder_test.moc"
