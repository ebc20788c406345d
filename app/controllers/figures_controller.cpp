// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/figures_controller.h"

#include "storage/team/figures.h"
#include "ui/pages/figures_page.h"

namespace steplight {

void FiguresController::refresh()
{
    m_session.reader().post(
        this,
        [annotator = m_session.annotator()](Project& project) {
            return figuresOf(project, annotator);
        },
        [this](const Figures& figures) { m_page.setFigures(figures); });
}

} // namespace steplight
