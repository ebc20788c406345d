// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on a real project: keys become rows of the database, and survive the window.
#include "app/hints.h"
#include "app/resources.h"
#include "app/run_folder.h"
#include "app/run_order.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/stats.h"
#include "tests/app/demo_window.h"
#include "ui/label/queue_panel.h"
#include "ui/label/steps_view.h"
#include "ui/pages/comparison_view.h"
#include "ui/pages/journal_model.h"
#include "ui/pages/journal_page.h"
#include "ui/pages/message_bar.h"
#include "ui/pages/models_page.h"
#include "ui/pages/trace_table_model.h"
#include "ui/shell/hint_bar.h"

#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QScopeGuard>
#include <QTableView>
#include <QToolButton>

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
    void aQueueHasAModeOfItsOwn();
    void aLabelKnowsWhatWasSeen();
    void aQueueIsEnteredWhereItWasLeft();
    void countsFollowALabelAtOnce();
    void anotherProcessIsNoticed();
    void aRunOfAnotherProcessIsFollowed();
    void aComparedTraceOpensAtItsStep();
    void theNextTraceWaitsForNobody();
    void anOlderProjectIsBroughtUpToDateBehindTheWindow();
    void aProjectThatIsNoneIsSaidSo();
    void hintsGiveWayToWhatIsDone();

private:
    std::string shownTrace(Window& window) const;
    std::vector<Label> labelsOf(const std::string& trace) const;
    std::string kept(const std::string& name) const;
    /// With the mouse, in the panel.
    void chooseQueue(Window& window, const QString& name) const;
    QString countOf(Window& window, const QString& name) const;

    QTemporaryDir m_folder;
    QString m_project;
};

void WindowTest::initTestCase()
{
    m_project = demoProjectIn(m_folder);
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
    const auto window = openWindow(m_project);
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
        const auto window = openWindow(m_project);
        QVERIFY(window);
        trace = shownTrace(*window);
        QCOMPARE(labelsOf(trace).size(), std::size_t{2}); // the trace of last time, as it was left
        window->labelling()->undo();
        QTRY_COMPARE(labelsOf(trace).size(), std::size_t{1});
    }
    const auto window = openWindow(m_project);
    QVERIFY(window);
    window->labelling()->undo();
    QTRY_COMPARE(labelsOf(trace).size(), std::size_t{0});
    window->labelling()->redo();
    window->labelling()->redo();
    QTRY_COMPARE(labelsOf(trace).size(), std::size_t{2});
}

