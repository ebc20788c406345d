// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_shell.h"

#include "ui/shell/message_list.h"
#include "ui/shell/progress_strip.h"
#include "ui/theme.h"

#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace steplight;

namespace {

QAbstractButton* button(QWidget& in, const QString& part)
{
    for (auto* each : in.findChildren<QAbstractButton*>())
        if (each->isVisibleTo(&in) && each->text().contains(part))
            return each;
    return nullptr;
}

std::unique_ptr<MainShell> shellWithPages()
{
    auto shell = std::make_unique<MainShell>();
    for (const ShellPage page : {ShellPage::start, ShellPage::label, ShellPage::explore,
                                 ShellPage::runs, ShellPage::models, ShellPage::exporting}) {
        auto* widget = new QLineEdit;
        widget->setObjectName(QString::number(static_cast<int>(page)));
        shell->setPage(page, widget);
    }
    return shell;
}

} // namespace

class ShellTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, Scheme::light); }

    void withoutAProjectOnlyTheStartPageIsSeen()
    {
        auto shell = shellWithPages();
        shell->show();
        QVERIFY(!button(*shell, QStringLiteral("Explore")));
        shell->showPage(ShellPage::explore);
        QCOMPARE(shell->currentPage(), ShellPage::start);
        shell->setProject(QStringLiteral("vqa"), QStringLiteral("/p/vqa"));
        QCOMPARE(shell->currentPage(), ShellPage::label);
        QVERIFY(shell->windowTitle().startsWith(QStringLiteral("vqa")));
        QVERIFY(button(*shell, QStringLiteral("Explore")));
        QPointer<QWidget> page = shell->findChild<QLineEdit*>(QStringLiteral("1"));
        QVERIFY(page);
        shell->setProject({}, {});
        QCOMPARE(shell->currentPage(), ShellPage::start);
        QTRY_VERIFY(!page); // another project's pages must not show this one's traces
    }

    void theTopBarSaysWhoseModeHolds()
    {
        auto shell = shellWithPages();
        shell->setProject(QStringLiteral("vqa"), {});
        shell->show();
        QSignalSpy chosen(shell.get(), &MainShell::visibilityChosen);
        shell->setVisibilityMode(Visibility::open, Visibility::blind, QStringLiteral("Gold <b>"));
        auto* mode = qobject_cast<QToolButton*>(button(*shell, QStringLiteral("Blind (queue)")));
        QVERIFY(mode);
        QVERIFY(mode->toolTip().contains(QStringLiteral("Gold &lt;b&gt;")));
        QAction* commit = mode->menu()->actions().at(1);
        QVERIFY(mode->menu()->actions().at(0)->isChecked()); // the project's
        mode->menu()->popup({});
        mode->menu()->setActiveAction(commit);
        QTest::keyClick(mode->menu(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QVERIFY(commit->isChecked());
        QCOMPARE(mode->text(), QStringLiteral("Blind (queue)")); // the queue's still holds
        shell->setVisibilityMode(Visibility::commitThenReveal);
        QCOMPARE(mode->text(), QStringLiteral("Commit, then reveal"));
    }

    void keysChangeThePage()
    {
        auto shell = shellWithPages();
        shell->setProject(QStringLiteral("vqa"), {});
        shell->show();
        QVERIFY(QTest::qWaitForWindowActive(shell.get()));
        QSignalSpy shown(shell.get(), &MainShell::pageShown);
        QSignalSpy find(shell.get(), &MainShell::findRequested);
        QTest::keyClick(shell.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(shell->currentPage(), ShellPage::runs);
        QTest::keyClick(shell.get(), Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(shell->currentPage(), ShellPage::exporting);
        QTest::keyClick(shell.get(), Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(shell->currentPage(), ShellPage::explore);
        QCOMPARE(find.size(), 1);
        QCOMPARE(shown.size(), 3);
        button(*shell, QStringLiteral("Models"))->click();
        QCOMPARE(shell->currentPage(), ShellPage::models);
    }

    void keysAskForUndoAndTheRest()
    {
        auto shell = shellWithPages();
        shell->setProject(QStringLiteral("vqa"), {});
        shell->show();
        QVERIFY(QTest::qWaitForWindowActive(shell.get()));
        shell->setFocus();
        QSignalSpy undo(shell.get(), &MainShell::undoRequested);
        QSignalSpy redo(shell.get(), &MainShell::redoRequested);
        QSignalSpy open(shell.get(), &MainShell::openProjectRequested);
        QSignalSpy import(shell.get(), &MainShell::importRequested);
        QTest::keyClick(shell.get(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(shell.get(), Qt::Key_Y, Qt::ControlModifier);
        QTest::keyClick(shell.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(shell.get(), Qt::Key_O, Qt::ControlModifier);
        QTest::keyClick(shell.get(), Qt::Key_I, Qt::ControlModifier);
        QCOMPARE(undo.size(), 1);
        QCOMPARE(redo.size(), 2);
        QCOMPARE(open.size(), 1);
        QCOMPARE(import.size(), 1);
        shell->setProject({}, {}); // nothing to undo or to import into
        QTest::keyClick(shell.get(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(shell.get(), Qt::Key_I, Qt::ControlModifier);
        QTest::keyClick(shell.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(undo.size(), 1);
        QCOMPARE(redo.size(), 2);
        QCOMPARE(import.size(), 1);
    }

    void questionMarkShowsAllKeys()
    {
        auto shell = shellWithPages();
        shell->setProject(QStringLiteral("vqa"), {});
        shell->show();
        QVERIFY(QTest::qWaitForWindowActive(shell.get()));
        auto* sheet = shell->findChild<KeySheet*>();
        auto* field = shell->findChild<QLineEdit*>(QStringLiteral("1"));
        field->setFocus();
        QTest::keyClick(field, Qt::Key_Question); // is typed, opens nothing
        QVERIFY(!sheet->isVisible());
        QTest::keyClick(shell.get(), Qt::Key_Question);
        QVERIFY(sheet->isVisible());
        bool found = false;
        for (const auto* label : sheet->findChildren<QLabel*>())
            found |= label->text() == QStringLiteral("Find traces");
        QVERIFY(found);
        QTest::keyClick(sheet, Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
        QCOMPARE(QApplication::focusWidget(), field);
    }

    void droppedFilesAreHandedOn()
    {
        QTemporaryDir folder;
        auto shell = shellWithPages();
        shell->show();
        QSignalSpy dropped(shell.get(), &MainShell::filesDropped);
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(folder.path()),
                      QUrl::fromLocalFile(folder.filePath(QStringLiteral("not there"))),
                      QUrl(QStringLiteral("https://example.org/a.jsonl"))});
        QDragEnterEvent enter(QPoint(50, 300), Qt::CopyAction, &mime, Qt::LeftButton,
                              Qt::NoModifier);
        QApplication::sendEvent(shell.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(shell.get(), &drop);
        QCOMPARE(dropped.size(), 1);
        QCOMPARE(dropped[0][0].toStringList(), QStringList({folder.path()}));

        QMimeData text;
        text.setText(QStringLiteral("words"));
        QDragEnterEvent words(QPoint(50, 300), Qt::CopyAction, &text, Qt::LeftButton,
                              Qt::NoModifier);
        words.ignore();
        QApplication::sendEvent(shell.get(), &words);
        QVERIFY(!words.isAccepted());
    }

    void messagesOfferOneActionAndTheLastTwentyStay()
    {
        auto shell = shellWithPages();
        shell->show();
        int undone = 0;
        for (int i = 0; i < 25; ++i)
            shell->showMessage({MessageLevel::info, QStringLiteral("message %1").arg(i),
                                QStringLiteral("Undo it"), [&undone] { ++undone; }});
        auto* bar = shell->findChild<MessageBar*>();
        auto* list = shell->findChild<MessageList*>();
        QCOMPARE(bar->text(), QStringLiteral("message 24"));
        QCOMPARE(list->count(), MessageList::most);
        button(*bar, QStringLiteral("Undo it"))->click();
        QCOMPARE(undone, 1);
        QVERIFY(!bar->isVisible());
        QAbstractButton* messages = button(*shell, QStringLiteral("Messages"));
        QCOMPARE(messages->text(), QStringLiteral("Messages 20"));
        messages->click();
        QVERIFY(list->isVisible());
        QCOMPARE(list->findChildren<QPushButton*>().size(), MessageList::most);
        list->close();
        QCOMPARE(messages->text(), QStringLiteral("Messages"));
        shell->showMessage({MessageLevel::error, QStringLiteral("<b>not bold</b>")});
        QCOMPARE(bar->text(), QStringLiteral("<b>not bold</b>"));
    }

    void progressCanBeCancelledOnce()
    {
        auto shell = shellWithPages();
        shell->show();
        QSignalSpy cancelled(shell.get(), &MainShell::progressCancelled);
        shell->setProgress(QStringLiteral("Importing a.jsonl"), 1, 10, 30);
        QVERIFY(!button(*shell, QStringLiteral("Cancel"))); // a blink shows nothing
        QTRY_VERIFY(button(*shell, QStringLiteral("Cancel")));
        QAbstractButton* cancel = button(*shell, QStringLiteral("Cancel"));
        cancel->click();
        QCOMPARE(cancelled.size(), 1);
        QVERIFY(!cancel->isEnabled());
        shell->setProgress(QStringLiteral("Importing a.jsonl"), 2, 10, 20);
        QVERIFY(!cancel->isEnabled());
        shell->clearProgress();
        QVERIFY(!cancel->isVisible());
        shell->setBusy(QStringLiteral("Making it"));
        QTRY_VERIFY(shell->findChild<ProgressStrip*>()->isVisible());
        QVERIFY(!button(*shell, QStringLiteral("Cancel"))); // nobody could stop it
    }

    void theNameIsAskedInAPage()
    {
        auto shell = shellWithPages();
        shell->show();
        QSignalSpy named(shell.get(), &MainShell::annotatorNamed);
        shell->askAnnotator(QStringLiteral("ada"));
        QAbstractButton* use = button(*shell, QStringLiteral("Use this name"));
        QVERIFY(use && use->isEnabled());
        use->click();
        QCOMPARE(named.size(), 1);
        QCOMPARE(named[0][0].toString(), QStringLiteral("ada"));
        QVERIFY(!use->isVisible());
        shell->askAnnotator({});
        QVERIFY(!use->isEnabled());
    }

    void theKeyboardComesBackFromALayoutsName()
    {
        auto shell = shellWithPages();
        shell->setProject(QStringLiteral("vqa"), {});
        shell->show();
        QVERIFY(QTest::qWaitForWindowActive(shell.get()));
        auto* page = shell->findChild<QLineEdit*>(QStringLiteral("1"));
        page->setFocus();
        QTest::keyClick(page, Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QAbstractButton* keep = button(*shell, QStringLiteral("Keep the layout"));
        QVERIFY(keep && !page->hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Mine"));
        keep->setFocus();
        keep->click();
        QVERIFY(page->hasFocus());
    }

    void remembersPageAndSize()
    {
        QByteArray state;
        {
            auto shell = shellWithPages();
            shell->setProject(QStringLiteral("vqa"), {});
            shell->showPage(ShellPage::models);
            shell->resize(1100, 700);
            shell->show();
            state = shell->saveWindow();
        }
        auto shell = shellWithPages();
        shell->setProject(QStringLiteral("vqa"), {});
        QVERIFY(!shell->restoreWindow(QByteArray("rubbish")));
        QVERIFY(shell->restoreWindow(state));
        QCOMPARE(shell->currentPage(), ShellPage::models);
        QCOMPARE(shell->size(), QSize(1100, 700));
    }

    void aRememberedPageIsShownWhenItComes()
    {
        QByteArray state;
        {
            auto shell = shellWithPages();
            shell->setProject(QStringLiteral("vqa"), {});
            shell->showPage(ShellPage::models);
            state = shell->saveWindow();
        }
        MainShell shell;
        shell.restoreWindow(state);
        shell.setProject(QStringLiteral("vqa"), {});
        shell.setPage(ShellPage::label, new QLineEdit);
        QCOMPARE(shell.currentPage(), ShellPage::start);
        shell.setPage(ShellPage::models, new QLineEdit);
        QCOMPARE(shell.currentPage(), ShellPage::models);
        shell.showPage(ShellPage::label);
        shell.setPage(ShellPage::models, new QLineEdit);
        QCOMPARE(shell.currentPage(), ShellPage::label);
    }

    void targetsAreLargeEnoughAndNamed()
    {
        auto shell = shellWithPages();
        shell->setProject(QStringLiteral("vqa"), {});
        shell->showMessage({MessageLevel::info, QStringLiteral("a"), QStringLiteral("Do"), {}});
        shell->show();
        for (const auto* each : shell->findChildren<QAbstractButton*>()) {
            if (!each->isVisibleTo(shell.get()))
                continue;
            const QString name = each->text() + each->accessibleName();
            QVERIFY2(!name.isEmpty(), each->metaObject()->className());
            QVERIFY2(each->height() >= metrics::hitTarget, qPrintable(name));
            QVERIFY2(each->width() >= metrics::hitTarget - 4, qPrintable(name));
        }
    }
};

QTEST_MAIN(ShellTest)
#include "shell_test.moc"
