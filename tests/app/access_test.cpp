// SPDX-License-Identifier: GPL-3.0-or-later
// Every page of the real window, with a project open, as a screen reader finds it through Qt's
// accessibility tree: nothing that takes the keyboard or a click is without a name or a role.
#include "app/controllers/label_controller.h"
#include "app/demo.h"
#include "app/start.h"
#include "app/window.h"
#include "storage/runs.h"
#include "ui/pages/models_page.h"
#include "ui/pages/runs_page.h"

#include <QAccessible>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace steplight;

namespace {

/// Roles that say nothing of what a thing is for. A pane that scrolls is called no more, and its
/// name says the rest.
bool saysNothing(QAccessible::Role role)
{
    return role == QAccessible::NoRole || role == QAccessible::Client ||
           role == QAccessible::Pane || role == QAccessible::Whitespace;
}

QString pathOf(const QObject* object)
{
    QString path;
    for (; object; object = object->parent())
        path = QString::fromLatin1(object->metaObject()->className()) +
               (path.isEmpty() ? QString() : QStringLiteral(" > ") + path);
    return path.section(QStringLiteral(" > "), -4);
}

/// What takes the keyboard by Tab or is pressed, and nothing that Qt has inside its own widgets.
bool asksForAName(const QWidget& widget)
{
    if (!widget.isVisible() || widget.focusProxy() || !widget.isEnabled())
        return false;
    const QString name = widget.objectName();
    if (name.startsWith(QStringLiteral("qt_")))
        return false;
    for (const char* inside : {"QLineEditIconButton", "QComboBoxPrivateContainer", "QScrollBar"})
        if (widget.inherits(inside))
            return false;
    return (widget.focusPolicy() & Qt::TabFocus) || widget.inherits("QAbstractButton");
}

class Walk
{
public:
    explicit Walk(QWidget& window) { visit(QAccessible::queryAccessibleInterface(&window), 0); }

    QStringList wrong;
    int named = 0;

private:
    void visit(QAccessibleInterface* about, int depth)
    {
        if (!about || !about->isValid() || depth > 60)
            return;
        if (auto* widget = qobject_cast<QWidget*>(about->object())) {
            if (!m_seen.insert(widget).second)
                return;
            check(*about, *widget);
            if (!widget->isVisible())
                return;
        }
        const int children = std::min(about->childCount(), 400); // of long tables the beginning
        for (int i = 0; i < children; ++i)
            visit(about->child(i), depth + 1);
    }

    void check(QAccessibleInterface& about, const QWidget& widget)
    {
        if (!asksForAName(widget))
            return;
        const QString name = about.text(QAccessible::Name).trimmed();
        if (name.isEmpty() || name == QStringLiteral("&"))
            wrong << QStringLiteral("no name: ") + pathOf(&widget);
        else if (saysNothing(about.role()) && !widget.inherits("QAbstractScrollArea"))
            wrong << QStringLiteral("no role: ") + pathOf(&widget) + u' ' + name;
        else
            ++named;
    }

    std::set<const QWidget*> m_seen;
};

} // namespace

class AccessTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QAccessible::setActive(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                           m_folder.filePath(QStringLiteral("settings")));
        const QString project = m_folder.filePath(QStringLiteral("p"));
        makeDemoProject(project.toStdString());
        {
            Project opened(project.toStdString());
            setSetting(opened, "annotator", "Ada");
        }
        applyAppearance(Scheme::light, QStringLiteral("en"));
        m_window = std::make_unique<Window>(project);
        m_window->shell().resize(1366, 768);
        m_window->show();
        QTRY_VERIFY_WITH_TIMEOUT(
            m_window->labelling() && !m_window->labelling()->traceId().isEmpty(), 20'000);
        QVERIFY(QTest::qWaitForWindowActive(&m_window->shell()));
    }

    void cleanupTestCase() { m_window.reset(); }

    void everythingHasANameAndARole_data()
    {
        QTest::addColumn<int>("page");
        QTest::addColumn<QString>("part");
        QTest::addColumn<int>("least"); // named things, so that an empty walk does not pass
        const auto row = [](const char* name, ShellPage page, int least) {
            QTest::newRow(name) << static_cast<int>(page) << QString::fromLatin1(name) << least;
        };
        row("label", ShellPage::label, 15);
        row("wrong", ShellPage::label, 20); // with the row of details
        row("explore", ShellPage::explore, 10);
        row("runs", ShellPage::runs, 6);
        row("new-run", ShellPage::runs, 10);
        row("models", ShellPage::models, 8);
        row("compare", ShellPage::models, 8);
        row("export", ShellPage::exporting, 10);
        row("journal", ShellPage::journal, 8);
        row("keys", ShellPage::keys, 60);
    }

    void everythingHasANameAndARole()
    {
        QFETCH(int, page);
        QFETCH(QString, part);
        QFETCH(int, least);
        MainShell& shell = m_window->shell();
        if (static_cast<ShellPage>(page) == ShellPage::keys)
            m_window->showKeys();
        else
            shell.showPage(static_cast<ShellPage>(page));
        QCOMPARE(static_cast<int>(shell.currentPage()), page);
        if (part == QStringLiteral("wrong"))
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_3);
        if (part == QStringLiteral("new-run"))
            shell.findChild<RunsPage*>()->newRun(QStringLiteral("train"), {}, {});
        if (part == QStringLiteral("compare"))
            shell.findChild<ModelsPage*>()->compare();
        QTest::qWait(300); // the database answers
        const Walk walk(shell);
        QVERIFY2(walk.wrong.isEmpty(), qPrintable(walk.wrong.join(u'\n')));
        QVERIFY2(walk.named >= least, qPrintable(QString::number(walk.named)));
    }

    void theStartPageToo()
    {
        Window window{QString()};
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window.shell()));
        const Walk walk(window.shell());
        QVERIFY2(walk.wrong.isEmpty(), qPrintable(walk.wrong.join(u'\n')));
        QVERIFY2(walk.named >= 4, qPrintable(QString::number(walk.named)));
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Window> m_window;
};

QTEST_MAIN(AccessTest)
#include "access_test.moc"