void WindowTest::theJournalTakesBackAndBringsBack()
{
    const auto window = openWindow(m_project);
    QVERIFY(window);
    const std::string trace = shownTrace(*window);
    QCOMPARE(labelsOf(trace).size(), std::size_t{2});
    QTest::keyClick(&window->shell(), Qt::Key_H, Qt::ControlModifier);
    auto* page = window->shell().findChild<JournalPage*>();
    auto* table = page->findChild<QTableView*>();
    QTRY_VERIFY(page->isVisible());
    QTRY_VERIFY(table->model()->rowCount() >= 2);
    QTRY_VERIFY(table->hasFocus() || page->hasFocus());
    QStringList seen; // "open: judge, mc" of the decisions; nothing of what undo and redo copied
    for (int row = 0; row < table->model()->rowCount(); ++row)
        seen << table->model()->index(row, JournalModel::seen).data().toString();
    QVERIFY(seen.front().isEmpty());
    QVERIFY(seen.back().startsWith(QStringLiteral("open: ")));
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

std::string WindowTest::kept(const std::string& name) const
{
    Project project(m_project.toStdString(), Access::readOnly);
    return setting(project, name);
}

void WindowTest::chooseQueue(Window& window, const QString& name) const
{
    auto* queues = window.shell().findChild<QueuePanel*>()->findChild<QListWidget*>();
    QTRY_VERIFY(!queues->findItems(name, Qt::MatchExactly).isEmpty());
    QListWidgetItem* item = queues->findItems(name, Qt::MatchExactly).front();
    queues->scrollToItem(item);
    QTest::mouseClick(queues->viewport(), Qt::LeftButton, {},
                      queues->visualItemRect(item).center());
    const auto* query = window.shell().findChild<QueuePanel*>()->findChild<QLineEdit*>();
    QTRY_COMPARE(query->text(), name == QLatin1String("All") ? QString() : name.toLower());
}

QString WindowTest::countOf(Window& window, const QString& name) const
{
    auto* queues = window.shell().findChild<QueuePanel*>()->findChild<QListWidget*>();
    const auto items = queues->findItems(name, Qt::MatchExactly);
    return items.isEmpty() ? QString() : items.front()->data(Qt::AccessibleTextRole).toString();
}

void WindowTest::aQueueHasAModeOfItsOwn()
{
    auto window = openWindow(m_project);
    QVERIFY(window);
    const auto topBar = [&](const QString& words) {
        for (auto* button : window->shell().findChildren<QToolButton*>())
            if (button->isVisible() && button->text() == words)
                return button;
        return static_cast<QToolButton*>(nullptr);
    };
    chooseQueue(*window, QStringLiteral("Unlabelled"));
    auto* panel = window->shell().findChild<QueuePanel*>();
    QTRY_VERIFY(topBar(QStringLiteral("Open")));
    emit panel->modeChosen(QStringLiteral("unlabelled"), Visibility::blind);
    QTRY_VERIFY(topBar(QStringLiteral("Blind (queue)")));
    QTRY_COMPARE(kept("visibility:unlabelled"), std::string("blind"));
    QTRY_VERIFY(
        !window->shell().findChild<LabelPage*>()->findChild<StepsView*>()->showsEstimates(0));
    // Choosing in the top bar sets the project, says what holds here, and offers to change that.
    QToolButton* mode = topBar(QStringLiteral("Blind (queue)"));
    mode->menu()->popup({});
    mode->menu()->setActiveAction(mode->menu()->actions().at(1));
    QTest::keyClick(mode->menu(), Qt::Key_Return);
    QTRY_COMPARE(kept("visibility"), std::string("commit-then-reveal"));
    QVERIFY(topBar(QStringLiteral("Blind (queue)")));
    QPushButton* follow = nullptr;
    for (auto* button : window->shell().findChildren<QPushButton*>())
        if (button->text() == QLatin1String("Use the project's here too"))
            follow = button;
    QVERIFY(follow);
    chooseQueue(*window, QStringLiteral("All"));
    QTRY_VERIFY(topBar(QStringLiteral("Commit, then reveal")));
    chooseQueue(*window, QStringLiteral("Unlabelled"));
    QTRY_VERIFY(topBar(QStringLiteral("Blind (queue)")));
    window.reset();
    window = openWindow(m_project); // the queue of last time, and its mode
    QVERIFY(window);
    QTRY_VERIFY(topBar(QStringLiteral("Blind (queue)")));
    emit window->shell().findChild<QueuePanel*>()->modeChosen(QStringLiteral("unlabelled"), {});
    QTRY_VERIFY(topBar(QStringLiteral("Commit, then reveal")));
    QTRY_COMPARE(kept("visibility:unlabelled"), std::string());
}

void WindowTest::aLabelKnowsWhatWasSeen() // the project is commit-then-reveal from here on
{
    const auto window = openWindow(m_project);
    QVERIFY(window);
    chooseQueue(*window, QStringLiteral("Unlabelled"));
    auto* page = window->shell().findChild<LabelPage*>();
    QTRY_VERIFY(labelsOf(shownTrace(*window)).empty());
    const std::string trace = shownTrace(*window);
    page->setFocus();
    QTest::keyClick(page, Qt::Key_1);
    QTRY_COMPARE(labelsOf(trace).size(), std::size_t{1});
    QCOMPARE(labelsOf(trace)[0].visibility, Visibility::commitThenReveal);
    QVERIFY(labelsOf(trace)[0].shown.empty());
    QTRY_VERIFY(
        window->shell().findChild<LabelPage*>()->findChild<StepsView*>()->showsEstimates(0));
    QTest::keyClick(page, Qt::Key_Up);
    QTest::keyClick(page, Qt::Key_3);
    QTRY_COMPARE(labelsOf(trace)[0].verdict.rating, -1);
    const Label after = labelsOf(trace)[0];
    Project project(m_project.toStdString(), Access::readOnly);
    const TraceDetail detail = traceDetail(project, trace);
    QCOMPARE(after.shown, kindsAt(detail, 0));
    QVERIFY(!after.shown.empty());
    QCOMPARE(after.visibility, Visibility::commitThenReveal);
}

void WindowTest::aQueueIsEnteredWhereItWasLeft()
{
    auto window = openWindow(m_project);
    QVERIFY(window);
    auto* page = window->shell().findChild<LabelPage*>();
    const auto goTo = [&](const QString& queue) {
        chooseQueue(*window, queue);
        QTest::qWait(300);
    };
    goTo(QStringLiteral("All"));
    page->setFocus();
    const std::string first = shownTrace(*window);
    QTest::keyClick(page, Qt::Key_Return);
    QTRY_VERIFY(shownTrace(*window) != first);
    const std::string second = shownTrace(*window);
    QTest::keyClick(page, Qt::Key_Return);
    QTRY_VERIFY(shownTrace(*window) != second);
    const std::string left = shownTrace(*window);
    goTo(QStringLiteral("Unlabelled"));
    const std::string unlabelled = shownTrace(*window);
    QVERIFY(labelsOf(unlabelled).empty());
    goTo(QStringLiteral("All"));
    QCOMPARE(shownTrace(*window), left);
    // Left at a trace that is done meanwhile: the queue goes on behind it.
    goTo(QStringLiteral("Unlabelled"));
    QCOMPARE(shownTrace(*window), unlabelled);
    page->setFocus();
    QTest::keyClick(page, Qt::Key_3); // wrong: what follows needs no label
    QTRY_COMPARE(labelsOf(unlabelled).size(), std::size_t{1});
    Project project(m_project.toStdString(), Access::readOnly);
    const auto next = nextTrace(project, {"unlabelled"}, unlabelled);
    QVERIFY(next);
    goTo(QStringLiteral("All"));
    goTo(QStringLiteral("Unlabelled"));
    QCOMPARE(shownTrace(*window), *next);
    window.reset();
    window = openWindow(m_project);
    QVERIFY(window);
    QCOMPARE(shownTrace(*window), *next);
}

void WindowTest::countsFollowALabelAtOnce()
{
    const auto window = openWindow(m_project);
    QVERIFY(window);
    auto* page = window->shell().findChild<LabelPage*>();
    chooseQueue(*window, QStringLiteral("Unlabelled"));
    QTest::qWait(1500); // all is counted and nothing is due
    const std::string trace = shownTrace(*window);
    QVERIFY(labelsOf(trace).empty());
    auto* list = window->labelling()->findChild<TraceTableModel*>();
    const int rows = list->rowCount();
    Project project(m_project.toStdString(), Access::readOnly);
    const auto wanted = [&]() -> QString {
        return QString::number(countTraces(project, "unlabelled")) % QStringLiteral(" left");
    };
    QVERIFY(countOf(*window, QStringLiteral("Unlabelled")).endsWith(wanted()));
    // The thread of lists and counts is busy for long: the counts do not wait for it.
    std::promise<void> busy;
    const std::shared_future<void> done = busy.get_future().share();
    {
        const auto release = qScopeGuard([&busy] { busy.set_value(); });
        window->session()->reader().post(
            window.get(), [done](Project&) { done.wait(); }, [] {});
        page->setFocus();
        QTest::keyClick(page, Qt::Key_1);
        QTRY_COMPARE_WITH_TIMEOUT(labelsOf(trace).size(), std::size_t{1}, 1000);
        QTRY_VERIFY_WITH_TIMEOUT(countOf(*window, QStringLiteral("Unlabelled")).endsWith(wanted()),
                                 1000);
        QCOMPARE(list->rowCount(), rows); // the labelled trace is still in the list
    }
    QTest::keyClick(page, Qt::Key_Return);
    QTRY_VERIFY(shownTrace(*window) != trace);
    QTRY_COMPARE(list->rowCount(), rows - 1);
}

void WindowTest::anotherProcessIsNoticed()
{
    const auto window = openWindow(m_project);
    QVERIFY(window);
    chooseQueue(*window, QStringLiteral("All")); // a label takes nothing out of it
    QTest::qWait(300);
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
    const auto window = openWindow(m_project);
    QVERIFY(window);
    Project other(m_project.toStdString());
    const std::string model = (resourceFolder() / "demo" / "prm").string();
    const Run started = startOrder(other, {"score", model, "", {{"test", "slow"}}});
    QTRY_COMPARE_WITH_TIMEOUT(findRun(other, started.id)->state, RunState::done, 30'000);
    QCOMPARE(stats(other).prm, stats(other).steps);
}

void WindowTest::aComparedTraceOpensAtItsStep()
{
    const auto window = openWindow(m_project);
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
    const auto window = openWindow(m_project);
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
    const auto other = openWindow(m_project);
    QVERIFY(other);
    other->openProject(m_folder.path());
    QCOMPARE(other->folder(), m_project); // the project that is open stays
}

// The demo as a newcomer finds it: scored without being asked, and each hint gives way.
void WindowTest::hintsGiveWayToWhatIsDone()
{
    qunsetenv("STEPLIGHT_ENGINE"); // the real one
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
    press(QStringLiteral("Train the model")); // one click
    QTRY_VERIFY(says(QStringLiteral("4 of 5")));
    QCOMPARE(window->shell().currentPage(), ShellPage::label);
    const auto run = [&](std::size_t newest) {
        Project project(folder.toStdString(), Access::readOnly);
        const std::vector<Run> all = runs(project);
        return newest < all.size() ? all[newest] : Run();
    };
    QTRY_COMPARE(run(0).kind, std::string("train"));
    const std::string training = run(0).folder;
    QTRY_VERIFY2_WITH_TIMEOUT(engineAlive(QString::fromStdString(training)), run(0).message.c_str(),
                              20'000);
    window.reset(); // it learns on, and what is to follow is not forgotten
    QTRY_VERIFY_WITH_TIMEOUT(!engineAlive(QString::fromStdString(training)), 240'000);
    window = std::make_unique<Window>(folder);
    window->show();
    bar = &window->shell().hints();
    QTRY_VERIFY2_WITH_TIMEOUT(
        run(0).kind == "score",
        (std::string(runStateWord(run(0).state)) + ": " + run(0).message).c_str(), 60'000);
    QCOMPARE(run(1).state, RunState::done);
    QCOMPARE(run(0).model, training + "/model");
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("5 of 5")), 120'000);
    QCOMPARE(run(0).state, RunState::done);
    press(QStringLiteral("Show the models"));
    QTRY_COMPARE(window->shell().currentPage(), ShellPage::models);
    press(QStringLiteral("No more hints"));
    QVERIFY(!bar->isVisible());
    QTRY_COMPARE(kept(), std::string());
}

QTEST_MAIN(WindowTest)
#include "window_test.moc"
