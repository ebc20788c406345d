// SPDX-License-Identifier: GPL-3.0-or-later
// The Explore page on a real project: what is typed is counted, explained, and kept as a queue.
#include "app/controllers/explore_controller.h"
#include "app/demo.h"
#include "app/query_words.h"
#include "storage/runs.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/trace_table_model.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace steplight;

class ExploreTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void readsPlacesInCharactersNotBytes();
    void completesTheNamesOfTheProject();
    void everyOrderGivesEveryTrace();
    void anEmptyResultIsExplained();
    void aQueueIsSavedRenamedDeletedAndHadBack();

private:
    struct Desk;
    bool says(const QWidget& page, const QString& words) const;
    std::string queryOf(const std::string& queue) const; ///< "-" = there is no such queue

    QTemporaryDir m_folder;
    QString m_project;
};

struct ExploreTest::Desk {
    explicit Desk(const QString& project) : session(project), controller(session, page, nullptr)
    {
        QObject::connect(&controller, &ExploreController::message, &page,
                         [this](const Message& message) { said.push_back(message); });
        page.resize(1366, 700);
        page.show();
    }
    void ask(const QString& query)
    {
        page.setQuery(query);
        controller.search(query);
    }

    ExplorePage page;
    Session session;
    ExploreController controller;
    std::vector<Message> said;
};

void ExploreTest::initTestCase()
{
    m_project = m_folder.filePath(QStringLiteral("p"));
    makeDemoProject(m_project.toStdString());
}

bool ExploreTest::says(const QWidget& page, const QString& words) const
{
    for (const auto* label : page.findChildren<QLabel*>())
        if (label->isVisible() && label->text().contains(words))
            return true;
    return false;
}

std::string ExploreTest::queryOf(const std::string& queue) const
{
    Project project(m_project.toStdString(), Access::readOnly);
    for (const Queue& one : queues(project, false))
        if (one.name == queue)
            return one.query;
    return "-";
}

void ExploreTest::readsPlacesInCharactersNotBytes()
{
    const QueryReading bad = readQuery(QStringLiteral("图片 😀 judge:maybe 图"));
    QCOMPARE(bad.start, 6); // the face is two units of UTF-16
    QCOMPARE(bad.length, 11);
    QVERIFY(!bad.problem.contains(QStringLiteral("character")));
    const QueryReading good = readQuery(QStringLiteral("图片 and mc>=.8 judge=-1 any step"));
    QCOMPARE(good.terms.size(), 2U);
    QCOMPARE(good.terms[1].text, QStringLiteral("mc>=.8 judge=-1 any step"));
    for (const QueryWord& word : queryWords()) // what is offered can be read once it is whole
        for (const QString& value : word.values)
            QVERIFY2(readQuery(word.word + value).problem.isEmpty(), qPrintable(word.word + value));
}

void ExploreTest::completesTheNamesOfTheProject()
{
    Desk desk(m_project);
    QSignalSpy words(&desk.controller, &ExploreController::queryWordsChanged);
    desk.ask({});
    QTRY_COMPARE(words.size(), 1);
    int offered = 0;
    for (const auto& word : words[0][0].value<std::vector<QueryWord>>())
        if (word.word == QStringLiteral("source:"))
            offered = static_cast<int>(word.values.size());
    QVERIFY(offered > 0);
}

void ExploreTest::everyOrderGivesEveryTrace()
{
    Project project(m_project.toStdString(), Access::readOnly);
    const auto all = countTraces(project, {});
    for (int column = 0; column < TraceTableModel::columns; ++column) {
        const auto order = TraceTableModel::orderOf(column);
        QVERIFY(order);
        for (const bool descending : {false, true})
            QCOMPARE(static_cast<std::int64_t>(
                         traceRows(project, {"", *order, descending}, 0, all + 1).size()),
                     all);
    }
    const auto rows = traceRows(project, {"", TraceOrder::firstPrm, false}, 0, all);
    int last = 0;
    for (const TraceRow& row : rows) {
        const int first = firstError(row.cells, Critic::prm);
        QVERIFY(last >= 0 && (first == 0 || first >= last));
        last = first ? first : last;
        if (first == 0)
            last = 1'000'000; // after them there is none with an error
    }
}

void ExploreTest::anEmptyResultIsExplained()
{
    Desk desk(m_project);
    desk.ask(QStringLiteral("steps>0 and dataset:nowhere"));
    QTRY_VERIFY(says(desk.page, QStringLiteral("No trace of the project meets “dataset:nowhere”")));
    desk.ask(QStringLiteral("steps>0 judge:perhaps"));
    QTRY_VERIFY(says(desk.page, QStringLiteral("is followed by")));
}

void ExploreTest::aQueueIsSavedRenamedDeletedAndHadBack()
{
    Desk desk(m_project);
    QSignalSpy told(&desk.controller, &ExploreController::queueSaved);
    emit desk.page.saveQueueRequested(QStringLiteral("'; DROP TABLE queues; --"),
                                      QStringLiteral("any step wrong"));
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(queryOf("'; DROP TABLE queues; --"), std::string("any step wrong"));
    emit desk.page.renameQueueRequested(QStringLiteral("'; DROP TABLE queues; --"),
                                        QStringLiteral("错步"));
    QTRY_COMPARE(told.size(), 2);
    QCOMPARE(queryOf("错步"), std::string("any step wrong"));
    emit desk.page.saveQueueRequested(QStringLiteral("other"), QStringLiteral("steps>3"));
    QTRY_COMPARE(told.size(), 3);
    emit desk.page.renameQueueRequested(QStringLiteral("other"), QStringLiteral("错步"));
    QTRY_COMPARE(told.size(), 4);
    QVERIFY(desk.said.back().text.contains(QStringLiteral("already"))); // and both are kept
    QCOMPARE(queryOf("other"), std::string("steps>3"));
    emit desk.page.saveQueueRequested(QStringLiteral("other"), QStringLiteral("steps>4"));
    QTRY_COMPARE(told.size(), 5);
    desk.said.back().act(); // what it was
    QTRY_COMPARE(told.size(), 6);
    QCOMPARE(queryOf("other"), std::string("steps>3"));
    emit desk.page.deleteQueueRequested(QStringLiteral("错步"));
    QTRY_COMPARE(told.size(), 7);
    QCOMPARE(queryOf("错步"), std::string("-"));
    desk.said.back().act();
    QTRY_COMPARE(told.size(), 8);
    QCOMPARE(queryOf("错步"), std::string("any step wrong"));
}

QTEST_MAIN(ExploreTest)
#include "explore_test.moc"
