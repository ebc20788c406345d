// SPDX-License-Identifier: GPL-3.0-or-later
// What is read before it is asked for: used while it holds, never after somebody has labelled it.
#include "app/demo.h"
#include "app/desk_memory.h"
#include "app/read_ahead.h"
#include "storage/labels.h"
#include "storage/runs.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace steplight;

class ReadAheadTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { makeDemoProject(folder()); }
    void aNeighbourIsHeldWhileNothingIsCommitted();
    void aNeighbourLabelledElsewhereIsReadAnew();
    void aNeighbourThatLeftTheQueueIsPassedOver();
    void theEndIsReadAheadToo();
    void whatIsNotedReachesTheDisk();

private:
    std::string folder() const { return m_folder.filePath(QStringLiteral("p")).toStdString(); }

    QTemporaryDir m_folder;
};

namespace {

Label rating(const std::string& trace, int step)
{
    Label label;
    label.traceId = trace;
    label.step = step;
    label.annotator = "Grace";
    label.verdict.rating = 1;
    return label;
}

} // namespace

void ReadAheadTest::aNeighbourIsHeldWhileNothingIsCommitted()
{
    Project project(folder(), Access::readOnly);
    const auto ids = traceIds(project, {}, 3);
    const Neighbour ahead = readNeighbour(project, {}, ids[1], true);
    QVERIFY(!ahead.held);
    QCOMPARE(ahead.trace->detail.trace.id, ids[2]);
    const Neighbour asked = neighbour(project, {}, ids[1], true, ahead);
    QVERIFY(asked.held);
    QCOMPARE(asked.trace, ahead.trace);
    QCOMPARE(readNeighbour(project, {}, ids[1], false).trace->detail.trace.id, ids[0]);
}

void ReadAheadTest::aNeighbourLabelledElsewhereIsReadAnew()
{
    Project project(folder(), Access::readOnly);
    Project other(folder());
    const auto ids = traceIds(project, {}, 2);
    const Neighbour ahead = readNeighbour(project, {}, ids[0], true);
    QVERIFY(ahead.trace->detail.labels.empty());
    recordLabels(other, {rating(ids[1], 0)});
    const Neighbour asked = neighbour(project, {}, ids[0], true, ahead);
    QVERIFY(!asked.held);
    QCOMPARE(asked.trace->detail.labels.size(), std::size_t{1});
}

void ReadAheadTest::aNeighbourThatLeftTheQueueIsPassedOver()
{
    Project project(folder(), Access::readOnly);
    Project other(folder());
    const Listing unlabelled{"unlabelled", TraceOrder::imported, false};
    const auto ids = traceIds(project, unlabelled, 3);
    const Neighbour ahead = readNeighbour(project, unlabelled, ids[0], true);
    QCOMPARE(ahead.trace->detail.trace.id, ids[1]);
    std::vector<Label> all;
    for (int step = 0; step < static_cast<int>(ahead.trace->detail.trace.steps.size()); ++step)
        all.push_back(rating(ids[1], step));
    recordLabels(other, all);
    const Neighbour asked = neighbour(project, unlabelled, ids[0], true, ahead);
    QVERIFY(!asked.held);
    QCOMPARE(asked.trace->detail.trace.id, ids[2]);
}

void ReadAheadTest::theEndIsReadAheadToo()
{
    Project project(folder(), Access::readOnly);
    const auto ids = traceIds(project, {});
    const Neighbour ahead = readNeighbour(project, {}, ids.back(), true);
    QVERIFY(!ahead.trace);
    const Neighbour asked = neighbour(project, {}, ids.back(), true, ahead);
    QVERIFY(asked.held && !asked.trace);
    QVERIFY(neighbour(project, {}, ids.back(), false, {}).trace); // nothing was read ahead
}

void ReadAheadTest::whatIsNotedReachesTheDisk()
{
    Project reading(folder(), Access::readOnly);
    {
        Session session(QString::fromStdString(folder()));
        QSignalSpy ready(&session, &Session::ready);
        QVERIFY(ready.wait(10'000));
        DeskMemory memory(session);
        for (int i = 0; i < 100; ++i)
            memory.note("view:picture", std::to_string(i));
        memory.note("trace", "last");
    }
    QCOMPARE(setting(reading, "view:picture"), std::string("99"));
    QCOMPARE(setting(reading, "trace"), std::string("last"));
}

QTEST_GUILESS_MAIN(ReadAheadTest)
#include "read_ahead_test.moc"
