// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of an open project ask of its controllers, and what these tell the window.
#include "app/controllers/adjudication_controller.h"
#include "app/controllers/continuing.h"
#include "app/controllers/explore_controller.h"
#include "app/controllers/figures_controller.h"
#include "app/controllers/guideline_controller.h"
#include "app/controllers/import_controller.h"
#include "app/controllers/journal_controller.h"
#include "app/controllers/label_controller.h"
#include "app/controllers/models_controller.h"
#include "app/controllers/runs_controller.h"
#include "app/demo.h"
#include "app/hints.h"
#include "app/preferences.h"
#include "app/window.h"
#include "ui/adjudication/adjudication_page.h"
#include "ui/label/label_page.h"
#include "ui/pages/comparison_view.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/figures_page.h"
#include "ui/pages/guideline_page.h"
#include "ui/pages/journal_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/runs_page.h"

#include <QPointer>

namespace steplight {

void Window::say(const Message& message)
{
    Message said = message;
    if (said.act) // the message outlives the project, whose controllers it asks
        said.act = [session = QPointer<Session>(m_session.get()), act = message.act] {
            if (session)
                act();
        };
    m_shell.showMessage(said);
}

void Window::connectSession()
{
    connectLabels();
    connectUndo();
    connectExplore();
    connectRuns();
    connectAside();
    connectHints();
}

void Window::connectLabels()
{
    connect(m_session.get(), &Session::changed, this, &Window::refreshPage);
    connect(m_label.get(), &LabelController::message, this, &Window::say);
    connect(m_label.get(), &LabelController::recorded, this, [this] {
        if (m_shell.currentPage() != ShellPage::label) // the label page has shown it
            refreshPage();
    });
    connect(m_label.get(), &LabelController::locateImageRequested, m_import.get(),
            &ImportController::locate);
    connect(m_labelPage, &LabelPage::importRequested, m_import.get(), &ImportController::choose);
    connect(&m_shell, &MainShell::importRequested, m_import.get(), &ImportController::choose);
    connect(&m_shell, &MainShell::progressCancelled, m_import.get(), &ImportController::cancel);
    connect(m_import.get(), &ImportController::imported, this, &Window::refreshPage);
    const auto keepLook = [this] {
        preferences::setState(QStringLiteral("label"), m_labelPage->saveState());
    };
    connect(m_labelPage, &LabelPage::scoresHiddenChanged, this, keepLook);
    connect(m_labelPage, &LabelPage::adjustmentChanged, this, keepLook);
    connect(&m_shell, &MainShell::pageShown, m_label.get(), [this] { refreshPage(); });
    connect(&m_shell, &MainShell::visibilityChosen, m_label.get(), [this](Visibility visibility) {
        m_session->setVisibility(visibility);
        m_label->projectModeChosen();
    });
    connect(m_label.get(), &LabelController::modeShown, this,
            [this](std::optional<Visibility> own, const QString& queue) {
                m_shell.setVisibilityMode(m_session->visibility(), own, queue);
            });
    connect(&m_shell, &MainShell::annotatorNamed, m_label.get(), [this](const QString& name) {
        m_session->setAnnotator(name);
        m_label->annotatorNamed();
    });
}

// A page that does not show labels takes none back out of sight.
bool Window::showsLabels() const
{
    const ShellPage page = m_shell.currentPage();
    return page == ShellPage::label || page == ShellPage::explore || page == ShellPage::journal;
}

void Window::connectUndo()
{
    connect(&m_shell, &MainShell::undoRequested, m_label.get(), [this] {
        if (m_shell.currentPage() == ShellPage::adjudication)
            m_adjudication->undo();
        else if (showsLabels())
            m_label->undo();
    });
    connect(&m_shell, &MainShell::redoRequested, m_label.get(), [this] {
        if (m_shell.currentPage() == ShellPage::adjudication)
            m_adjudication->redo();
        else if (showsLabels())
            m_label->redo();
    });
}

void Window::connectExplore()
{
    connect(&m_shell, &MainShell::findRequested, m_explorePage, &ExplorePage::focusQuery);
    connect(m_explore.get(), &ExploreController::traceActivated, this, [this](const QString& id) {
        m_shell.showPage(ShellPage::label);
        m_label->openTrace(id);
    });
    connect(m_explore.get(), &ExploreController::message, this, &Window::say);
    connect(m_explore.get(), &ExploreController::queryWordsChanged, m_labelPage,
            &LabelPage::setQueryWords);
    connect(m_explore.get(), &ExploreController::queueSaved, m_label.get(),
            &LabelController::readQueues);
}

void Window::connectRuns()
{
    connect(m_runs.get(), &RunsController::message, this, &Window::say);
    connect(m_runs.get(), &RunsController::runWanted, this,
            [this] { m_shell.showPage(ShellPage::runs); });
    connect(m_continuing.get(), &Continuing::message, this, &Window::say);
    connect(m_continuing.get(), &Continuing::started, m_runs.get(), &RunsController::follow);
    connect(m_runs.get(), &RunsController::followed, m_continuing.get(), &Continuing::takeRuns);
    connect(m_runs.get(), &RunsController::running, this, [this](int runs) {
        m_shell.setBadge(ShellPage::runs, runs > 0 ? QString::number(runs) : QString());
    });
    connect(m_runs.get(), &RunsController::tracesWanted, this, [this](const QString& query) {
        m_shell.showPage(ShellPage::explore);
        searchFor(query);
    });
    connect(m_runsPage, &RunsPage::modelFolderChosen, m_models.get(), &ModelsController::add);
    connect(m_models.get(), &ModelsController::message, this, &Window::say);
    connect(m_models.get(), &ModelsController::known, m_runsPage, &RunsPage::setModels);
    connect(m_modelsPage, &ModelsPage::tracesRequested, this, [this](const QString& query) {
        m_shell.showPage(ShellPage::explore);
        searchFor(query);
    });
    connect(m_modelsPage, &ModelsPage::runRequested, this, &Window::newRun);
    connect(m_modelsPage->comparison(), &ComparisonView::traceActivated, this,
            [this](const QString& id, int step) {
                m_shell.showPage(ShellPage::label);
                m_label->openTrace(id, step);
            });
}

void Window::connectAside()
{
    connect(&m_shell, &MainShell::journalRequested, m_journal.get(),
            [this] { m_shell.showPage(ShellPage::journal); });
    connect(&m_shell, &MainShell::adjudicationRequested, m_adjudication.get(),
            [this] { m_shell.showPage(ShellPage::adjudication); });
    connect(m_adjudicationPage, &AdjudicationPage::left, &m_shell, &MainShell::leaveAside);
    connect(&m_shell, &MainShell::figuresRequested, m_figures.get(),
            [this] { m_shell.showPage(ShellPage::figures); });
    connect(m_figuresPage, &FiguresPage::left, &m_shell, &MainShell::leaveAside);
    connect(m_journalPage, &JournalPage::left, &m_shell, &MainShell::leaveAside);
    connect(m_journalPage, &JournalPage::traceActivated, this, [this](const QString& id, int step) {
        m_shell.showPage(ShellPage::label);
        m_label->openTrace(id, step);
    });
    const auto showGuideline = [this] { m_shell.showPage(ShellPage::guideline); };
    connect(&m_shell, &MainShell::guidelineRequested, m_guideline.get(), showGuideline);
    connect(m_labelPage, &LabelPage::guidelineEditRequested, m_guideline.get(), showGuideline);
    connect(m_guidelinePage, &GuidelinePage::left, &m_shell, &MainShell::leaveAside);
    connect(m_guideline.get(), &GuidelineController::message, this, &Window::say);
    connect(m_guideline.get(), &GuidelineController::holds, m_labelPage,
            [this](const Guideline& guideline) {
                m_labelPage->setGuideline(guideline, m_session->folder());
                m_adjudicationPage->setGrammar(guideline.grammar);
            });
}

void Window::connectHints()
{
    connect(m_label.get(), &LabelController::recorded, m_hints.get(), &Hints::labelled);
    connect(m_runs.get(), &RunsController::started, m_hints.get(), &Hints::runStarted);
    connect(m_runs.get(), &RunsController::ended, m_hints.get(), &Hints::runEnded);
    connect(m_hints.get(), &Hints::scoringWanted, m_runs.get(), [this] {
        m_runs->start(QStringLiteral("score"), QString::fromStdString(demoModel().string()), {},
                      {});
    });
    connect(m_hints.get(), &Hints::trainingWanted, m_runs.get(), [this] {
        // As the form would, untouched; the annotator goes on labelling.
        m_runs->start(QStringLiteral("train"), QString::fromStdString(demoModel().string()), {},
                      {{QStringLiteral("then"), QStringLiteral("score")}});
    });
    connect(m_hints.get(), &Hints::modelsWanted, this,
            [this] { m_shell.showPage(ShellPage::models); });
}

} // namespace steplight
