// SPDX-License-Identifier: GPL-3.0-or-later
// Answers the Explore page from the database. GUI thread.
#pragma once

#include "app/session.h"
#include "storage/reading.h"
#include "ui/pages/message_bar.h"

namespace steplight {

class ExplorePage;

class ExploreController final : public QObject
{
    Q_OBJECT

public:
    ExploreController(Session& session, ExplorePage& page, QObject* parent);

    /// Asks again: the page was shown, or something has changed.
    void refresh();
    void search(const QString& query);

signals:
    void traceActivated(const QString& traceId);
    void message(const steplight::Message& message);
    void queueSaved();

private:
    void answer();
    void explainEmpty();
    void fetch(int first, int count);
    void showDetail(const QString& traceId);
    void saveView(const QString& name, const QString& query);

    Session& m_session;
    ExplorePage& m_page;
    Listing m_listing;
    int m_generation = 0; ///< replies of an earlier query are dropped
};

} // namespace steplight
