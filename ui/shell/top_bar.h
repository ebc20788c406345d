// SPDX-License-Identifier: GPL-3.0-or-later
// The window's top line: project, pages, mode of sight, view, messages, keys. GUI thread only.
#pragma once

#include "storage/records/label.h"
#include "ui/pages/panel_bar.h"

#include <map>
#include <optional>

class QActionGroup;
class QButtonGroup;
class QMenu;
class QToolButton;

namespace steplight {

class ViewMenu;
enum class ShellPage;

class TopBar final : public PanelBar
{
    Q_OBJECT

public:
    explicit TopBar(QWidget* parent = nullptr);

    QMenu* projectMenu() const { return m_projectMenu; }
    ViewMenu* viewMenu() const { return m_view; }
    void setProject(const QString& name, const QString& folder);
    void setCurrent(ShellPage page);
    void setBadge(ShellPage page, const QString& note);
    /// The project's, and that of the queue in which one labels when it has its own.
    void setVisibilityMode(Visibility project, std::optional<Visibility> ofQueue = std::nullopt,
                           const QString& queue = {});
    void setUnread(int messages);
    QToolButton* messagesButton() const { return m_messages; }

signals:
    void pageChosen(steplight::ShellPage page);
    void visibilityChosen(steplight::Visibility mode);
    void messagesWanted();
    void keysWanted();

private:
    QToolButton* addMenuButton(const QString& what, QMenu* menu);
    void buildMode();
    void buildView();

    QMenu* m_projectMenu;
    ViewMenu* m_view;
    QToolButton* m_project;
    QToolButton* m_mode;
    QToolButton* m_messages;
    QButtonGroup* m_pages;
    std::map<ShellPage, QString> m_names;
    QActionGroup* m_modes;
    std::optional<Visibility> m_modeOfQueue; ///< in which one labels; unset = as the project
    QString m_queue;                         ///< its name
};

} // namespace steplight
