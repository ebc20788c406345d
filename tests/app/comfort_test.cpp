// SPDX-License-Identifier: GPL-3.0-or-later
// What the window keeps for a person, through the real window: layouts, size of text, motion, key
// sets of other tools; and the next trace that is there before it is asked for.
#include "app/hints.h"
#include "app/key_sets.h"
#include "app/preferences.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "tests/app/demo_window.h"
#include "ui/canvas/canvas.h"
#include "ui/label/question_header.h"
#include "ui/motion.h"
#include "ui/pages/keys_page.h"
#include "ui/shell/hint_bar.h"
#include "ui/shell/view_menu.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScopeGuard>
#include <QSplitter>
#include <QTimer>

#include <filesystem>

using namespace steplight;

class ComfortTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aLayoutComesBackByItsKey();
    void aForgottenLayoutCanBeHadBack();
    void aSizeOfTextMakesTheWindowAnew();
    void reducedMotionIsKept();
    void aSetOfAnotherToolIsTaken_data();
    void aSetOfAnotherToolIsTaken();
    void hintsSayTheKeysAsTheyAre();
    void theNextTracesPictureIsThereBeforeEnter();

private:
    std::unique_ptr<Window> open();

    QTemporaryDir m_folder;
    QString m_project;
};

void ComfortTest::initTestCase()
{
    m_project = demoProjectIn(m_folder);
}

std::unique_ptr<Window> ComfortTest::open()
{
    auto window = openWindow(m_project, {1366, 768});
    if (!window || !QTest::qWaitForWindowActive(&window->shell()))
        return nullptr;
    window->shell().findChild<LabelPage*>()->setFocus();
    return window;
}

namespace {

void press(int key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
}

void keepLayout(const QString& name)
{
    press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(QApplication::focusWidget(), name);
    press(Qt::Key_Return, {});
}

/// Between image and steps.
QSplitter& dividerOf(Window& window)
{
    for (auto* splitter : window.shell().findChildren<QSplitter*>())
        if (splitter->indexOf(window.shell()
                                  .findChild<LabelPage*>()
                                  ->findChild<QuestionHeader*>()
                                  ->parentWidget()) >= 0)
            return *splitter;
    qFatal("no divider");
}

} // namespace

