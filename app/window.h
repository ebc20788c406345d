// SPDX-License-Identifier: GPL-3.0-or-later
// Composes the window: shell and pages from ui, a session and a controller a page. Only
// construction and connections. GUI thread.
#pragma once

#include "app/open_projects.h"
#include "app/session.h"
#include "ui/image_loader.h"
#include "ui/shell/main_shell.h"

#include <QByteArray>
#include <QMap>
#include <QObject>

#include <memory>

namespace steplight {

class AdjudicationController;
class AdjudicationPage;
class Continuing;
class DeskLook;
class ExploreController;
class ExplorePage;
class ExportPage;
class FiguresController;
class FiguresPage;
class GuidelineController;
class GuidelinePage;
class Hints;
class ImportController;
class JournalController;
class JournalPage;
class KeysPage;
class LabelController;
class LabelPage;
class ModelsController;
class ModelsPage;
class RunsController;
class RunsPage;
class StartPage;

class Window final : public QObject
{
    Q_OBJECT

public:
    /// Exit code of the event loop that asks for the window to be made anew (another language).
    static constexpr int reopen = 100;

    /// folder empty = the start page.
    explicit Window(const QString& folder);
    ~Window() override;

    void show() { m_shell.show(); }
    MainShell& shell() { return m_shell; }
    LabelController* labelling() { return m_label.get(); }
    Session* session() { return m_session.get(); }
    /// Shows the query on the Explore page with what it gives.
    void searchFor(const QString& query);
    /// The page on which keys are changed.
    void showKeys();
    /// Of the open project; empty on the start page.
    QString folder() const;

    void openProject(const QString& folder);
    void closeProject();

signals:
    /// All that the window shows at first has been asked for and answered.
    void projectShown();

private:
    void connectShell();
    void makePages();
    // --- pages and controllers joined (window_connections.cpp)
    void connectSession();
    void connectLabels();
    void connectUndo();
    void connectExplore();
    void connectRuns();
    void connectAside();
    void connectHints();
    void say(const Message& message);
    bool showsLabels() const; ///< whether the page in front tells of labels

    void newRun(const QString& kind, const QString& model);
    void createProject();
    void chooseProject();
    void openDemo();
    void upgradeProject(const QString& path);
    void projectReady(const QString& folder, const QString& error);
    void showRecent();
    void tellLost();
    void import(const QStringList& paths);
    void refreshPage();

    // --- what is remembered (window_layout.cpp)
    void saveStates();
    void restoreStates();
    QMap<QString, QByteArray> saveLayout() const;
    void restoreLayout(const QMap<QString, QByteArray>& layout);

    MainShell m_shell;
    ImageLoader m_images;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<OpenProject> m_open; ///< beside it
    std::unique_ptr<DeskLook> m_look;
    StartPage* m_start;
    KeysPage* m_keys = nullptr; ///< made when it is first asked for
    LabelPage* m_labelPage = nullptr;
    ExplorePage* m_explorePage = nullptr;
    RunsPage* m_runsPage = nullptr;
    ModelsPage* m_modelsPage = nullptr;
    ExportPage* m_exportPage = nullptr;
    JournalPage* m_journalPage = nullptr;
    GuidelinePage* m_guidelinePage = nullptr;
    AdjudicationPage* m_adjudicationPage = nullptr;
    FiguresPage* m_figuresPage = nullptr;
    std::unique_ptr<LabelController> m_label;
    std::unique_ptr<ExploreController> m_explore;
    std::unique_ptr<RunsController> m_runs;
    std::unique_ptr<Continuing> m_continuing;
    std::unique_ptr<ModelsController> m_models;
    std::unique_ptr<QObject> m_compare;
    std::unique_ptr<QObject> m_export;
    std::unique_ptr<ImportController> m_import;
    std::unique_ptr<JournalController> m_journal;
    std::unique_ptr<GuidelineController> m_guideline;
    std::unique_ptr<AdjudicationController> m_adjudication;
    std::unique_ptr<FiguresController> m_figures;
    std::unique_ptr<Hints> m_hints;
};

} // namespace steplight
