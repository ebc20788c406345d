// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the left side of the Label page: the queues with their counts, and the traces of the
// chosen one. GUI thread.
#pragma once

#include "app/session.h"
#include "storage/queue_desk.h"
#include "storage/reading.h"

#include <QElapsedTimer>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace steplight {

class LabelPage;
class TraceTableModel;

class QueueController final : public QObject
{
    Q_OBJECT

public:
    QueueController(Session& session, LabelPage& page, QObject* parent);

    /// What was chosen last time; asks for nothing yet.
    void choose(const std::string& queue, const std::string& query, const QueueDesk& desk);
    const std::string& name() const { return m_name; } ///< empty = a query that the user typed
    const Listing& listing() const { return m_listing; }
    /// What is shown while one labels in the chosen queue.
    Visibility visibility() const;
    /// Unset: it follows the project.
    std::optional<Visibility> ownVisibility() const { return m_desk.visibility; }
    QString nameInWords() const;
    /// The chosen queue follows the project from now on.
    void followProject() { setMode(m_name, std::nullopt); }
    /// The project's has changed.
    void showModes();

    /// Reads the list again; listed() follows.
    void list(bool openFirst);
    /// Reads the queues and their counts again, soon.
    void recount();
    /// Another trace is on the screen. What a label took out of the list goes from it now, so that
    /// the list never moves under the eye that reads the labelled trace.
    void showTrace(const std::string& traceId);
    /// A label was made: what its trace counted in each queue before and after (queuesOf()).
    void showLabelled(const std::vector<Queue>& before, const std::vector<Queue>& after,
                      std::int64_t today);
    /// Labels were taken back or done again, somewhere.
    void showTakenBack();
    /// A row that is held is replaced.
    void showRow(const TraceRow& row);

signals:
    /// By the user: listing() is another one.
    void chosen();
    /// The user came back to a queue: where they left it.
    void placeFound(const QString& traceId);
    void visibilityChanged(); ///< visibility(), or whose it is
    /// first is empty when no trace meets the query.
    void listed(const QString& first, std::int64_t tracesInProject, bool openFirst);

private:
    void chosenByUser(const std::string& queue, const std::string& query);
    void setMode(const std::string& queue, std::optional<Visibility> mode);
    void setOrder(TraceOrder order, bool descending);
    void keep(const std::string& setting, const std::string& value);
    void fetchRows(int first, int count);
    void readCounts();
    void countQueues(std::vector<Queue> queues, std::size_t next);

    Session& m_session;
    LabelPage& m_page;
    TraceTableModel* m_model;
    std::string m_name = "all";
    Listing m_listing;
    QueueDesk m_desk;                          ///< of the chosen queue
    std::map<std::string, Visibility> m_modes; ///< of all that have their own
    std::vector<Queue> m_queues;               ///< as on the page
    std::map<std::string, std::string> m_left; ///< by queue: the trace that was shown last
    std::string m_shown;                       ///< id of the trace on the screen
    int m_choice = 0;                          ///< of a queue by the user; the newest wins
    int m_generation = 0;      ///< of the listing; replies to earlier ones are dropped
    int m_countGeneration = 0; ///< the same of the counts
    bool m_listStale = false;  ///< a label may have taken a trace out of the list
    bool m_afresh = false;     ///< the next list is another one: it is shown at its place
    bool m_again = false;      ///< something changed while it was counted
    bool m_underway = false;   ///< counts are being read
    bool m_named = false;      ///< the queues' names are on the page
    QElapsedTimer m_counting;
    QTimer m_countSoon;
};

} // namespace steplight
