// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the Label page: opens traces, and commits every label before it is shown. The queue at the
// left is queue_controller.h's. GUI thread.
#pragma once

#include "app/controllers/queue_controller.h"
#include "app/controllers/score_now.h"
#include "app/desk_memory.h"
#include "app/read_ahead.h"
#include "storage/labels.h"
#include "ui/label/label_page.h"
#include "ui/pages/message_bar.h"

namespace steplight {

class LabelController final : public QObject
{
    Q_OBJECT

public:
    LabelController(Session& session, LabelPage& page, QObject* parent);

    void openTrace(const QString& traceId, int step = wholeTrace);
    /// All that a label changes on the screen, read in the same go.
    struct AfterLabel;

    /// The trace of last time, or the first of the queue.
    void resume();
    /// Something has changed elsewhere: queue, counts and trace are read again.
    void refresh();
    void readQueues() { m_queue.recount(); }
    /// The session's annotator was named by the user.
    void annotatorNamed();
    /// The project's visibility was set by the user.
    void projectModeChosen();
    void undo() { takeBack(false); }
    void redo() { takeBack(true); }
    const QString& traceId() const { return m_traceId; }

signals:
    void message(const steplight::Message& message);
    void locateImageRequested(const QString& questionId, const steplight::ImageRef& image);
    void recorded(); ///< a label, an undo or a redo, and it is on the page
    /// What is shown while labelling: own = of the queue of that name; unset = as the project.
    void modeShown(std::optional<steplight::Visibility> own, const QString& queue);
    /// A trace is on the screen (or none, an empty id): for shots and tests.
    void shown(const QString& traceId);

private:
    void connectPage();
    void takeList(const QString& first, std::int64_t tracesInProject, bool openFirst);
    void sayEmpty(std::int64_t tracesInProject);
    void step(int direction);
    void show(const OpenedTrace& trace);
    void readAhead();
    void dropAhead();
    void record(const LabelAction& action);
    void takeBack(bool again);
    void showAround(const AfterLabel& after);
    void showTakenBack(const AfterLabel& after, bool again);
    void showMode();
    void showDecisions();
    std::string speaker() const; ///< whose name goes with a label of the shown trace
    void showAnswers(const LabelAction& action);

    Session& m_session;
    LabelPage& m_page;
    QueueController m_queue;
    ScoreNow m_scoreNow;
    DeskMemory m_memory;
    QString m_traceId;
    std::optional<Answers> m_answers; ///< when the shown trace is of the training set
    std::string m_spoke; ///< whose the last label is; undo takes back theirs; empty = none yet
    Neighbour m_next, m_previous; ///< of the shown trace, read ahead
    int m_aheadGeneration = 0; ///< of trace and listing; what was read for earlier ones is dropped
    bool m_resumed = false;    ///< where one was last time is known
    int m_openGeneration = 0;  ///< of the trace asked for; the newest wish wins
    QTimer m_readAheadSoon;
};

} // namespace steplight
