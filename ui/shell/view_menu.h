// SPDX-License-Identifier: GPL-3.0-or-later
// How the window looks to this user: colours, size of text, motion, layouts, language. It shows
// what it is told and says what is wanted. GUI thread only.
#pragma once

#include "ui/theme.h"

#include <QMenu>
#include <QStringList>

class QActionGroup;

namespace steplight {

/// In per cent of the desktop's size.
inline constexpr int textPercents[] = {100, 125, 150, 175, 200};

class ViewMenu final : public QMenu
{
    Q_OBJECT

public:
    explicit ViewMenu(QWidget* parent = nullptr);

    void setScheme(Scheme scheme);
    void setTextPercent(int percent);
    void setMotionReduced(bool reduced);
    void setLanguage(const QString& language); ///< "system", "en", "zh_CN"
    /// By name; current is the one used last, empty = none.
    void setLayouts(const QStringList& names, const QString& current);
    void setHasProject(bool any); ///< layouts are of a project's pages

signals:
    void schemeChosen(steplight::Scheme scheme);
    void textPercentChosen(int percent);
    void motionChosen(bool reduced);
    void languageChosen(const QString& language);
    void layoutChosen(const QString& name);
    void layoutForgotten(const QString& name);
    void keepLayoutRequested(); ///< under a name that is asked for

private:
    void buildTextSizes();
    void buildLayouts();
    void buildLanguages();
    void step(int direction); ///< to the next larger (smaller) text
    void nextLayout();
    QAction* addKeyed(QMenu* menu, const QString& text, const char* key);

    QActionGroup* m_schemes;
    QActionGroup* m_sizes;
    QActionGroup* m_languages;
    QAction* m_motion;
    QMenu* m_layouts;
    QMenu* m_forget;
    QAction* m_keep = nullptr;
    QAction* m_next = nullptr;
    QActionGroup* m_named; ///< one action a layout
};

} // namespace steplight
