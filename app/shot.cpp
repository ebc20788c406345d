// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shot.h"

#include "app/controllers/label_controller.h"
#include "app/reply.h"
#include "app/start.h"
#include "app/window.h"
#include "ui/pages/models_page.h"
#include "ui/pages/runs_page.h"

#include <QAction>
#include <QEventLoop>
#include <QKeyEvent>
#include <QPixmap>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <map>

namespace steplight {
namespace {

/// Until the database has answered all that was asked, and what that led to asking, a few times
/// over.
void drain(Session& session)
{
    for (int round = 0; round < 20; ++round) {
        QEventLoop loop;
        const auto nothing = [](Project&) {};
        session.writer().postLong(&loop, nothing, [&] {
            session.reader().postLong(&loop, nothing, [&loop] { loop.quit(); });
        });
        QTimer::singleShot(10'000, &loop, &QEventLoop::quit);
        loop.exec();
    }
}

/// Long enough for pictures to be decoded and timers that gather wishes to fire.
void settle(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

ShellPage pageOf(const std::string& name)
{
    static const std::map<std::string, ShellPage> pages{
        {"start", ShellPage::start},     {"label", ShellPage::label},
        {"explore", ShellPage::explore}, {"runs", ShellPage::runs},
        {"models", ShellPage::models},   {"export", ShellPage::exporting},
        {"keys", ShellPage::label},      {"change-keys", ShellPage::keys},
        {"new-run", ShellPage::runs},    {"compare", ShellPage::models},
        {"journal", ShellPage::journal}, {"adjudication", ShellPage::adjudication},
        {"rules", ShellPage::label},     {"guideline", ShellPage::guideline},
        {"figures", ShellPage::figures}};
    const auto page = pages.find(name);
    if (page == pages.end())
        throw CommandError("usage",
                           "PAGE is start, label, explore, runs, new-run, models, compare, export, "
                           "journal, adjudication, figures, guideline, rules, keys or "
                           "change-keys; "
                           "\"" +
                               name + "\" is none of them.",
                           exitUsage);
    return page->second;
}

void waitForProject(Window& window)
{
    QEventLoop loop;
    QObject::connect(&window, &Window::projectShown, &loop, &QEventLoop::quit);
    QTimer::singleShot(10'000, &loop, &QEventLoop::quit);
    loop.exec();
}

void arrange(Window& window, const Shot& shot)
{
    const ShellPage page = pageOf(shot.page);
    if (page == ShellPage::start)
        return;
    waitForProject(window);
    if (!window.labelling())
        throw CommandError("failed", "The project could not be opened for the picture.");
    if (page == ShellPage::keys)
        window.showKeys();
    else
        window.shell().showPage(page);
    drain(*window.session());
    if (!shot.trace.empty())
        window.labelling()->openTrace(QString::fromStdString(shot.trace), shot.step);
    if (!shot.query.empty())
        window.searchFor(QString::fromStdString(shot.query));
    if (shot.page == "new-run")
        window.shell().findChild<RunsPage*>()->newRun(QStringLiteral("train"), {},
                                                      QString::fromStdString(shot.query));
    if (shot.page == "compare")
        window.shell().findChild<ModelsPage*>()->compare();
    for (int round = 0; round < 3; ++round) {
        drain(*window.session());
        settle(250);
    }
    if (shot.page == "rules") { // the guideline beside the trace
        window.shell().findChild<QAction*>(QStringLiteral("guideline-panel"))->trigger();
        settle(250);
    }
    if (shot.page == "keys") {
        QKeyEvent press(QEvent::KeyPress, Qt::Key_Question, Qt::ShiftModifier, QStringLiteral("?"));
        QCoreApplication::sendEvent(&window.shell(), &press);
    }
}

} // namespace

Picture takeShot(const Shot& shot)
{
    pageOf(shot.page);
    if (shot.scale != 1)
        qputenv("QT_SCALE_FACTOR", QByteArray::number(shot.scale));
    // A picture neither shows nor changes what the user's own window remembers.
    const QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const auto application = makeApplication(true);
    applyAppearance(schemeFromName(QString::fromStdString(shot.theme)),
                    QString::fromStdString(shot.language), shot.textPercent);

    Window window(QString::fromStdString(shot.page == "start" ? "" : shot.project.string()));
    window.shell().resize(shot.width, shot.height);
    window.show();
    arrange(window, shot);
    settle(300);
    const QPixmap picture = window.shell().grab();
    const QString file = QString::fromStdString(shot.out.string());
    if (!picture.save(file))
        throw CommandError("io", "The picture could not be written to " + shot.out.string() +
                                     ". Is the folder there, and is its name right?");
    return {shot.out, picture.width(), picture.height()};
}

} // namespace steplight
