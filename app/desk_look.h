// SPDX-License-Identifier: GPL-3.0-or-later
// The View menu's choices, kept for this user and put on the window: colours, size of text, motion,
// language, layouts. GUI thread.
#pragma once

#include "app/preferences.h"

#include <QObject>

#include <functional>

namespace steplight {

class MainShell;

class DeskLook final : public QObject
{
    Q_OBJECT

public:
    /// How the open project's pages give and take their part of a layout; asked only while there is
    /// a project.
    struct Pages {
        std::function<preferences::Layout()> save;
        std::function<void(const preferences::Layout&)> restore;
    };

    DeskLook(MainShell& shell, Pages pages, QObject* parent = nullptr);

signals:
    /// Language or size of text changed: every widget has to be made anew.
    void reopenWanted();

private:
    void keepLayout(const QString& name);
    void useLayout(const QString& name);
    void forgetLayout(const QString& name);
    void showLayouts();

    MainShell& m_shell;
    Pages m_pages;
};

} // namespace steplight
