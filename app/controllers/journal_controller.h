// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the journal's page. GUI thread.
#pragma once

#include "app/session.h"
#include "storage/records/journal_entry.h"

namespace steplight {

class JournalPage;

class JournalController final : public QObject
{
    Q_OBJECT

public:
    JournalController(Session& session, JournalPage& page, QObject* parent);

    void refresh(); ///< names, too

private:
    void list(const JournalFilter& filter);
    void more(const JournalFilter& filter, qint64 before);
    void take(const QStringList& actions, bool again);

    Session& m_session;
    JournalPage& m_page;
};

} // namespace steplight
