// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the Runs page: starts runs, follows the living ones, finds them again at start. GUI
// thread.
#pragma once

#include "app/run_news.h"
#include "app/run_order.h"
#include "app/session.h"
#include "ui/pages/message_bar.h"

#include <QMap>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace steplight {

class RunsPage;

/// All runs as they stand, newest first, and which of them ended since somebody looked.
struct Collected {
    std::vector<Run> runs;
    std::set<std::string> ended;
};

class RunsController final : public QObject
{
    Q_OBJECT

public:
    RunsController(Session& session, RunsPage& page, QObject* parent);

    /// Says which trace the user looks at, or nothing: a scoring that follows a training begins
    /// there.
    void setFront(std::function<QString()> front) { m_front = std::move(front); }

    void start(const QString& kind, const QString& model, const QString& query,
               const QMap<QString, QString>& settings);
    /// Looks at once; somebody else has started a run.
    void follow();

signals:
    void message(const steplight::Message& message);
    void running(int runs);
    void followed(const std::vector<steplight::Run>& runs);   ///< all, as they stand
    void started(const QString& kind);                        ///< here
    void ended(const QString& kind, bool done, bool follows); ///< follows: another comes behind it
    void tracesWanted(const QString& query);
    void runWanted(); ///< show the page: a run is selected on it

private:
    void readUsualModels();
    void showRuns(const Collected& all);
    void sayEnded(const Run& run);
    void startOrdered(const RunOrder& order);
    void startNext(const Run& run); ///< what is to follow it
    void cancel(const QString& runId);
    void resume(const QString& runId);
    void showLog(const QString& runId);
    void readOn(const Run& run);
    bool attempt(void (*what)(const QString& folder), const Run& run); ///< says what went wrong
    const Run* find(const QString& runId) const;
    void count(const QString& kind, const QString& model, const QString& query);

    Session& m_session;
    RunsPage& m_page;
    /// What the selected run has said, read on as it grows.
    struct Told {
        std::string run;
        std::int64_t offset = 0;
        MetricsHistory history;       ///< of a training
        std::vector<CostCurve> costs; ///< of a search
        bool asked = false;           ///< an answer is under way
        bool whole = false;           ///< the run is over and all of it is read
    };

    std::function<QString()> m_front;
    std::vector<Run> m_runs;
    Told m_told;
    QElapsedTimer m_asked; ///< since when a poll is under way; invalid = none
    QTimer m_poll;
};

} // namespace steplight
