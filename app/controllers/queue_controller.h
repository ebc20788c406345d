// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the left side of the Label page: the queues with their counts, and the traces of the
// chosen one. GUI thread.
#pragma once

#include "app/session.h"
#include "storage/reading.h"

#include <QElapsedTimer>

namespace steplight {

class LabelPage;
class TraceTableModel;

class QueueController final : public QObject
{
    Q_OBJECT

public:
    QueueController(Session& session, LabelPage& page, QObject* parent);

    /// What was chosen last time; asks for nothing yet.
    void choose(const std::string& queue, const std::string& query);
    const std::string& name() const { return m_name; } ///< empty = a query that the user typed
    const Listing& listing() const { return m_listing; }
    /// Reads the list again; listed() follows.
    void list(bool openFirst);
    /// Reads the queues and their counts again, soon.
    void recount() { m_countSoon.start(); }
    /// The list too: a label may have taken a trace out of it.
    void listAndRecount();
    /// A row that is held is replaced.
    void showRow(const TraceRow& row);

signals:
    /// By the user: listing() is another one.
    void chosen();
    /// first is empty when no trace meets the query.
    void listed(const QString& first, std::int64_t tracesInProject, bool openFirst);

private:
    void chosenByUser(const std::string& queue, const std::string& query);
    void fetchRows(int first, int count);
    void readCounts();
    void countQueues(std::vector<Queue> queues, std::size_t next);

    Session& m_session;
    LabelPage& m_page;
    TraceTableModel* m_model;
    std::string m_name = "all";
    Listing m_listing;
    int m_generation = 0;      ///< of the listing; replies to earlier ones are dropped
    int m_countGeneration = 0; ///< the same of the counts
    bool m_listToo = false;    ///< when the counts are read
    bool m_named = false;      ///< the queues' names are on the page
    QElapsedTimer m_counting;
    QTimer m_countSoon;
};

} // namespace steplight
