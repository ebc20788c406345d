// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "app/controllers/adjudication_controller.h"
#include "app/controllers/compare_controller.h"
#include "app/controllers/continuing.h"
#include "app/controllers/explore_controller.h"
#include "app/controllers/export_controller.h"
#include "app/controllers/figures_controller.h"
#include "app/controllers/guideline_controller.h"
#include "app/controllers/import_controller.h"
#include "app/controllers/journal_controller.h"
#include "app/controllers/label_controller.h"
#include "app/controllers/models_controller.h"
#include "app/controllers/runs_controller.h"
#include "app/demo.h"
#include "app/desk_look.h"
#include "app/error_words.h"
#include "app/hints.h"
#include "app/key_sets.h"
#include "app/preferences.h"
#include "app/query_words.h"
#include "app/recovery_words.h"
#include "ui/adjudication/adjudication_page.h"
#include "ui/label/label_page.h"
#include "ui/pages/comparison_view.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/export_page.h"
#include "ui/pages/figures_page.h"
#include "ui/pages/guideline_page.h"
#include "ui/pages/journal_page.h"
#include "ui/pages/keys_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/start_page.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

namespace steplight {

Window::Window(const QString& folder) : m_start(new StartPage)
{
    keepKeys();
    m_shell.setPage(ShellPage::start, m_start);
    m_look = std::make_unique<DeskLook>(
        m_shell, DeskLook::Pages{[this] { return saveLayout(); },
                                 [this](const auto& layout) { restoreLayout(layout); }});
    connect(m_look.get(), &DeskLook::reopenWanted, this, [] { QCoreApplication::exit(reopen); });
    connectShell();
    showRecent();
    m_shell.setProject({}, {});
    m_shell.restoreWindow(preferences::state(QStringLiteral("window")));
    tellLost();
    if (!folder.isEmpty())
        openProject(folder);
}

Window::~Window()
{
    closeProject();
    preferences::setState(QStringLiteral("window"), m_shell.saveWindow());
}

QString Window::folder() const
{
    return m_session ? m_session->folder() : QString();
}

void Window::connectShell()
{
    connect(&m_shell, &MainShell::newProjectRequested, this, &Window::createProject);
    connect(&m_shell, &MainShell::openProjectRequested, this, &Window::chooseProject);
    connect(&m_shell, &MainShell::closeProjectRequested, this, [this] {
        closeProject();
        showRecent();
    });
    connect(&m_shell, &MainShell::filesDropped, this, &Window::import);
    connect(&m_shell, &MainShell::changeKeysRequested, this, &Window::showKeys);
    connect(m_start, &StartPage::newRequested, this, &Window::createProject);
    connect(m_start, &StartPage::openRequested, this, [this](const QString& folder) {
        if (folder.isEmpty())
            chooseProject();
        else
            openProject(folder);
    });
    connect(m_start, &StartPage::demoRequested, this, &Window::openDemo);
    connect(m_start, &StartPage::forgetRequested, this, [this](const QString& folder) {
        preferences::forgetProject(folder);
        showRecent();
    });
}

void Window::showKeys()
{
    if (!m_keys) {
        m_keys = new KeysPage;
        m_keys->setKnownSets(knownKeySets());
        m_shell.setPage(ShellPage::keys, m_keys);
        connect(m_keys, &KeysPage::left, &m_shell, &MainShell::leaveAside);
        connect(m_keys, &KeysPage::exportRequested, m_keys,
                [this](const QString& file) { m_keys->showMessage(exportKeys(file)); });
        connect(m_keys, &KeysPage::importRequested, m_keys,
                [this](const QString& file) { m_keys->showMessage(importKeys(file)); });
    }
    m_shell.showPage(ShellPage::keys);
}

void Window::showRecent()
{
    m_start->setRecent(preferences::recentProjects());
    m_start->setDemoAvailable(true);
}

// Of windows that a crash or kill has ended. A project may be long to read.
void Window::tellLost()
{
    for (const LostWindow& lost : takeLostWindows())
        QThreadPool::globalInstance()->start([guard = QPointer<Window>(this), lost] {
            const QString sentence = recoveryInWords(lost);
            QMetaObject::invokeMethod(qApp, [guard, lost, sentence] {
                if (!guard)
                    return;
                Message message{MessageLevel::warning, sentence};
                if (guard->folder() != lost.folder) {
                    message.action = tr("Open");
                    message.act = [guard, lost] {
                        if (guard)
                            guard->openProject(lost.folder);
                    };
                }
                guard->m_shell.showMessage(message);
            });
        });
}

void Window::openProject(const QString& folder)
{
    const QString path = QFileInfo(folder).absoluteFilePath();
    // Opened here once, so that what is wrong with it is said before the project that is open goes.
    for (const Access access : {Access::readOnly, Access::readWrite}) {
        try {
            Project(path.toStdString(), access);
        } catch (const std::exception& failure) {
            const StorageError error = explain(failure);
            if (error.code() == "older-version") {
                closeProject();
                return upgradeProject(path);
            }
            m_shell.showMessage({MessageLevel::error, errorInWords(error)});
            return;
        }
    }
    closeProject();
    m_session = std::make_unique<Session>(path);
    m_open = std::make_unique<OpenProject>(path);
    connect(m_session.get(), &Session::failed, this, [this](const QString& sentence) {
        m_shell.showMessage({MessageLevel::error, sentence});
    });
    connect(m_session.get(), &Session::ready, this, &Window::makePages);
    m_shell.setProject(QFileInfo(path).fileName(), path);
}

// A copy is made first: with gigabytes that takes its time.
void Window::upgradeProject(const QString& path)
{
    m_shell.setBusy(tr("Bringing the project up to date; a copy of it is kept beside it"));
    QThreadPool::globalInstance()->start([guard = QPointer<Window>(this), path] {
        QString problem;
        try {
            Project(path.toStdString(), Access::readWrite);
        } catch (const std::exception& error) {
            problem = errorInWords(error);
        }
        QMetaObject::invokeMethod(qApp, [guard, path, problem] {
            if (guard)
                guard->projectReady(path, problem);
        });
    });
}

void Window::closeProject()
{
    if (!m_session)
        return;
    if (m_label)
        m_labelPage->keepTyped();
    saveStates();
    m_hints.reset();
    m_import.reset();
    m_continuing.reset();
    m_label.reset();
    m_explore.reset();
    m_runs.reset();
    m_models.reset();
    m_compare.reset();
    m_export.reset();
    m_journal.reset();
    m_guideline.reset();
    m_adjudication.reset();
    m_figures.reset();
    m_session.reset();
    m_open.reset();
    m_shell.setProject({}, {});
}

void Window::makePages()
{
    m_labelPage = new LabelPage(m_images);
    m_explorePage = new ExplorePage;
    m_runsPage = new RunsPage;
    m_modelsPage = new ModelsPage;
    m_exportPage = new ExportPage;
    m_journalPage = new JournalPage;
    m_guidelinePage = new GuidelinePage(m_images);
    m_adjudicationPage = new AdjudicationPage(m_images);
    m_figuresPage = new FiguresPage;
    m_shell.setPage(ShellPage::label, m_labelPage);
    m_shell.setPage(ShellPage::explore, m_explorePage);
    m_shell.setPage(ShellPage::runs, m_runsPage);
    m_shell.setPage(ShellPage::models, m_modelsPage);
    m_shell.setPage(ShellPage::exporting, m_exportPage);
    m_shell.setPage(ShellPage::journal, m_journalPage);
    m_shell.setPage(ShellPage::guideline, m_guidelinePage);
    m_shell.setPage(ShellPage::adjudication, m_adjudicationPage);
    m_shell.setPage(ShellPage::figures, m_figuresPage);
    m_labelPage->setQueryWords(queryWords());
    m_labelPage->setQueryReader(readQuery);

    m_label = std::make_unique<LabelController>(*m_session, *m_labelPage, nullptr);
    m_explore = std::make_unique<ExploreController>(*m_session, *m_explorePage, nullptr);
    m_runs = std::make_unique<RunsController>(*m_session, *m_runsPage, nullptr);
    m_continuing = std::make_unique<Continuing>(*m_session, *m_labelPage, nullptr);
    m_runs->setFront([this] { return m_label->traceId(); });
    m_models = std::make_unique<ModelsController>(*m_session, *m_modelsPage, nullptr);
    m_compare =
        std::make_unique<CompareController>(*m_session, *m_modelsPage->comparison(), nullptr);
    m_export = std::make_unique<ExportController>(*m_session, *m_exportPage, nullptr);
    m_import = std::make_unique<ImportController>(*m_session, m_shell, nullptr);
    m_journal = std::make_unique<JournalController>(*m_session, *m_journalPage, nullptr);
    m_guideline = std::make_unique<GuidelineController>(*m_session, *m_guidelinePage, nullptr);
    m_adjudication =
        std::make_unique<AdjudicationController>(*m_session, *m_adjudicationPage, nullptr);
    m_figures = std::make_unique<FiguresController>(*m_session, *m_figuresPage, nullptr);
    m_hints = std::make_unique<Hints>(*m_session, m_shell, nullptr);
    connectSession();

    restoreStates();
    if (m_session->annotator().empty())
        m_shell.askAnnotator(qEnvironmentVariable("USER"));
    m_shell.setVisibilityMode(m_session->visibility());
    if (m_shell.currentPage() == ShellPage::start)
        m_shell.showPage(ShellPage::label);
    m_guideline->refresh();
    m_label->resume();
    m_explore->search(m_explorePage->query());
    emit projectShown();
}

void Window::newRun(const QString& kind, const QString& model)
{
    m_shell.showPage(ShellPage::runs);
    m_runsPage->newRun(kind, model);
}

void Window::searchFor(const QString& query)
{
    m_explorePage->setQuery(query);
    m_explore->search(query);
}

// Pages that nobody sees are not kept fresh; they ask again when they are shown.
void Window::refreshPage()
{
    switch (m_shell.currentPage()) {
    case ShellPage::label:
        m_label->refresh();
        break;
    case ShellPage::explore:
        m_explore->refresh();
        break;
    case ShellPage::exporting:
        m_exportPage->refresh();
        break;
    case ShellPage::journal:
        m_journal->refresh();
        break;
    case ShellPage::adjudication:
        m_adjudication->refresh();
        break;
    case ShellPage::figures:
        m_figures->refresh();
        break;
    default:
        break;
    }
}

void Window::createProject()
{
    const QString folder = QFileDialog::getSaveFileName(
        &m_shell, tr("New project"), QDir::homePath(), {}, nullptr, QFileDialog::ShowDirsOnly);
    if (folder.isEmpty())
        return;
    try {
        Project::create(folder.toStdString());
    } catch (const std::exception& error) {
        m_shell.showMessage({MessageLevel::error, errorInWords(error)});
        return;
    }
    openProject(folder);
}

void Window::chooseProject()
{
    const QString folder = QFileDialog::getExistingDirectory(&m_shell, tr("Open a project"));
    if (!folder.isEmpty())
        openProject(folder);
}

void Window::openDemo()
{
    m_shell.setBusy(tr("Making the demo project"));
    QThreadPool::globalInstance()->start([guard = QPointer<Window>(this)] {
        QString folder, error;
        try {
            folder = QString::fromStdString(makeDemoProject(defaultDemoFolder(), true).string());
        } catch (const std::exception& failure) {
            error = errorInWords(failure);
        }
        QMetaObject::invokeMethod(qApp, [guard, folder, error] {
            if (guard)
                guard->projectReady(folder, error);
        });
    });
}

void Window::projectReady(const QString& folder, const QString& error)
{
    m_shell.clearProgress();
    if (error.isEmpty())
        openProject(folder);
    else
        m_shell.showMessage({MessageLevel::error, error});
}

void Window::import(const QStringList& paths)
{
    if (paths.size() == 1 && QFileInfo::exists(paths.front() % QStringLiteral("/project.db")))
        openProject(paths.front());
    else if (m_import)
        m_import->import(paths);
    else
        m_shell.showMessage(
            {MessageLevel::info,
             tr("Open a project first, or make a new one; then drop the files again.")});
}

} // namespace steplight
