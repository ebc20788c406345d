// SPDX-License-Identifier: GPL-3.0-or-later
// The real window, and runs, under faults: a project that vanishes and comes back, two windows on
// one project, a clock that was set back, an engine's file of rubbish, a run folder that is
// deleted.
#include "app/controllers/label_controller.h"
#include "app/demo.h"
#include "app/run_folder.h"
#include "app/run_news.h"
#include "app/run_order.h"
#include "app/start.h"
#include "app/window.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/stats.h"
#include "storage/upkeep.h"
#include "ui/label/label_page.h"
#include "ui/pages/message_bar.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <ctime>
#include <filesystem>
#include <fstream>

using namespace steplight;
namespace fs = std::filesystem;

namespace {

double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

} // namespace

class FaultTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void aVanishedProjectTakesNoLabelAndComesBack();
    void aProjectThatReturnsAsACopyIsOpenedAnew();
    void twoWindowsShowEachOthersLabels();
    void aRunMadeBeforeTheClockWasSetBackDies();
    void rubbishFromAnEngineEndsTheRunInWords();
    void aRunThatSomebodyStartedAgainIsFollowed();
    void aDeletedRunFolderEndsTheRunInWords();

private:
    std::unique_ptr<Window> open() const;
    static LabelPage& pageOf(Window& window) { return *window.shell().findChild<LabelPage*>(); }
    static QString messageOf(Window& window)
    {
        return window.shell().findChild<MessageBar*>()->text();
    }
    /// Presses a key that says something new; true when the page shows a new label as saved.
    static bool labels(Window& window, int milliseconds);
    std::int64_t labelRows() const { return stats(*std::make_unique<Project>(m_path)).labelRows; }
    Run deadRun(Project& project, std::int64_t createdBefore) const;
    void expectFailed(Project& project, Run run, const char* word);

    QTemporaryDir m_folder;
    fs::path m_path;
    int m_count = 0;
};

void FaultTest::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       m_folder.filePath(QStringLiteral("settings")));
    makeDemoProject(m_folder.filePath(QStringLiteral("demo")).toStdString());
    applyAppearance(Scheme::light, QStringLiteral("en"));
}

void FaultTest::init()
{
    m_path = fs::path(m_folder.path().toStdString()) / std::to_string(++m_count);
    fs::copy(m_folder.filePath(QStringLiteral("demo")).toStdString(), m_path,
             fs::copy_options::recursive);
    Project project(m_path);
    setSetting(project, "annotator", "Ada");
}

