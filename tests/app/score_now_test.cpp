// SPDX-License-Identifier: GPL-3.0-or-later
// One trace is scored while the user waits: a real child process, a real database.
#include "app/controllers/score_now.h"
#include "app/demo.h"
#include "storage/reading.h"
#include "storage/runs.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace steplight;

class ScoreNowTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("STEPLIGHT_ENGINE", STEPLIGHT_BIN "/steplight-test-engine");
        m_project = m_folder.filePath(QStringLiteral("p"));
        makeDemoProject(m_project.toStdString());
        m_traces = traceIds(project(), {}, 2);
    }

    void withoutAModelItSaysWhereToAddOne()
    {
        Session session(m_project);
        ScoreNow now(session);
        QSignalSpy said(&now, &ScoreNow::message);
        for (const Model& model : models(project()))
            forgetModel(project(), model.path);
        now.score(QString::fromStdString(m_traces[0]));
        QTRY_COMPARE(said.size(), 1);
        QVERIFY(said[0][0].value<Message>().text.contains(QStringLiteral("Models page")));
    }

    void aResultIsStoredUnderItsModel()
    {
        haveAModel();
        qputenv("STEPLIGHT_TEST_ENGINE", "ok");
        Session session(m_project);
        ScoreNow now(session);
        QSignalSpy stored(&now, &ScoreNow::stored);
        now.score(QString::fromStdString(m_traces[0]));
        QTRY_COMPARE(stored.size(), 1);
        const TraceDetail detail = traceDetail(project(), m_traces[0]);
        std::size_t scored = 0;
        for (const Estimate& one : detail.estimates)
            scored += one.kind == EstimateKind::prm && one.source.modelHash == "hash" &&
                      one.source.model == m_folder.filePath(QStringLiteral("m")).toStdString();
        QCOMPARE(scored, detail.trace.steps.size());
    }

    void theNewestWishReplacesTheOneBefore()
    {
        haveAModel();
        qputenv("STEPLIGHT_TEST_ENGINE", "slow");
        Session session(m_project);
        ScoreNow now(session);
        QSignalSpy stored(&now, &ScoreNow::stored);
        now.score(QString::fromStdString(m_traces[0]));
        QTest::qWait(300); // the first is with the engine
        now.score(QString::fromStdString(m_traces[1]));
        QTRY_COMPARE_WITH_TIMEOUT(stored.size(), 1, 20'000);
        QCOMPARE(stored[0][0].toString().toStdString(), m_traces[1]);
    }

private:
    Project& project()
    {
        if (!m_open)
            m_open.emplace(m_project.toStdString());
        return *m_open;
    }

    void haveAModel()
    {
        const QString folder = m_folder.filePath(QStringLiteral("m"));
        QDir().mkpath(folder);
        QFile config(folder + QStringLiteral("/config.json"));
        QVERIFY(config.open(QIODevice::WriteOnly));
        Model model;
        model.path = folder.toStdString();
        saveModel(project(), model);
    }

    QTemporaryDir m_folder;
    QString m_project;
    std::optional<Project> m_open;
    std::vector<std::string> m_traces;
};

QTEST_MAIN(ScoreNowTest)
#include "score_now_test.moc"
