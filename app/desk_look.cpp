// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk_look.h"

#include "app/start.h"
#include "ui/motion.h"
#include "ui/shell/main_shell.h"
#include "ui/shell/view_menu.h"

#include <utility>

namespace steplight {

DeskLook::DeskLook(MainShell& shell, Pages pages, QObject* parent)
    : QObject(parent), m_shell(shell), m_pages(std::move(pages))
{
    ViewMenu& menu = shell.viewMenu();
    menu.setScheme(preferences::scheme());
    menu.setTextPercent(preferences::textPercent());
    menu.setMotionReduced(preferences::motionReduced());
    menu.setLanguage(preferences::language());
    showLayouts();
    connect(&menu, &ViewMenu::schemeChosen, this, [](Scheme scheme) {
        preferences::setScheme(scheme);
        applyAppearance(scheme, preferences::language(), preferences::textPercent());
    });
    connect(&menu, &ViewMenu::motionChosen, this, [](bool reduced) {
        preferences::setMotionReduced(reduced);
        setMotionReduced(reduced);
    });
    connect(&menu, &ViewMenu::textPercentChosen, this, [this](int percent) {
        preferences::setTextPercent(percent);
        emit reopenWanted();
    });
    connect(&menu, &ViewMenu::languageChosen, this, [this](const QString& language) {
        preferences::setLanguage(language);
        emit reopenWanted();
    });
    connect(&shell, &MainShell::layoutNamed, this, &DeskLook::keepLayout);
    connect(&menu, &ViewMenu::layoutChosen, this, &DeskLook::useLayout);
    connect(&menu, &ViewMenu::layoutForgotten, this, &DeskLook::forgetLayout);
}

void DeskLook::showLayouts()
{
    m_shell.viewMenu().setLayouts(preferences::layouts().keys(), preferences::currentLayout());
}

void DeskLook::keepLayout(const QString& name)
{
    auto layouts = preferences::layouts();
    layouts[name] = m_pages.save();
    preferences::setLayouts(layouts);
    preferences::setCurrentLayout(name);
    showLayouts();
    m_shell.showMessage({MessageLevel::info, tr("This layout is kept as “%1”. It is in the menu "
                                                "View, under Layouts.")
                                                 .arg(name)});
}

void DeskLook::useLayout(const QString& name)
{
    const auto layouts = preferences::layouts();
    const auto found = layouts.find(name);
    if (found == layouts.end())
        return;
    preferences::setCurrentLayout(name);
    m_pages.restore(*found);
    showLayouts();
}

void DeskLook::forgetLayout(const QString& name)
{
    auto layouts = preferences::layouts();
    const preferences::Layout before = layouts.take(name);
    preferences::setLayouts(layouts);
    showLayouts();
    m_shell.showMessage({MessageLevel::info, tr("The layout “%1” is forgotten.").arg(name),
                         tr("Undo"), [this, name, before] {
                             auto now = preferences::layouts();
                             now[name] = before;
                             preferences::setLayouts(now);
                             showLayouts();
                         }});
}

} // namespace steplight