void ComfortTest::aLayoutComesBackByItsKey()
{
    {
        const auto window = open();
        QVERIFY(window);
        QSplitter& divider = dividerOf(*window);
        divider.setSizes({600, 400});
        const QList<int> wide = divider.sizes();
        keepLayout(QStringLiteral("Wide image"));
        divider.setSizes({400, 600});
        window->shell().findChild<LabelPage*>()->findChild<QuestionHeader*>()->setFolded(true);
        keepLayout(QStringLiteral("Words"));
        const QList<int> words = divider.sizes();
        QVERIFY(words != wide);
        press(Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(divider.sizes(), wide);
        QVERIFY(!window->shell().findChild<LabelPage*>()->findChild<QuestionHeader*>()->isFolded());
        press(Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(window->shell().currentPage(), ShellPage::runs);
        press(Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(window->shell().currentPage(), ShellPage::label); // where it was kept
        QCOMPARE(divider.sizes(), words);
        QVERIFY(window->shell().findChild<LabelPage*>()->findChild<QuestionHeader*>()->isFolded());
    }
    const auto again = open();
    QVERIFY(again);
    QCOMPARE(preferences::layouts().keys(),
             QStringList({QStringLiteral("Wide image"), QStringLiteral("Words")}));
    QCOMPARE(preferences::currentLayout(), QStringLiteral("Words"));
}

void ComfortTest::aForgottenLayoutCanBeHadBack()
{
    const auto window = open();
    QVERIFY(window);
    emit window->shell().viewMenu().layoutForgotten(QStringLiteral("Words"));
    QCOMPARE(preferences::layouts().keys(), QStringList{QStringLiteral("Wide image")});
    for (auto* button : window->shell().findChildren<QPushButton*>())
        if (button->isVisible() && button->text() == QStringLiteral("Undo"))
            button->click();
    QCOMPARE(preferences::layouts().size(), 2);
    QVERIFY(!preferences::layouts()[QStringLiteral("Words")][QStringLiteral("label")].isEmpty());
}

void ComfortTest::aSizeOfTextMakesTheWindowAnew()
{
    const auto back = qScopeGuard([] { preferences::setTextPercent(100); });
    const auto window = open();
    QVERIFY(window);
    QTimer::singleShot(0, [] { press(Qt::Key_Equal, Qt::ControlModifier); });
    QTimer::singleShot(10'000, qApp, &QCoreApplication::quit);
    QCOMPARE(QCoreApplication::exec(), Window::reopen);
    QCOMPARE(preferences::textPercent(), 125);
    QSettings().setValue(QStringLiteral("text-percent"), 7); // nonsense is not taken
    QCOMPARE(preferences::textPercent(), 100);
}

void ComfortTest::reducedMotionIsKept()
{
    const auto window = open();
    QVERIFY(window);
    QAction* found = nullptr;
    for (QAction* action : window->shell().viewMenu().actions())
        if (action->text() == QStringLiteral("Reduce motion"))
            found = action;
    QVERIFY(found);
    QCOMPARE(found->isChecked(), desktopReducesMotion());
    found->setChecked(false);
    found->trigger();
    QVERIFY(motionReduced());
    QVERIFY(preferences::motionReduced());
    found->trigger();
    QVERIFY(!motionReduced());
    QVERIFY(!preferences::motionReduced());
}

void ComfortTest::aSetOfAnotherToolIsTaken_data()
{
    QTest::addColumn<QString>("tool");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QKeySequence>("key");
    QTest::newRow("Prodigy accepts")
        << QStringLiteral("Prodigy") << QStringLiteral("right") << QKeySequence(Qt::Key_A);
    QTest::newRow("Prodigy ignores")
        << QStringLiteral("Prodigy") << QStringLiteral("skip") << QKeySequence(Qt::Key_Space);
    QTest::newRow("Label Studio submits")
        << QStringLiteral("Label Studio") << QStringLiteral("next-trace")
        << QKeySequence(Qt::CTRL | Qt::Key_Return);
    QTest::newRow("Potato goes on")
        << QStringLiteral("Potato") << QStringLiteral("next-trace") << QKeySequence(Qt::Key_Right);
}

void ComfortTest::aSetOfAnotherToolIsTaken()
{
    QFETCH(QString, tool);
    QFETCH(QString, action);
    QFETCH(QKeySequence, key);
    const auto back = qScopeGuard([] { keyMap().setChanges({}); });
    const auto window = open();
    QVERIFY(window);
    press(Qt::Key_Comma, Qt::ControlModifier);
    QCOMPARE(window->shell().currentPage(), ShellPage::keys);
    auto* page = window->shell().findChild<KeysPage*>();
    QVERIFY(page);
    bool chosen = false;
    for (QAction* each : page->findChildren<QAction*>())
        if (each->text() == QStringLiteral("As in ") + tool) {
            each->trigger();
            chosen = true;
        }
    QVERIFY(chosen);
    QVERIFY(keyMap().keys(action).contains(key));
    QVERIFY(keyMap().conflicts(action, key).empty());
    for (auto* button : page->findChildren<QPushButton*>())
        if (button->isVisible() && button->text() == QStringLiteral("Undo"))
            button->click();
    QVERIFY(keyMap().changes().isEmpty());
}

void ComfortTest::hintsSayTheKeysAsTheyAre()
{
    const auto back = qScopeGuard([] { keyMap().setChanges({}); });
    {
        Project project(m_project.toStdString());
        setSetting(project, hintSetting, "1");
        Run done; // nothing has to be scored first
        done.id = "019ad000-0000-7000-8000-000000000001";
        done.kind = "score";
        done.state = RunState::done;
        saveRun(project, done);
    }
    const auto window = open();
    QVERIFY(window);
    const auto says = [&](const QString& words) {
        for (auto* label : window->shell().hints().findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(words))
                return true;
        return false;
    };
    QTRY_VERIFY(says(QStringLiteral("1 says that a step is right")));
    keyMap().setKeys(QStringLiteral("right"), {Qt::Key_Z});
    QVERIFY(says(QStringLiteral("Z says that a step is right")));
    for (auto* button : window->shell().hints().findChildren<QPushButton*>())
        if (button->isVisible() && button->text() == QStringLiteral("No more hints"))
            button->click();
    keyMap().setChanges({});
    QVERIFY(!window->shell().hints().isVisible());
}

// Its file is taken away after it was read ahead: what is shown then was in memory already.
void ComfortTest::theNextTracesPictureIsThereBeforeEnter()
{
    namespace fs = std::filesystem;
    const QTemporaryDir folder;
    const QString project = folder.filePath(QStringLiteral("p"));
    makeDemoProject(project.toStdString());
    std::vector<std::string> ids; // two neighbours with pictures of their own
    fs::path second;
    {
        Project opened(project.toStdString());
        setSetting(opened, "annotator", "Ada");
        const auto all = traceIds(opened, {}, 100);
        const auto picture = [&](const std::string& id) {
            return fs::path(traceDetail(opened, id).question.images.at(0).path);
        };
        std::size_t at = 1;
        while (at < all.size() && picture(all[at]) == picture(all[at - 1]))
            ++at;
        QVERIFY(at < all.size());
        ids = {all[at - 1], all[at]};
        second = picture(ids[1]);
    }
    Window window(project);
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(window.labelling() && !window.labelling()->traceId().isEmpty(),
                             20'000);
    QVERIFY(QTest::qWaitForWindowActive(&window.shell()));
    window.labelling()->openTrace(QString::fromStdString(ids[0]));
    QTRY_COMPARE_WITH_TIMEOUT(window.labelling()->traceId().toStdString(), ids[0], 5000);
    auto* page = window.shell().findChild<LabelPage*>();
    auto& canvas = *page->findChild<Canvas*>();
    QTRY_VERIFY(canvas.hasImage());
    QTest::qWait(1000); // a person looks
    QVERIFY2(second.string().starts_with(folder.path().toStdString()), second.c_str()); // its own
    QVERIFY(fs::remove(second));
    page->setFocus();
    QTest::keyClick(page, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(window.labelling()->traceId().toStdString(), ids[1], 5000);
    QTRY_VERIFY_WITH_TIMEOUT(canvas.hasImage(), 1000);
}

QTEST_MAIN(ComfortTest)
#include "comfort_test.moc"
