// SPDX-License-Identifier: GPL-3.0-or-later
// The comparison on the Models page with a real project and the real engine.
#include "app/comparison.h"
#include "app/controllers/compare_controller.h"
#include "app/run_news.h"
#include "storage/estimates.h"
#include "storage/import/import.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/runs.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace steplight;

namespace {

constexpr int patience = 60'000;
constexpr int traceCount = 6;
const std::string good = "/models/good", bad = "/models/bad";

} // namespace

class CompareTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void whatWasMeasuredIsShownAgain();
    void aModelThatHasNotScoredIsNamed();
    void measuringCanBeCancelledBeforeItBegins();
    void aFolderThatIsGoneLeavesTheFigures();

private:
    void score(const std::string& model, double plus)
    {
        for (const std::string& id : m_ids)
            addEstimates(*m_project, id,
                         {{EstimateKind::prm, 0, {"", model, "", {}, {}}, plus, 0, 0, {}}});
    }
    bool says(const QString& words) const
    {
        for (const auto* label : m_view->findChildren<QLabel*>())
            if (label->isVisibleTo(m_view.get()) && label->text().contains(words))
                return true;
        return false;
    }
    void press(const QString& words) const
    {
        for (auto* button : m_view->findChildren<QPushButton*>())
            if (button->isVisible() && button->text() == words)
                QTest::mouseClick(button, Qt::LeftButton);
    }
    void measure() const { press(QStringLiteral("Measure")); }
    int rows() const { return m_view->findChild<QTableWidget*>()->rowCount(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Project> m_project;
    std::vector<std::string> m_ids;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ComparisonView> m_view;
    std::unique_ptr<CompareController> m_controller;
};

void CompareTest::init()
{
    qputenv("STEPLIGHT_ENGINE", STEPLIGHT_BIN "/steplight-engine");
    m_folder = std::make_unique<QTemporaryDir>();
    const std::filesystem::path folder = m_folder->path().toStdString();
    m_project = std::make_unique<Project>(Project::create(folder / "p"));
    {
        std::ofstream file(folder / "bench.jsonl");
        for (int i = 0; i < traceCount; ++i)
            file << R"({"id":"b)" << i << R"(","problem":"How many, )" << i
                 << R"(?","steps":["Two."],"final_answer_correct":true,"label":)"
                 << (i % 2 ? -1 : 0) << "}\n";
    }
    importPaths(*m_project, std::vector{folder / "bench.jsonl"}, {});
    m_ids = traceIds(*m_project, {});
    QCOMPARE(m_ids.size(), std::size_t(traceCount));
    for (const std::string& path : {good, bad})
        saveModel(*m_project, {path, {}, {}, {}, 0, {}, {}, {}});
    m_session = std::make_unique<Session>(m_folder->filePath(QStringLiteral("p")));
    m_view = std::make_unique<ComparisonView>();
    m_view->resize(1200, 700);
    m_view->show();
    m_controller = std::make_unique<CompareController>(*m_session, *m_view, nullptr);
    m_view->setModels(models(*m_project));
    QTRY_VERIFY(says(QStringLiteral("not been measured")));
    QCOMPARE(m_view->choice().first, QString::fromStdString(bad)); // by path
}

void CompareTest::cleanup()
{
    m_controller.reset();
    m_view.reset();
    m_session.reset();
    m_project.reset();
    m_folder.reset();
}

void CompareTest::whatWasMeasuredIsShownAgain()
{
    score(good, 0.8);
    score(bad, 0.3);
    measure();
    QTRY_COMPARE_WITH_TIMEOUT(rows(), traceCount, patience);
    QVERIFY(
        says(QStringLiteral("6 traces of 6 questions; 6 steps are known, 6 of them by people")));
    const QTableWidget* table = m_view->findChild<QTableWidget*>();
    QVERIFY(table->item(0, 0)->text().startsWith(QStringLiteral("How many")));
    QCOMPARE(table->item(0, 3)->text(), QStringLiteral("0.30"));
    QCOMPARE(table->item(0, 4)->text(), QStringLiteral("0.80"));
    const auto all = runs(*m_project);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].state, RunState::done);

    // The other way round nobody has measured; back again, it is read from the run.
    m_view->choose(QString::fromStdString(good));
    QTRY_VERIFY(says(QStringLiteral("not been measured")));
    m_view->choose(QString::fromStdString(bad));
    QTRY_VERIFY(says(QStringLiteral("6 steps are known")));
    QCOMPARE(runs(*m_project).size(), std::size_t(1));
}

void CompareTest::aModelThatHasNotScoredIsNamed()
{
    score(bad, 0.3);
    measure();
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("has scored no trace of this project")), patience);
    QSignalSpy wanted(m_view.get(), &ComparisonView::scoreRequested);
    press(QStringLiteral("Score with good…"));
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].toString(), QString::fromStdString(good));
    QVERIFY(runs(*m_project).empty());
}

void CompareTest::measuringCanBeCancelledBeforeItBegins()
{
    score(good, 0.8);
    score(bad, 0.3);
    measure();
    press(QStringLiteral("Cancel"));
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("not been measured")), patience);
    const auto all = runs(*m_project);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].state, RunState::cancelled);
    measure(); // and again
    QTRY_COMPARE_WITH_TIMEOUT(rows(), traceCount, patience);
}

void CompareTest::aFolderThatIsGoneLeavesTheFigures()
{
    score(good, 0.8);
    score(bad, 0.3);
    const RunOrder order{"evaluate", bad, {}, {{"against", good}, {"rule", "human-first"}}};
    const Run run = waitForRun(*m_project, startOrder(*m_project, order));
    QVERIFY2(run.state == RunState::done, run.message.c_str());
    QVERIFY(lastLike(*m_project, order));
    RunOrder other = order;
    other.settings["questions"] = "all";
    QVERIFY(!lastLike(*m_project, other));
    QCOMPARE(comparisonOf(*m_project, run).rows.size(), std::size_t(traceCount));
    QCOMPARE(comparisonOf(*m_project, run).reliability[0].size(), std::size_t(1));
    std::filesystem::remove_all(run.folder);
    const Comparison left = comparisonOf(*m_project, run);
    QVERIFY(left.rows.empty());
    QCOMPARE(left.metrics.at("traces"), double(traceCount));
}

QTEST_MAIN(CompareTest)
#include "compare_test.moc"
