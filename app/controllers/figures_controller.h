// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the page My figures: those of who labels here, nobody else's. GUI thread.
#pragma once

#include "app/session.h"

namespace steplight {

class FiguresPage;

class FiguresController final : public QObject
{
    Q_OBJECT

public:
    FiguresController(Session& session, FiguresPage& page, QObject* parent)
        : QObject(parent), m_session(session), m_page(page)
    {
    }

    void refresh();

private:
    Session& m_session;
    FiguresPage& m_page;
};

} // namespace steplight
