// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of the pages: their states, an unsaved guideline, and their parts of a layout
// that the user has named (app/desk_look.h).
#include "app/controllers/label_controller.h"
#include "app/preferences.h"
#include "app/window.h"
#include "storage/reading.h"
#include "storage/stats.h"
#include "ui/label/label_page.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/export_page.h"
#include "ui/pages/guideline_page.h"
#include "ui/pages/runs_page.h"

namespace steplight {

namespace {

QString draftKey(const QString& folder)
{
    return u"guideline-draft/" % folder;
}

} // namespace

void Window::restoreStates()
{
    m_labelPage->restoreState(preferences::state(QStringLiteral("label")));
    m_explorePage->restoreState(preferences::state(QStringLiteral("explore")));
    m_runsPage->restoreState(preferences::state(QStringLiteral("runs")));
    m_exportPage->restoreState(preferences::state(QStringLiteral("export")));
    m_guidelinePage->restoreDraft(preferences::state(draftKey(m_session->folder())));
}

void Window::saveStates()
{
    if (!m_label)
        return; // closed again before there were pages
    preferences::setState(QStringLiteral("label"), m_labelPage->saveState());
    preferences::setState(QStringLiteral("explore"), m_explorePage->saveState());
    preferences::setState(QStringLiteral("runs"), m_runsPage->saveState());
    preferences::setState(QStringLiteral("export"), m_exportPage->saveState());
    preferences::setState(draftKey(m_session->folder()), m_guidelinePage->saveDraft());
    RecentProject project;
    project.folder = m_session->folder();
    project.opened = QDateTime::currentDateTime();
    try {
        Project reading(project.folder.toStdString(), Access::readOnly);
        const CardCounts counted = cardCounts(reading);
        project.traces = counted.traces;
        project.labelled = counted.labels;
        if (!m_label->traceId().isEmpty()) {
            const TraceDetail detail = traceDetail(reading, m_label->traceId().toStdString());
            if (!detail.question.images.empty())
                project.picture = QString::fromStdString(detail.question.images.front().path);
        }
    } catch (const std::exception&) {
        // Its card on the start page goes without counts and picture.
    }
    preferences::noteProject(project);
}

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
