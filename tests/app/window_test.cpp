// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on a real project: keys become rows of the database, and survive the window.
#include "app/controllers/label_controller.h"
#include "app/demo.h"
#include "app/hints.h"
#include "app/resources.h"
#include "app/run_order.h"
#include "app/start.h"
#include "app/window.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/stats.h"
#include "ui/pages/comparison_view.h"
#include "ui/pages/journal_page.h"
#include "ui/pages/message_bar.h"
#include "ui/pages/models_page.h"
#include "ui/pages/trace_table_model.h"
#include "ui/shell/hint_bar.h"

#include <QFileInfo>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QScopeGuard>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace steplight;

class WindowTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aKeyIsARowBeforeItIsOnTheScreen();
    void undoSurvivesTheWindow();
    void theJournalTakesBackAndBringsBack();
    void anotherProcessIsNoticed();
    void aRunOfAnotherProcessIsFollowed();
    void aComparedTraceOpensAtItsStep();
    void theNextTraceWaitsForNobody();
    void anOlderProjectIsBroughtUpToDateBehindTheWindow();
    void aProjectThatIsNoneIsSaidSo();
    void hintsGiveWayToWhatIsDone();

private:
    /// The window on the project, with a trace on the screen.
    std::unique_ptr<Window> open();
    std::string shownTrace(Window& window) const;
    std::vector<Label> labelsOf(const std::string& trace) const;

    QTemporaryDir m_folder;
    QString m_project;
};

void WindowTest::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       m_folder.filePath(QStringLiteral("settings")));
    m_project = m_folder.filePath(QStringLiteral("p"));
    makeDemoProject(m_project.toStdString());
    Project project(m_project.toStdString());
    setSetting(project, "annotator", "Ada");
    applyAppearance(Scheme::light, QStringLiteral("en"));
}

