// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_shell.h"

#include "ui/pages/drops.h"
#include "ui/shell/message_list.h"
#include "ui/shell/name_bar.h"
#include "ui/shell/progress_strip.h"
#include "ui/shell/top_bar.h"

#include <QDataStream>
#include <QDropEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace steplight {

namespace {

constexpr quint32 stateVersion = 1;
constexpr QSize leastSize(960, 600);
constexpr QSize firstSize(1366, 768);

} // namespace

MainShell::MainShell(QWidget* parent) : QMainWindow(parent)
{
    auto* centre = new QWidget(this);
    m_top = new TopBar(centre);
    m_name = new NameBar(centre);
    m_messages = new MessageBar(centre);
    m_progress = new ProgressStrip(centre);
    m_pages = new QStackedWidget(centre);
    m_list = new MessageList(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_top);
    column->addWidget(m_name);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
    column->addWidget(m_progress);
    setCentralWidget(centre);
    m_dropHint = new QLabel(tr("Drop to import"), centre);
    m_dropHint->setAlignment(Qt::AlignCenter);
    m_dropHint->setFont(fontOf(TextSize::title));
    setPanel(m_dropHint);
    m_dropHint->hide();
    m_dropHint->setAttribute(Qt::WA_TransparentForMouseEvents); // the page below gets the drop
    m_keys = new KeySheet(centre);
    setAcceptDrops(true);
    setMinimumSize(leastSize);
    resize(firstSize);

    connectTop();
    fillProjectMenu();
    addKeysOfShell();
    setProject({}, {});
}

void MainShell::connectTop()
{
    connect(m_top, &TopBar::pageChosen, this, &MainShell::showPage);
    connect(m_top, &TopBar::visibilityChosen, this, &MainShell::visibilityChosen);
    connect(m_top, &TopBar::schemeChosen, this, &MainShell::schemeChosen);
    connect(m_top, &TopBar::languageChosen, this, &MainShell::languageChosen);
    connect(m_top, &TopBar::keysWanted, m_keys, &KeySheet::toggle);
    connect(m_top, &TopBar::messagesWanted, this,
            [this] { m_list->openBelow(m_top->messagesButton()); });
    connect(m_list, &MessageList::unreadChanged, m_top, &TopBar::setUnread);
    connect(m_progress, &ProgressStrip::cancelled, this, &MainShell::progressCancelled);
    connect(m_name, &NameBar::named, this, &MainShell::annotatorNamed);
}

void MainShell::fillProjectMenu()
{
    QMenu* menu = m_top->projectMenu();
    const auto add = [&](const QString& text, const QKeySequence& keys, auto does,
                         bool needsProject) {
        QAction* action = menu->addAction(text);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, does);
        addAction(action); // the shortcut works with the menu closed
        if (needsProject)
            m_projectActions.push_back(action);
    };
    add(tr("New project…"), Qt::CTRL | Qt::Key_N, &MainShell::newProjectRequested, false);
    add(tr("Open project…"), Qt::CTRL | Qt::Key_O, &MainShell::openProjectRequested, false);
    menu->addSeparator();
    add(tr("Import…"), Qt::CTRL | Qt::Key_I, &MainShell::importRequested, true);
    add(
        tr("Export"), Qt::CTRL | Qt::Key_E, [this] { showPage(ShellPage::exporting); }, true);
    menu->addSeparator();
    add(tr("Undo"), QKeySequence::Undo, &MainShell::undoRequested, true);
    add(tr("Redo"), Qt::CTRL | Qt::Key_Y, &MainShell::redoRequested, true);
    menu->addSeparator();
    add(
        tr("All keys"), {}, [this] { m_keys->toggle(); }, false);
    add(tr("Full screen"), Qt::Key_F11, &MainShell::leaveOrEnterFullScreen, false);
    add(tr("Close project"), Qt::CTRL | Qt::Key_W, &MainShell::closeProjectRequested, true);
    add(tr("Quit"), Qt::CTRL | Qt::Key_Q, &QWidget::close, false);

    int number = Qt::Key_1;
    for (const ShellPage page : {ShellPage::label, ShellPage::explore, ShellPage::runs,
                                 ShellPage::models, ShellPage::exporting})
        addShortcut(Qt::CTRL | static_cast<Qt::Key>(number++), [this, page] { showPage(page); });
    addShortcut(Qt::CTRL | Qt::Key_F, [this] {
        if (!m_hasProject)
            return;
        showPage(ShellPage::explore);
        emit findRequested();
    });
    addShortcut(Qt::CTRL | Qt::Key_M, [this] { m_list->openBelow(m_top->messagesButton()); });
    addShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Z, [this] {
        if (m_hasProject)
            emit redoRequested();
    });
}

