// SPDX-License-Identifier: GPL-3.0-or-later
// Answers the Explore page from the database. GUI thread.
#pragma once

#include "app/session.h"
#include "storage/reading.h"
#include "ui/pages/message_bar.h"
#include "ui/pages/query_edit.h"

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
    void queueSaved(); ///< or renamed, or deleted
    void queryWordsChanged(const std::vector<steplight::QueryWord>& words);

private:
    void answer(bool inPlace = false); ///< the row that is selected stays so
    void explainEmpty();
    void fetch(int first, int count);
    void showDetail(const QString& traceId);
    void readQueues();
    void readNames();
    void saveView(const QString& name, const QString& query);
    void renameView(const QString& name, const QString& newName);
    void deleteView(const QString& name);
    void tellSaved();

    Session& m_session;
    ExplorePage& m_page;
    Listing m_listing;
    std::int64_t m_namesVersion = -1;
    int m_generation = 0; ///< replies of an earlier query are dropped
};

} // namespace steplight
