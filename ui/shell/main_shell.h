// SPDX-License-Identifier: GPL-3.0-or-later
// The window's frame: navigation, messages, progress, keys, drops. It holds pages that it knows
// nothing of and does nothing itself: it emits what the user wants. GUI thread only.
#pragma once

#include "storage/records/label.h"
#include "ui/pages/message_bar.h"
#include "ui/shell/key_sheet.h"

#include <QMainWindow>

#include <map>
#include <vector>

class QAction;
class QLabel;
class QStackedWidget;

namespace steplight {

class HintBar;
class MessageList;
class NameBar;
class ProgressStrip;
class TopBar;
class ViewMenu;

enum class ShellPage {
    start,
    label,
    explore,
    runs,
    models,
    exporting,
    journal,
    adjudication,
    figures,
    keys,
    guideline
};

/// Shown for a while, then back to where it was asked for.
inline bool isAside(ShellPage page)
{
    return page == ShellPage::journal || page == ShellPage::adjudication ||
           page == ShellPage::figures || page == ShellPage::keys || page == ShellPage::guideline;
}

/// The id in the key table of what goes to the page; empty for start and what is aside.
QString keyOfPage(ShellPage page);

class MainShell final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainShell(QWidget* parent = nullptr);

    /// The shell owns the page from now on; one that it had in its place is deleted, later.
    void setPage(ShellPage page, QWidget* widget);
    void showPage(ShellPage page);
    /// From a page aside back to where it was asked for.
    void leaveAside();
    ShellPage currentPage() const { return m_page; }
    /// A small note beside a page's name ("2" runs under way); empty = none.
    void setBadge(ShellPage page, const QString& note);

    /// An empty name = no project: the start page is shown and all others are deleted, later.
    void setProject(const QString& name, const QString& folder);
    /// The project's, and that of the queue in which one labels when it has its own.
    void setVisibilityMode(Visibility project, std::optional<Visibility> ofQueue = std::nullopt,
                           const QString& queue = {});
    ViewMenu& viewMenu();
    void showMessage(const Message& message); ///< in the bar and in the list of the last twenty
    void dismissMessage();
    /// Work under way (an import). total 0 = not known yet; secondsLeft -1 = unknown.
    void setProgress(const QString& what, qint64 done, qint64 total, double secondsLeft = -1);
    void setBusy(const QString& what); ///< the same for what nobody can stop
    void clearProgress();
    /// Asks once, in a bar, for the name that goes with each label.
    void askAnnotator(const QString& suggestion);
    HintBar& hints() { return *m_hints; }

    /// Size, position, page. The pages' own state is the pages'.
    QByteArray saveWindow() const;
    bool restoreWindow(const QByteArray& state);

signals:
    void pageShown(steplight::ShellPage page);
    void newProjectRequested();
    void openProjectRequested();
    void closeProjectRequested();
    void importRequested();
    void undoRequested();
    void redoRequested();
    void findRequested(); ///< after Explore was shown
    void changeKeysRequested();
    void journalRequested();
    void guidelineRequested();
    void adjudicationRequested();
    void figuresRequested();
    void filesDropped(const QStringList& paths);
    void progressCancelled();
    void visibilityChosen(steplight::Visibility mode);
    void annotatorNamed(const QString& name);
    void layoutNamed(const QString& name); ///< the present one shall be kept under it

private:
    void connectTop();
    void removePage(ShellPage page);
    void fillProjectMenu();
    void addShortcuts();
    void leaveOrEnterFullScreen();
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

    TopBar* m_top;
    NameBar* m_name;
    NameBar* m_layoutName;
    HintBar* m_hints;
    MessageBar* m_messages;
    MessageList* m_list;
    ProgressStrip* m_progress;
    QStackedWidget* m_pages;
    QLabel* m_dropHint;
    KeySheet* m_keys;
    std::map<ShellPage, QWidget*> m_widgets;
    std::vector<QAction*> m_projectActions; ///< those that need a project
    ShellPage m_page = ShellPage::start;
    ShellPage m_last = ShellPage::label; ///< shown first when a project's pages are set
    ShellPage m_beforeAside = ShellPage::start;
    bool m_hasProject = false;
};

} // namespace steplight
