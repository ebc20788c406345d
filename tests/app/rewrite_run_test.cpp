// SPDX-License-Identifier: GPL-3.0-or-later
// A rewritten step of a puzzle, from the window's key to graded continuations, with the real engine
// and the shipped policy.
#include "app/controllers/label_controller.h"
#include "app/demo.h"
#include "app/resources.h"
#include "app/run_news.h"
#include "app/run_order.h"
#include "app/start.h"
#include "app/window.h"
#include "engine/protocol/request.h"
#include "storage/continuations.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/upkeep.h"
#include "ui/pages/message_bar.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace steplight;

class RewriteRunTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void keysMakeContinuationsWithTheirGrades();
    void fromTheCommandLineAllThatWereNotContinued();
    void whatCannotBeDoneIsSaid();

private:
    Label rewrite(const std::string& trace, int step, const std::string& text);
    std::string betterText(const std::string& trace, int step);

    QTemporaryDir m_folder;
    QString m_project;
    std::unique_ptr<Project> m_open;
    std::vector<std::string> m_traces;
};

void RewriteRunTest::initTestCase()
{
    qputenv("STEPLIGHT_ENGINE", STEPLIGHT_BIN "/steplight-engine");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       m_folder.filePath(QStringLiteral("settings")));
    m_project = m_folder.filePath(QStringLiteral("p"));
    makeDemoProject(m_project.toStdString());
    m_open = std::make_unique<Project>(m_project.toStdString());
    setSetting(*m_open, "annotator", "Ada");
    for (const std::string& trace : traceIds(*m_open, {"answer:wrong"}))
        if (m_traces.size() < 3 && !betterText(trace, 1).empty())
            m_traces.push_back(trace);
    QCOMPARE(m_traces.size(), std::size_t(3));
    applyAppearance(Scheme::light, QStringLiteral("en"));
}

/// The step of a right solution of the same puzzle, where it reads otherwise: words that the policy
/// knows how to go on from.
std::string RewriteRunTest::betterText(const std::string& trace, int step)
{
    const TraceDetail wrong = traceDetail(*m_open, trace);
    const auto at = static_cast<std::size_t>(step);
    for (const std::string& other : traceIds(*m_open, {"answer:right"})) {
        const TraceDetail right = traceDetail(*m_open, other);
        if (right.question.id == wrong.question.id && right.trace.steps.size() > at &&
            right.trace.steps[at].section == wrong.trace.steps[at].section &&
            right.trace.steps[at].text != wrong.trace.steps[at].text)
            return right.trace.steps[at].text;
    }
    return {};
}

Label RewriteRunTest::rewrite(const std::string& trace, int step, const std::string& text)
{
    Label row;
    row.traceId = trace;
    row.step = step;
    row.annotator = "Bo";
    row.verdict.rating = -1;
    row.verdict.rewrite = text;
    return recordLabels(*m_open, {row}).front();
}

