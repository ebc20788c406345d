// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the page Adjudication: each decision is on the disk before it is shown. GUI thread.
#pragma once

#include "app/session.h"
#include "storage/records/dispute.h"

namespace steplight {

class AdjudicationPage;
struct Adjudication;

class AdjudicationController final : public QObject
{
    Q_OBJECT

public:
    AdjudicationController(Session& session, AdjudicationPage& page, QObject* parent);

    void refresh(); ///< the list, and the trace that is open or else the first
    void undo() { takeBack(false); }
    void redo() { takeBack(true); }

signals:
    void recorded();

private:
    void open(const QString& traceId);
    void record(const Adjudication& decision);
    void takeBack(bool again);

    Session& m_session;
    AdjudicationPage& m_page;
    int m_opening = 0; ///< the newest wish wins
};

} // namespace steplight