std::unique_ptr<Window> WindowTest::open()
{
    auto window = std::make_unique<Window>(m_project);
    window->show();
    const bool shown = QTest::qWaitFor(
        [&] { return window->labelling() && !window->labelling()->traceId().isEmpty(); }, 10'000);
    return shown ? std::move(window) : nullptr;
}

std::string WindowTest::shownTrace(Window& window) const
{
    return window.labelling()->traceId().toStdString();
}

std::vector<Label> WindowTest::labelsOf(const std::string& trace) const
{
    Project project(m_project.toStdString(), Access::readOnly);
    return currentLabels(project, trace);
}

void WindowTest::aKeyIsARowBeforeItIsOnTheScreen()
{
    const auto window = open();
    QVERIFY(window);
    const std::string trace = shownTrace(*window);
    auto* page = window->shell().findChild<LabelPage*>();
    QVERIFY(page);
    page->setFocus();
    QTest::keyClick(page, Qt::Key_1);
    QTest::keyClick(page, Qt::Key_3);
    QTRY_COMPARE(labelsOf(trace).size(), std::size_t{2});
    const std::vector<Label> labels = labelsOf(trace);
    QCOMPARE(labels[0].verdict.rating, 1);
    QCOMPARE(labels[1].verdict.rating, -1);
    QCOMPARE(labels[1].annotator, std::string("Ada"));
    QCOMPARE(labels[1].visibility, Visibility::open);
}

void WindowTest::undoSurvivesTheWindow()
{
    std::string trace;
    {
        const auto window = open();
        QVERIFY(window);
        trace = shownTrace(*window);
        QCOMPARE(labelsOf(trace).size(), std::size_t{2}); // the trace of last time, as it was left
        window->labelling()->undo();
        QTRY_COMPARE(labelsOf(trace).size(), std::size_t{1});
    }
    const auto window = open();
    QVERIFY(window);
    window->labelling()->undo();
    QTRY_COMPARE(labelsOf(trace).size(), std::size_t{0});
    window->labelling()->redo();
    window->labelling()->redo();
    QTRY_COMPARE(labelsOf(trace).size(), std::size_t{2});
}

void WindowTest::theJournalTakesBackAndBringsBack()
{
    const auto window = open();
    QVERIFY(window);
    const std::string trace = shownTrace(*window);
    QCOMPARE(labelsOf(trace).size(), std::size_t{2});
    QTest::keyClick(&window->shell(), Qt::Key_H, Qt::ControlModifier);
    auto* page = window->shell().findChild<JournalPage*>();
    auto* table = page->findChild<QTableView*>();
    QTRY_VERIFY(page->isVisible());
    QTRY_VERIFY(table->model()->rowCount() >= 2);
    QTRY_VERIFY(table->hasFocus() || page->hasFocus());
    QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(table, Qt::Key_Delete);
    QTRY_COMPARE(labelsOf(trace).size(), std::size_t{0});
    auto* bar = page->findChild<MessageBar*>();
    QTRY_COMPARE(bar->text(), QStringLiteral("2 labels taken back."));
    for (QPushButton* button : bar->findChildren<QPushButton*>())
        if (button->text() == QLatin1String("Bring back"))
            button->click();
    QTRY_COMPARE(labelsOf(trace).size(), std::size_t{2});
    QTest::keyClick(page, Qt::Key_Escape);
    QTRY_VERIFY(!page->isVisible());
    QCOMPARE(window->shell().currentPage(), ShellPage::label);
}

void WindowTest::anotherProcessIsNoticed()
{
    const auto window = open();
    QVERIFY(window);
    const std::string trace = shownTrace(*window);
    auto* list = window->labelling()->findChild<TraceTableModel*>();
    QVERIFY(list);
    Project other(m_project.toStdString());
    Label label;
    label.traceId = trace;
    label.step = 0;
    label.annotator = "Ada";
    label.verdict.rating = 0;
    recordLabels(other, {label});
    const auto cell = [&]() -> int {
        const TraceRow* row = list->row(std::max(0, list->rowOf(trace)));
        return row && row->id == trace && row->cells[0].state == LabelState::rated
                   ? row->cells[0].rating
                   : 99;
    };
    QTRY_COMPARE_WITH_TIMEOUT(cell(), 0, 5000);
}

void WindowTest::aRunOfAnotherProcessIsFollowed()
{
    qputenv("STEPLIGHT_ENGINE", STEPLIGHT_BIN "/steplight-test-engine");
    const auto window = open();
    QVERIFY(window);
    Project other(m_project.toStdString());
    const std::string model = (resourceFolder() / "demo" / "prm").string();
    const Run started = startOrder(other, {"score", model, "", {{"test", "slow"}}});
    QTRY_COMPARE_WITH_TIMEOUT(findRun(other, started.id)->state, RunState::done, 30'000);
    QCOMPARE(stats(other).prm, stats(other).steps);
}

void WindowTest::aComparedTraceOpensAtItsStep()
{
    const auto window = open();
    QVERIFY(window);
    Project project(m_project.toStdString(), Access::readOnly);
    const auto ids = traceIds(project, {});
    const QString other = QString::fromStdString(ids[0] == shownTrace(*window) ? ids[1] : ids[0]);
    window->shell().showPage(ShellPage::models);
    auto* page = window->shell().findChild<ModelsPage*>();
    emit page->comparison()->traceActivated(other, 1);
    QTRY_COMPARE(window->labelling()->traceId(), other);
    QCOMPARE(window->shell().currentPage(), ShellPage::label);
    QTRY_COMPARE(window->shell().findChild<LabelPage*>()->currentStep(), 1);
}

void WindowTest::theNextTraceWaitsForNobody()
{
    const auto window = open();
    QVERIFY(window);
    std::promise<void> busy;
    const std::shared_future<void> done = busy.get_future().share();
    const auto release = qScopeGuard([&busy] { busy.set_value(); });
    for (DatabaseThread* thread : {&window->session()->reader(), &window->session()->writer()})
        thread->post(
            window.get(), [done](Project&) { done.wait(); }, [] {});
    const std::string before = shownTrace(*window);
    auto* page = window->shell().findChild<LabelPage*>();
    page->setFocus();
    QTest::keyClick(page, Qt::Key_Return);
    QTRY_VERIFY(shownTrace(*window) != before);
}

void WindowTest::anOlderProjectIsBroughtUpToDateBehindTheWindow()
{
    QProcess sqlite;
    sqlite.start(
        QStringLiteral("sqlite3"),
        {m_project % QStringLiteral("/project.db"),
         QStringLiteral("DROP TABLE nodes; DROP TABLE trees;"
                        "DROP TABLE guidelines; DROP TABLE continuations;"
                        "ALTER TABLE labels DROP COLUMN overrules;"
                        "ALTER TABLE labels DROP COLUMN shown;"
                        "ALTER TABLE labels DROP COLUMN rewrite; PRAGMA user_version = 3;")});
    QVERIFY(sqlite.waitForFinished() && sqlite.exitCode() == 0);
    {
        Window window(m_project);
        QVERIFY(window.folder().isEmpty()); // not yet: the window is not held up
        QTRY_COMPARE_WITH_TIMEOUT(window.folder(), m_project, 20'000);
    }
    QVERIFY(QFileInfo::exists(m_project % QStringLiteral("/project-v3.db")));
}

void WindowTest::aProjectThatIsNoneIsSaidSo()
{
    Window window(m_folder.path());
    window.show();
    QVERIFY(window.folder().isEmpty());
    QCOMPARE(window.shell().currentPage(), ShellPage::start);
}

// The demo as a newcomer finds it: scored without being asked, and each hint gives way.
void WindowTest::hintsGiveWayToWhatIsDone()
{
    const QString folder = m_folder.filePath(QStringLiteral("hinted"));
    makeDemoProject(folder.toStdString(), true);
    {
        Project project(folder.toStdString());
        setSetting(project, "annotator", "Ada");
    }
    const auto kept = [&] {
        Project project(folder.toStdString(), Access::readOnly);
        return setting(project, hintSetting);
    };
    auto window = std::make_unique<Window>(folder);
    window->show();
    auto* bar = &window->shell().hints();
    const auto says = [&](const QString& words) {
        const auto labels = bar->findChildren<QLabel*>();
        return bar->isVisible() && std::any_of(labels.begin(), labels.end(), [&](QLabel* label) {
                   return label->text().contains(words);
               });
    };
    QTRY_VERIFY(says(QStringLiteral("1 of 5")));
    QTRY_VERIFY(!window->labelling()->traceId().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            Project project(folder.toStdString(), Access::readOnly);
            const std::vector<Run> all = runs(project);
            return all.size() == 1 && all[0].kind == "score" && all[0].state == RunState::done;
        }(),
        60'000);
    auto* page = window->shell().findChild<LabelPage*>();
    page->setFocus();
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(page, Qt::Key_1);
    QTRY_VERIFY(says(QStringLiteral("2 of 5")));
    QTRY_COMPARE(kept(), std::string("2"));
    window.reset(); // the hint is there again
    window = std::make_unique<Window>(folder);
    window->show();
    bar = &window->shell().hints();
    QTRY_VERIFY(says(QStringLiteral("2 of 5")));
    const auto press = [&](const QString& text) {
        for (auto* button : bar->findChildren<QPushButton*>())
            if (button->text() == text && button->isVisible())
                button->click();
    };
    press(QStringLiteral("Next hint"));
    QTRY_VERIFY(says(QStringLiteral("3 of 5")));
    press(QStringLiteral("Train the model"));
    QTRY_COMPARE(window->shell().currentPage(), ShellPage::runs);
    press(QStringLiteral("No more hints"));
    QVERIFY(!bar->isVisible());
    QTRY_COMPARE(kept(), std::string());
}

QTEST_MAIN(WindowTest)
#include "window_test.moc"