std::unique_ptr<Window> FaultTest::open() const
{
    auto window = std::make_unique<Window>(QString::fromStdString(m_path.string()));
    window->show();
    const bool shown = QTest::qWaitFor(
        [&] { return window->labelling() && !window->labelling()->traceId().isEmpty(); }, 10'000);
    return shown ? std::move(window) : nullptr;
}

bool FaultTest::labels(Window& window, int milliseconds)
{
    LabelPage& page = pageOf(window);
    std::vector<std::string> before;
    for (const Label& label : page.savedLabels())
        before.push_back(label.id);
    const int step = page.currentStep();
    const auto& now = page.savedLabels();
    const bool right = std::any_of(now.begin(), now.end(), [&](const Label& label) {
        return label.step == step && label.verdict.rating == 1;
    });
    QTest::keyClick(&page, right ? Qt::Key_3 : Qt::Key_1);
    return QTest::qWaitFor(
        [&] {
            const auto& saved = page.savedLabels();
            return std::any_of(saved.begin(), saved.end(), [&](const Label& label) {
                return std::find(before.begin(), before.end(), label.id) == before.end();
            });
        },
        milliseconds);
}

void FaultTest::aVanishedProjectTakesNoLabelAndComesBack()
{
    const auto window = open();
    QVERIFY(window);
    QVERIFY(labels(*window, 10'000));
    QSignalSpy failures(window->session(), &Session::failed);
    fs::rename(m_path, m_path.string() + "-away");
    QTRY_VERIFY(messageOf(*window).contains(QStringLiteral("no longer at")));
    QVERIFY(!labels(*window, 1500));
    QVERIFY(messageOf(*window).contains(QStringLiteral("no longer at")));
    const double before = cpuSeconds();
    QTest::qWait(3000);
    QVERIFY2(cpuSeconds() - before < 1.5, "the window is busy over a project that is away");
    QVERIFY2(failures.count() <= 4, "the same failure is said over and over");
    fs::rename(m_path.string() + "-away", m_path);
    QVERIFY(labels(*window, 10'000));
    QCOMPARE(labelRows(), std::int64_t{2});
}

void FaultTest::aProjectThatReturnsAsACopyIsOpenedAnew()
{
    const auto window = open();
    QVERIFY(window);
    QVERIFY(labels(*window, 10'000));
    fs::rename(m_path, m_path.string() + "-away");
    QVERIFY(!labels(*window, 1500));
    fs::copy(m_path.string() + "-away", m_path, fs::copy_options::recursive);
    QVERIFY(labels(*window, 10'000));
    QCOMPARE(labelRows(), std::int64_t{2});
}

void FaultTest::twoWindowsShowEachOthersLabels()
{
    const auto one = open(), other = open();
    QVERIFY(one && other);
    const QString trace = one->labelling()->traceId();
    other->labelling()->openTrace(trace);
    QTRY_COMPARE(pageOf(*other).traceId(), trace.toStdString());
    const auto ids = [](Window& window) {
        std::vector<std::string> all;
        for (const Label& label : pageOf(window).savedLabels())
            all.push_back(label.id);
        std::sort(all.begin(), all.end());
        return all;
    };
    for (int i = 0; i < 5; ++i) {
        QVERIFY(labels(*one, 10'000));
        QVERIFY(labels(*other, 10'000));
    }
    QCOMPARE(labelRows(), std::int64_t{10});
    QTRY_COMPARE_WITH_TIMEOUT(ids(*one), ids(*other), 5000);
    Project project(m_path);
    QCOMPARE(ids(*one).size(), currentLabels(project, trace.toStdString()).size());
    QVERIFY(checkProject(project).empty());
}

/// A run without an engine, made that many milliseconds ago (below 0: to come).
Run FaultTest::deadRun(Project& project, std::int64_t createdBefore) const
{
    Run run = prepareRun(
        project,
        {"score", STEPLIGHT_SOURCE "/tests/fixtures/engine/tiny-old", {}, {{"threads", "1"}}});
    run.createdAt -= createdBefore;
    saveRun(project, run);
    return run;
}

/// A few looks end it: nothing polls for ever.
void FaultTest::expectFailed(Project& project, Run run, const char* word)
{
    int looks = 0;
    while (!isOver(run) && looks < 20) {
        collectRun(project, run);
        ++looks;
    }
    QCOMPARE(run.state, RunState::failed);
    QVERIFY2(QString::fromStdString(run.message).contains(QLatin1String(word)),
             run.message.c_str());
    QVERIFY(run.endedAt > 0);
}

void FaultTest::aRunMadeBeforeTheClockWasSetBackDies()
{
    Project project(m_path);
    expectFailed(project, deadRun(project, -3'600'000), "ended before the run did");
}

void FaultTest::rubbishFromAnEngineEndsTheRunInWords()
{
    Project project(m_path);
    const Run run = deadRun(project, 60'000);
    std::ofstream events(fs::path(run.folder) / "events.jsonl", std::ios::binary);
    for (int i = 0; i < 200'000; ++i)
        events << "{\"type\":\"result\",\"trace\":" << i << "\n\xff\0garbage\n";
    events << std::string(20 << 20, 'x'); // a line that never ends
    events.close();
    expectFailed(project, run, "ended before the run did");
    QVERIFY(findRun(project, run.id)->metrics["rubbish_lines"] > 0);
    QVERIFY(checkProject(project).empty());
}

void FaultTest::aRunThatSomebodyStartedAgainIsFollowed()
{
    Project project(m_path);
    Run run = deadRun(project, 60'000);
    const fs::path folder = run.folder;
    std::ofstream(folder / "engine.log") << "one\nno such instruction\n";
    expectFailed(project, run, "It ends: one\nno such instruction");
    run = *findRun(project, run.id);
    const auto before = run;
    QVERIFY(!collectRun(project, run));
    QVERIFY(run == before);
    std::ofstream events(folder / "events.jsonl", std::ios::app);
    events << protocol::writeEvent({"", protocol::Started{"engine", "score", 1, 0}}) << std::flush;
    while (collectRun(project, run))
        continue;
    QCOMPARE(run.state, RunState::failed); // it died again
    events << protocol::writeEvent({"", protocol::Done{}}) << std::flush;
    while (collectRun(project, run))
        continue;
    QCOMPARE(run.state, RunState::done);
    QCOMPARE(findRun(project, run.id)->message, std::string());
}

void FaultTest::aDeletedRunFolderEndsTheRunInWords()
{
    Project project(m_path);
    const Run run = deadRun(project, 60'000);
    fs::remove_all(run.folder);
    expectFailed(project, run, "folder");
}

QTEST_MAIN(FaultTest)
#include "fault_test.moc"
