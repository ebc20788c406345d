// SPDX-License-Identifier: GPL-3.0-or-later
// The pages' parts of a layout that the user has named (app/desk_look.h).
#include "app/controllers/label_controller.h"
#include "app/preferences.h"
#include "app/window.h"
#include "ui/label/label_page.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/export_page.h"
#include "ui/pages/runs_page.h"

namespace steplight {

preferences::Layout Window::saveLayout() const
{
    if (!m_label)
        return {};
    return {{QStringLiteral("page"), QByteArray::number(static_cast<int>(m_shell.currentPage()))},
            {QStringLiteral("label"), m_labelPage->saveLayout()},
            {QStringLiteral("explore"), m_explorePage->saveState()},
            {QStringLiteral("runs"), m_runsPage->saveState()},
            {QStringLiteral("export"), m_exportPage->saveState()}};
}

void Window::restoreLayout(const preferences::Layout& layout)
{
    if (!m_label)
        return;
    m_labelPage->restoreLayout(layout[QStringLiteral("label")]);
    m_explorePage->restoreState(layout[QStringLiteral("explore")]);
    m_runsPage->restoreState(layout[QStringLiteral("runs")]);
    m_exportPage->restoreState(layout[QStringLiteral("export")]);
    m_shell.showPage(static_cast<ShellPage>(layout[QStringLiteral("page")].toInt()));
}

} // namespace steplight