void MainShell::addShortcut(const QKeySequence& keys, const std::function<void()>& does)
{
    auto* shortcut = new QShortcut(keys, this);
    connect(shortcut, &QShortcut::activated, this, does);
}

void MainShell::addKeysOfShell()
{
    m_keys->add({tr("Everywhere"),
                 {{QStringLiteral("Ctrl+1 … 5"), tr("Label, Explore, Runs, Models, Export")},
                  {QStringLiteral("Ctrl+N"), tr("new project")},
                  {QStringLiteral("Ctrl+O"), tr("open a project")},
                  {QStringLiteral("Ctrl+I"), tr("import files")},
                  {QStringLiteral("Ctrl+E"), tr("go to Export")},
                  {QStringLiteral("Ctrl+F"), tr("find traces")},
                  {QStringLiteral("Ctrl+Z"), tr("undo the last label, also after a restart")},
                  {QStringLiteral("Ctrl+Y"), tr("redo")},
                  {QStringLiteral("Ctrl+M"), tr("the last messages")},
                  {QStringLiteral("F11"), tr("full screen")},
                  {QStringLiteral("Ctrl+W"), tr("close the project")},
                  {QStringLiteral("Ctrl+Q"), tr("quit; nothing is lost")},
                  {QStringLiteral("?"), tr("this sheet")}}});
    m_keys->add({tr("Image"),
                 {{QStringLiteral("+ −"), tr("zoom")},
                  {QStringLiteral("0"), tr("fit")},
                  {QStringLiteral("="), tr("one to one")},
                  {tr("Space, drag"), tr("move the image; also Ctrl and arrows")},
                  {QStringLiteral("PgUp PgDn"), tr("previous, next image")},
                  {QStringLiteral("Shift+B"), tr("next box of the step")},
                  {QStringLiteral("[ ]"), tr("brightness, only on the screen")},
                  {QStringLiteral("{ }"), tr("contrast")},
                  {QStringLiteral(", ."), tr("gamma")},
                  {QStringLiteral("\\"), tr("all three back")},
                  {tr("arrows"), tr("move the box; Shift resizes, Ctrl by ten")},
                  {QStringLiteral("Enter Esc Del"), tr("keep, cancel, remove the box")}}});
    m_keys->add({tr("Explore"),
                 {{QStringLiteral("Enter"), tr("open the trace on the Label page")},
                  {QStringLiteral("↑ ↓"), tr("previous, next trace")},
                  {QStringLiteral("Ctrl+Space"), tr("list the words of a query")}}});
    m_keys->add({tr("Runs"), {{QStringLiteral("Ctrl+R"), tr("score traces")}}});
    m_keys->add({tr("Export"), {{QStringLiteral("Ctrl+Enter"), tr("write the file")}}});
}

void MainShell::setPage(ShellPage page, QWidget* widget)
{
    removePage(page);
    widget->setBackgroundRole(QPalette::Base); // inherited by what has no own
    widget->setAutoFillBackground(true);
    m_widgets[page] = widget;
    m_pages->addWidget(widget);
    if (page == m_page || (m_last == page && m_page == ShellPage::start))
        showPage(page);
}

void MainShell::removePage(ShellPage page)
{
    const auto found = m_widgets.find(page);
    if (found == m_widgets.end())
        return;
    m_pages->removeWidget(found->second);
    found->second->deleteLater(); // it may be closed from its own button
    m_widgets.erase(found);
}

