// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_shell.h"

#include "ui/key_map.h"
#include "ui/pages/drops.h"
#include "ui/shell/hint_bar.h"
#include "ui/shell/message_list.h"
#include "ui/shell/name_bar.h"
#include "ui/shell/progress_strip.h"
#include "ui/shell/top_bar.h"
#include "ui/shell/view_menu.h"
#include "ui/theme.h"

#include <QDataStream>
#include <QDropEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
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
    m_name = new NameBar(NameBar::Of::annotator, centre);
    m_layoutName = new NameBar(NameBar::Of::layout, centre);
    m_hints = new HintBar(centre);
    m_messages = new MessageBar(centre);
    m_progress = new ProgressStrip(centre);
    m_pages = new QStackedWidget(centre);
    m_list = new MessageList(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_top);
    column->addWidget(m_name);
    column->addWidget(m_layoutName);
    column->addWidget(m_hints);
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
    addShortcuts();
    setProject({}, {});
}

void MainShell::connectTop()
{
    connect(m_top, &TopBar::pageChosen, this, &MainShell::showPage);
    connect(m_top, &TopBar::visibilityChosen, this, &MainShell::visibilityChosen);
    connect(m_top->viewMenu(), &ViewMenu::keepLayoutRequested, this,
            [this] { m_layoutName->ask({}); });
    connect(m_layoutName, &NameBar::named, this, &MainShell::layoutNamed);
    connect(m_top, &TopBar::keysWanted, m_keys, &KeySheet::toggle);
    connect(this, &MainShell::pageShown, m_keys, &QWidget::hide); // it is of another page
    connect(m_keys, &KeySheet::changeRequested, this, &MainShell::changeKeysRequested);
    connect(m_top, &TopBar::messagesWanted, this,
            [this] { m_list->openBelow(m_top->messagesButton()); });
    connect(m_list, &MessageList::unreadChanged, m_top, &TopBar::setUnread);
    connect(m_progress, &ProgressStrip::cancelled, this, &MainShell::progressCancelled);
    connect(m_name, &NameBar::named, this, &MainShell::annotatorNamed);
}

void MainShell::fillProjectMenu()
{
    QMenu* menu = m_top->projectMenu();
    const auto add = [&](const QString& text, const char* id, auto does, bool needsProject) {
        QAction* action = menu->addAction(text);
        bindKeys(action, QString::fromLatin1(id));
        connect(action, &QAction::triggered, this, does);
        addAction(action); // the shortcut works with the menu closed
        if (needsProject)
            m_projectActions.push_back(action);
    };
    add(tr("New project…"), "new-project", &MainShell::newProjectRequested, false);
    add(tr("Open project…"), "open-project", &MainShell::openProjectRequested, false);
    menu->addSeparator();
    add(tr("Import…"), "import", &MainShell::importRequested, true);
    add(
        tr("Export"), "page-export", [this] { showPage(ShellPage::exporting); }, true);
    menu->addSeparator();
    add(tr("Undo"), "undo-window", &MainShell::undoRequested, true);
    add(tr("Redo"), "redo-window", &MainShell::redoRequested, true);
    add(tr("Journal of decisions"), "journal", &MainShell::journalRequested, true);
    add(tr("Guideline and kinds of error"), "guideline", &MainShell::guidelineRequested, true);
    menu->addSeparator();
    add(tr("Adjudication"), "adjudication", &MainShell::adjudicationRequested, true);
    add(tr("My figures"), "figures", &MainShell::figuresRequested, true);
    menu->addSeparator();
    const QAction* sheet = menu->addAction(tr("All keys")); // its key is heard in keyPressEvent()
    connect(sheet, &QAction::triggered, m_keys, &KeySheet::toggle);
    add(tr("Change keys"), "change-keys", &MainShell::changeKeysRequested, false);
    add(tr("Full screen"), "full-screen", &MainShell::leaveOrEnterFullScreen, false);
    add(tr("Close project"), "close-project", &MainShell::closeProjectRequested, true);
    add(tr("Quit"), "quit", &QWidget::close, false);
}

void MainShell::addShortcuts()
{
    const auto add = [this](const QString& id, auto does, bool needsProject) {
        auto* action = new QAction(this);
        bindKeys(action, id);
        connect(action, &QAction::triggered, this, does);
        addAction(action);
        if (needsProject)
            m_projectActions.push_back(action);
    };
    for (const ShellPage page :
         {ShellPage::label, ShellPage::explore, ShellPage::runs, ShellPage::models})
        add(
            keyOfPage(page), [this, page] { showPage(page); }, true);
    add(
        QStringLiteral("find"),
        [this] {
            showPage(ShellPage::explore);
            emit findRequested();
        },
        true);
    add(
        QStringLiteral("messages"), [this] { m_list->openBelow(m_top->messagesButton()); }, false);
}

QString keyOfPage(ShellPage page)
{
    switch (page) {
    case ShellPage::label:
        return QStringLiteral("page-label");
    case ShellPage::explore:
        return QStringLiteral("page-explore");
    case ShellPage::runs:
        return QStringLiteral("page-runs");
    case ShellPage::models:
        return QStringLiteral("page-models");
    case ShellPage::exporting:
        return QStringLiteral("page-export");
    case ShellPage::start:
    case ShellPage::journal:
    case ShellPage::adjudication:
    case ShellPage::figures:
    case ShellPage::keys:
    case ShellPage::guideline:
        break;
    }
    return {};
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
    const bool hasPlace = page == ShellPage::keys || m_hasProject == (page != ShellPage::start);
    if (found == m_widgets.end() || !hasPlace)
        return;
    if (isAside(page) && !isAside(m_page))
        m_beforeAside = m_page;
    m_page = page;
    if (page != ShellPage::start && !isAside(page))
        m_last = page;
    m_pages->setCurrentWidget(found->second);
    found->second->setFocus();
    m_top->setCurrent(page);
    emit pageShown(page);
}

void MainShell::leaveAside()
{
    showPage(m_hasProject && m_beforeAside == ShellPage::start ? m_last : m_beforeAside);
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
        for (const ShellPage page :
             {ShellPage::label, ShellPage::explore, ShellPage::runs, ShellPage::models,
              ShellPage::exporting, ShellPage::adjudication, ShellPage::figures})
            removePage(page);
    } else if (m_page == ShellPage::start)
        showPage(ShellPage::label);
}

void MainShell::setVisibilityMode(Visibility project, std::optional<Visibility> ofQueue,
                                  const QString& queue)
{
    m_top->setVisibilityMode(project, ofQueue, queue);
}

ViewMenu& MainShell::viewMenu()
{
    return *m_top->viewMenu();
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

void MainShell::setBusy(const QString& what)
{
    m_progress->setBusy(what);
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

// A shortcut would take `?` from the fields where it is typed.
void MainShell::keyPressEvent(QKeyEvent* event)
{
    if (keyMap().matches(QStringLiteral("key-sheet"), *event))
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
    out << stateVersion << saveGeometry() << static_cast<qint32>(isAside(m_page) ? m_last : m_page);
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
