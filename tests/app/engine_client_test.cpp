// SPDX-License-Identifier: GPL-3.0-or-later
// The client against real child processes that answer, stall, print rubbish and crash.
#include "app/engine_client.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <sys/wait.h>

using namespace steplight;

namespace {

protocol::TraceInput trace(const char* id)
{
    return {id, "q", {}, {}, {{Section::perception, "ab"}, {Section::reasoning, "abcd"}}};
}

} // namespace

class EngineClientTest : public QObject
{
    Q_OBJECT

    struct Watched {
        explicit Watched(EngineClient::Limits limits = {})
            : client(limits), scored(&client, &EngineClient::scored),
              failed(&client, &EngineClient::failed), cancelled(&client, &EngineClient::cancelled),
              noticed(&client, &EngineClient::noticed)
        {
        }
        QString score(const char* id) { return client.score({}, {}, trace(id)); }
        qsizetype finals() const { return scored.size() + failed.size() + cancelled.size(); }

        EngineClient client;
        QSignalSpy scored, failed, cancelled, noticed;
    };

    QTemporaryDir m_folder;

    void behave(const char* how)
    {
        qputenv("STEPLIGHT_ENGINE", STEPLIGHT_BIN "/steplight-test-engine");
        qputenv("STEPLIGHT_TEST_ENGINE", how);
    }

private slots:
    void scoresInOrderWithTheModelsName()
    {
        behave("ok");
        Watched w;
        const QString first = w.score("a");
        const QString second = w.score("b");
        QTRY_COMPARE(w.scored.size(), 2);
        QCOMPARE(w.scored[0][0].toString(), first);
        QCOMPARE(w.scored[1][0].toString(), second);
        const auto result = w.scored[1][1].value<protocol::Result>();
        QCOMPARE(result.trace, std::string("b"));
        QCOMPARE(result.scores.at(0).value(), 1.0 / 3);
        QCOMPARE(w.scored[1][2].value<protocol::ModelLoaded>().name, std::string("test"));
        QCOMPARE(w.finals(), 2);
        QCOMPARE(w.client.waiting(), 0);
    }

    void aCallEndsOnlyAfterTheCallerHasItsId()
    {
        qputenv("STEPLIGHT_ENGINE", "/nowhere/steplight-engine");
        Watched w;
        w.score("a");
        QCOMPARE(w.finals(), 0);
        QTRY_COMPARE(w.failed.size(), 1);
        QVERIFY(w.failed[0][1].toString().contains(QStringLiteral("cannot be started")));
        behave("ok");
        w.score("b");
        QTRY_COMPARE(w.scored.size(), 1);
    }

    void rubbishIsSaidOnceAndCostsNoCall()
    {
        behave("rubbish");
        Watched w;
        w.score("a");
        w.score("b");
        QTRY_COMPARE(w.scored.size(), 2);
        QCOMPARE(w.noticed.size(), 1);
        QCOMPARE(w.finals(), 2);
    }

    void aCrashIsTriedOnceAgain()
    {
        behave("crash-once");
        qputenv("STEPLIGHT_TEST_MARK", m_folder.filePath(QStringLiteral("mark")).toUtf8());
        Watched w;
        w.score("a");
        w.score("b");
        QTRY_COMPARE(w.scored.size(), 2);
        QCOMPARE(w.noticed.size(), 1);
        QVERIFY(w.noticed[0][0].toString().contains(QStringLiteral("about to crash")));
        QCOMPARE(w.finals(), 2);
    }

    void aCallThatAlwaysCrashesFailsAndTheNextIsStillAsked()
    {
        behave("crash");
        qunsetenv("STEPLIGHT_TEST_MARK");
        Watched w;
        w.score("a");
        w.score("b");
        QTRY_COMPARE(w.failed.size(), 2);
        QVERIFY(w.failed[0][1].toString().contains(QStringLiteral("twice")));
        QCOMPARE(w.finals(), 2);
    }

    void aStalledChildIsStoppedAndTheNextCallGetsANewOne()
    {
        behave("stall");
        Watched w({300, 100});
        w.score("a");
        QTRY_COMPARE(w.failed.size(), 1);
        behave("ok");
        w.score("b");
        QTRY_COMPARE(w.scored.size(), 1);
        QCOMPARE(w.finals(), 2);
    }

    void cancelIsHonouredByAnEngineThatListens()
    {
        behave("slow");
        Watched w;
        const QString running = w.score("a");
        const QString waiting = w.score("b");
        QTest::qWait(0); // the first is sent from the event loop
        w.client.cancel(waiting);
        w.client.cancel(running);
        w.client.cancel(running);
        QCOMPARE(w.cancelled.size(), 2);
        QTRY_COMPARE(w.client.waiting(), 0);
        QCOMPARE(w.finals(), 2);
    }

    void cancelOfAStalledChildKillsItAfterTheGrace()
    {
        behave("stall");
        Watched w({60'000, 100});
        const QString id = w.score("a");
        QTest::qWait(0);
        w.client.cancel(id);
        QCOMPARE(w.cancelled.size(), 1);
        QTRY_COMPARE(w.client.waiting(), 0);
        behave("ok");
        w.score("b");
        QTRY_COMPARE(w.scored.size(), 1);
        QCOMPARE(w.finals(), 2);
    }

    void anotherVersionIsRefused()
    {
        behave("wrong-version");
        Watched w;
        w.score("a");
        QTRY_COMPARE(w.failed.size(), 1);
        QVERIFY(w.failed[0][1].toString().contains(QStringLiteral("version 2")));
        QTRY_COMPARE(w.client.waiting(), 0);
        QCOMPARE(w.finals(), 1);
    }

    void aMissingFinalEventIsAStall()
    {
        behave("no-final");
        Watched w({300, 100});
        w.score("a");
        QTRY_COMPARE(w.failed.size(), 1);
        QCOMPARE(w.scored.size(), 0);
    }

    void destructionEndsAStalledChild()
    {
        behave("stall");
        auto w = std::make_unique<Watched>();
        w->score("a");
        QTest::qWait(0);
        QCOMPARE(::waitpid(-1, nullptr, WNOHANG), 0); // there is a child, and it lives
        w.reset();
        QCOMPARE(::waitpid(-1, nullptr, WNOHANG), -1); // there is none
    }
};

QTEST_GUILESS_MAIN(EngineClientTest)
#include "engine_client_test.moc"