void RewriteRunTest::keysMakeContinuationsWithTheirGrades()
{
    Window window(m_project);
    window.show();
    QVERIFY(QTest::qWaitFor([&] { return window.labelling() != nullptr; }, 10'000));
    window.labelling()->openTrace(QString::fromStdString(m_traces[0]), 1);
    QVERIFY(QTest::qWaitFor(
        [&] { return window.labelling()->traceId().toStdString() == m_traces[0]; }, 10'000));
    LabelPage& page = *window.shell().findChild<LabelPage*>();
    page.setFocus();
    QTRY_COMPARE(page.currentStep(), 1);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_W);
    const std::string better = betterText(m_traces[0], 1);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), QString::fromStdString(better));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
    const auto labelled = [&] { return currentLabels(*m_open, m_traces[0]); };
    QTRY_COMPARE(labelled().size(), std::size_t(1));
    const Label label = labelled().front();
    QCOMPARE(label.verdict.rewrite, better);
    QCOMPARE(label.verdict.rating, -1);
    QTRY_VERIFY(!page.savedLabels().empty());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);

    const auto continued = [&] { return traceDetail(*m_open, m_traces[0]).continued; };
    QTRY_VERIFY_WITH_TIMEOUT(!continued().empty(), 120'000);
    const ContinuedStep step = continued().front();
    QCOMPARE(step.step, 1);
    QCOMPARE(step.rewrite, label.verdict.rewrite);
    QCOMPARE(step.written, 4);
    QVERIFY(!step.traces.empty() && step.traces.size() <= 4);
    int right = 0;
    for (const Continuation& one : step.traces) {
        const TraceDetail detail = traceDetail(*m_open, one.traceId);
        QVERIFY(one.correct.has_value());
        right += *one.correct ? 1 : 0;
        QVERIFY(*one.correct || one.answer != detail.question.answer);
        QVERIFY(detail.origin && detail.origin->labelId == label.id);
        QCOMPARE(detail.trace.steps[1].text, label.verdict.rewrite);
        QCOMPARE(detail.trace.steps[0].text, traceSteps(*m_open, m_traces[0])[0].text);
        QVERIFY(detail.trace.steps.size() > 2);
        QCOMPARE(detail.trace.policy, std::string("policy"));
    }
    QVERIFY(step.right >= right); // the same words twice are one trace
    const auto says = [&](const QString& words) {
        for (const QLabel* one : page.findChildren<QLabel*>())
            if (one->isVisible() && one->text().startsWith(words))
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(
        says(QStringLiteral("%1 of 4 continuations reach the key").arg(step.right)), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (const Run& run : runs(*m_open))
                if (run.state == RunState::done && settingOf(run, "label") == label.id)
                    return true;
            return false;
        }(),
        60'000);
    QVERIFY(checkProject(*m_open).empty());
}

namespace {

std::uint64_t seedIn(const Run& run)
{
    QFile file(QString::fromStdString(run.folder) + QStringLiteral("/request.json"));
    const bool opened = file.open(QIODevice::ReadOnly);
    return opened ? protocol::readRequest(file.readAll().toStdString()).seed : 0;
}

} // namespace

void RewriteRunTest::fromTheCommandLineAllThatWereNotContinued()
{
    for (const std::string& trace : {m_traces[1], m_traces[2]})
        rewrite(trace, 1, betterText(trace, 1));
    const RunOrder order{"synthesize",
                         (resourceFolder() / "policy").string(),
                         {},
                         {{"from", "rewrites"}, {"solutions", "2"}}};
    const Run run = waitForRun(*m_open, startOrder(*m_open, order));
    QVERIFY2(run.state == RunState::done, run.message.c_str());
    QCOMPARE(run.done, 4); // the first trace's has been continued before
    for (const auto& trace : {m_traces[1], m_traces[2]}) {
        const auto continued = traceDetail(*m_open, trace).continued;
        QCOMPARE(continued.size(), std::size_t(1));
        QCOMPARE(continued[0].written, 2);
    }
    try {
        prepareRun(*m_open, order);
        QFAIL("nothing is left");
    } catch (const StorageError& error) {
        QCOMPARE(error.code(), std::string("nothing-to-continue"));
    }
    RunOrder again = order;
    again.settings["overwrite"] = "true";
    const Run more = waitForRun(*m_open, startOrder(*m_open, again));
    QCOMPARE(more.done, 6);
    QVERIFY2(seedIn(run) != seedIn(more), "the same draws would count twice");
}

void RewriteRunTest::whatCannotBeDoneIsSaid()
{
    RunOrder unknown{"synthesize", (resourceFolder() / "policy").string(), {}, {{"label", "none"}}};
    try {
        prepareRun(*m_open, unknown);
        QFAIL("there is no such label");
    } catch (const StorageError& error) {
        QCOMPARE(error.code(), std::string("no-such-label"));
    }
    QCOMPARE(policyFor(*m_open, "nobody"), (resourceFolder() / "policy").string());
    const Project bare = Project::create(m_folder.filePath(QStringLiteral("bare")).toStdString());
    Project other(bare.folder());
    QCOMPARE(policyFor(other, "nobody"), std::string());
    Model known;
    known.name = "writer";
    known.path = (resourceFolder() / "policy").string();
    saveModel(other, known);
    QCOMPARE(policyFor(other, "writer"), known.path);
    QCOMPARE(policyFor(other, "nobody"), std::string());
}

QTEST_MAIN(RewriteRunTest)
#include "rewrite_run_test.moc"
