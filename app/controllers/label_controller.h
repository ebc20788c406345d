// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the Label page: the queue, the trace, and every label committed before it is shown. GUI
// thread.
#pragma once

#include "app/session.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "ui/label/label_page.h"
#include "ui/pages/message_bar.h"

#include <QTimer>

#include <set>

namespace steplight {

class LabelController final : public QObject
{
    Q_OBJECT

public:
    LabelController(Session& session, LabelPage& page, QObject* parent);

    void openTrace(const QString& traceId, int step = wholeTrace);
    /// The trace of last time, or the first of the queue.
    void resume();
    /// Something has changed elsewhere: queue, counts and trace are read again.
    void refresh();
    void readQueues() { m_countSoon.start(); }
    void undo() { takeBack(false); }
    void redo() { takeBack(true); }
    const QString& traceId() const { return m_traceId; }

signals:
    void message(const steplight::Message& message);
    void locateImageRequested(const steplight::ImageRef& image);
    /// A trace is on the screen (or none, an empty id): for shots and tests.
    void shown(const QString& traceId);

private:
    void connectPage();
    void chooseQueue(const Queue& queue);
    void setQuery(const QString& query);
    void listTraces(bool openFirst);
    void fetchRows(int first, int count);
    void step(int direction);
    void record(const LabelAction& action);
    void takeBack(bool again);
    void showLabels(const std::string& traceId);
    void show(const TraceDetail& detail);
    void prefetchNext();
    void readCounts();
    void countQueues(std::vector<Queue> queues, std::size_t next);
    void rememberView(const QString& imageHash, const CanvasView& view);
    void restoreView(const TraceDetail& detail);
    void sayEmpty(std::int64_t tracesInProject);

    Session& m_session;
    LabelPage& m_page;
    TraceTableModel* m_model;
    Listing m_listing;
    std::string m_queue = "all";
    QString m_traceId;
    int m_generation = 0; ///< of the queue's listing; replies to earlier ones are dropped
    int m_countGeneration = 0;
    int m_openGeneration = 0; ///< of the trace asked for; the newest wish wins
    QTimer m_countSoon;
};

} // namespace steplight