void MainShell::showPage(ShellPage page)
{
    const auto found = m_widgets.find(page);
    if (found == m_widgets.end() || m_hasProject == (page == ShellPage::start))
        return;
    m_page = page;
    if (page != ShellPage::start)
        m_last = page;
    m_pages->setCurrentWidget(found->second);
    found->second->setFocus();
    m_top->setCurrent(page);
    emit pageShown(page);
}

void MainShell::setBadge(ShellPage page, const QString& note)
{
    m_top->setBadge(page, note);
}

void MainShell::setProject(const QString& name, const QString& folder)
{
    m_hasProject = !name.isEmpty();
    m_top->setProject(name, folder);
    for (QAction* action : m_projectActions)
        action->setEnabled(m_hasProject);
    setWindowTitle(m_hasProject ? name + QStringLiteral(" – Steplight")
                                : QStringLiteral("Steplight"));
    if (!m_hasProject) {
        showPage(ShellPage::start);
        for (const ShellPage page : {ShellPage::label, ShellPage::explore, ShellPage::runs,
                                     ShellPage::models, ShellPage::exporting})
            removePage(page);
    } else if (m_page == ShellPage::start)
        showPage(ShellPage::label);
}

void MainShell::setVisibilityMode(Visibility mode)
{
    m_top->setVisibilityMode(mode);
}

void MainShell::setScheme(Scheme scheme)
{
    m_top->setScheme(scheme);
}

void MainShell::setLanguage(const QString& language)
{
    m_top->setLanguage(language);
}

void MainShell::addKeys(const KeyGroup& keys)
{
    m_keys->add(keys, 1); // the page where most keys are pressed comes first
}

void MainShell::showMessage(const Message& message)
{
    m_messages->show(message);
    m_list->add(message);
}

void MainShell::dismissMessage()
{
    m_messages->dismiss();
}

void MainShell::setProgress(const QString& what, qint64 done, qint64 total, double secondsLeft)
{
    m_progress->setProgress(what, done, total, secondsLeft);
}

void MainShell::clearProgress()
{
    m_progress->clear();
}

void MainShell::askAnnotator(const QString& suggestion)
{
    m_name->ask(suggestion);
}

void MainShell::leaveOrEnterFullScreen()
{
    setWindowState(windowState() ^ Qt::WindowFullScreen);
}

/// A shortcut would take `?` from the fields where it is typed.
void MainShell::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Question)
        m_keys->toggle();
    else
        QMainWindow::keyPressEvent(event);
}

void MainShell::dragEnterEvent(QDragEnterEvent* event)
{
    if (droppedPaths(*event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_dropHint->setText(m_hasProject ? tr("Drop to import")
                                     : tr("Drop a project folder to open it, or files to import"));
    m_dropHint->setGeometry(m_pages->geometry());
    m_dropHint->show();
    m_dropHint->raise();
}

void MainShell::dragLeaveEvent(QDragLeaveEvent*)
{
    m_dropHint->hide();
}

void MainShell::dropEvent(QDropEvent* event)
{
    m_dropHint->hide();
    const QStringList paths = droppedPaths(*event->mimeData());
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    emit filesDropped(paths);
}

void MainShell::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    m_dropHint->setGeometry(m_pages->geometry());
}

QByteArray MainShell::saveWindow() const
{
    QByteArray state;
    QDataStream out(&state, QIODevice::WriteOnly);
    out << stateVersion << saveGeometry() << static_cast<qint32>(m_page);
    return state;
}

bool MainShell::restoreWindow(const QByteArray& state)
{
    QDataStream in(state);
    quint32 version = 0;
    QByteArray geometry;
    qint32 page = 0;
    in >> version >> geometry >> page;
    if (in.status() != QDataStream::Ok || version != stateVersion)
        return false;
    restoreGeometry(geometry);
    m_last = static_cast<ShellPage>(page);
    showPage(m_last); // or when it is set
    return true;
}

} // namespace steplight
