// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/label_controller.h"

#include "app/error_words.h"
#include "app/training_desk.h"
#include "app/view_text.h"
#include "storage/runs.h"
#include "storage/training.h"
#include "ui/key_map.h"
#include "ui/label/queue_menu.h"

namespace steplight {

/// All that a label changes on the screen, read in the same go.
struct LabelController::AfterLabel {
    std::string traceId;
    int step = wholeTrace;
    std::vector<Label> labels;
    std::vector<TraceRow> row;
    std::vector<Decision> decisions;
    std::int64_t savedAt = 0;
    std::vector<Queue> before, queues; ///< of the trace alone; empty = not known
    std::int64_t today = 0;
    std::string error;
};

namespace {

constexpr int decisionsShown = 12;
constexpr int readAheadAfter = 50; // ms; after each of several keys in a row only once

std::vector<Label> rowsOf(const LabelAction& action, const std::string& annotator)
{
    std::vector<Label> rows;
    for (const StepVerdict& said : action.verdicts) {
        Label row;
        row.traceId = action.traceId;
        row.step = said.step;
        row.annotator = annotator;
        row.verdict = said.verdict;
        row.visibility = action.visibility;
        row.focusMs = said.focusMs;
        row.shown = said.shown;
        row.program = STEPLIGHT_VERSION;
        rows.push_back(std::move(row));
    }
    return rows;
}

LabelController::AfterLabel afterLabel(Project& project, const std::string& traceId,
                                       const std::string& annotator)
{
    LabelController::AfterLabel after;
    after.traceId = traceId;
    after.labels = currentLabels(project, traceId);
    after.row = traceRows(project, {traceId});
    hideAnswers(project, after.row);
    after.decisions = recentDecisions(project, annotator, decisionsShown);
    if (const auto saved = lastSaved(project))
        after.savedAt = saved->createdAt;
    return after;
}

/// Unset for a trace that was remembered from last time and is gone since.
std::optional<OpenedTrace> tryRead(Project& project, const std::string& traceId)
{
    try {
        return readTrace(project, traceId);
    } catch (const StorageError&) {
        return std::nullopt;
    }
}

} // namespace

void LabelController::projectModeChosen()
{
    m_queue.showModes();
    showMode();
    if (!m_queue.ownVisibility())
        return;
    Message said{MessageLevel::info,
                 tr("The project is set to “%1”. The queue “%2” keeps its own: “%3”.")
                     .arg(visibilityInWords(m_session.visibility()), m_queue.nameInWords(),
                          visibilityInWords(m_queue.visibility()))};
    said.action = tr("Use the project's here too");
    said.act = [this] { m_queue.followProject(); };
    emit message(said);
}

void LabelController::showMode()
{
    m_page.setVisibility(m_queue.visibility());
    emit modeShown(m_queue.ownVisibility(), m_queue.nameInWords());
}

LabelController::LabelController(Session& session, LabelPage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page), m_queue(session, page, this),
      m_scoreNow(session), m_memory(session)
{
    connectPage();
    m_readAheadSoon.setSingleShot(true);
    m_readAheadSoon.setInterval(readAheadAfter);
    connect(&m_readAheadSoon, &QTimer::timeout, this, &LabelController::readAhead);
    // A commit of our own makes what was read ahead as old as anybody's.
    connect(&m_memory, &DeskMemory::written, &m_readAheadSoon, qOverload<>(&QTimer::start));
    showMode();
    m_page.setAnnotator(session.annotator());
}

void LabelController::connectPage()
{
    connect(&m_queue, &QueueController::chosen, this, &LabelController::dropAhead);
    connect(&m_queue, &QueueController::placeFound, this,
            [this](const QString& id) { openTrace(id); });
    connect(&m_queue, &QueueController::visibilityChanged, this, &LabelController::showMode);
    connect(&m_queue, &QueueController::listed, this, &LabelController::takeList);
    connect(&m_page, &LabelPage::labelRequested, this, &LabelController::record);
    connect(&m_page, &LabelPage::undoRequested, this, &LabelController::undo);
    connect(&m_page, &LabelPage::redoRequested, this, &LabelController::redo);
    connect(&m_page, &LabelPage::scoreRequested, &m_scoreNow, &ScoreNow::score);
    connect(&m_scoreNow, &ScoreNow::message, this, &LabelController::message);
    connect(&m_scoreNow, &ScoreNow::stored, this, &LabelController::refresh);
    connect(&m_page, &LabelPage::traceRequested, this,
            [this](const QString& id) { openTrace(id); });
    connect(&m_page, &LabelPage::nextTraceRequested, this, &LabelController::step);
    connect(&m_page, &LabelPage::imageViewChanged, this,
            [this](const QString& imageHash, const CanvasView& view) {
                m_memory.note(viewSetting(imageHash.toStdString()), textOf(view));
            });
    connect(&m_page, &LabelPage::locateImageRequested, this,
            &LabelController::locateImageRequested);
    connect(&m_page, &LabelPage::firstErrorModeChanged, this,
            [this](bool on) { m_memory.note("first-error", on ? "1" : "0"); });
}

void LabelController::resume()
{
    struct Last {
        std::string queue;
        std::string query;
        QueueDesk desk;
        bool firstError = false;
        std::optional<OpenedTrace> trace;
    };
    m_session.opener().post(
        this,
        [](Project& project) {
            std::map<std::string, std::string> known = settings(project);
            if (known["queue"].empty() && known["query"].empty()) {
                const Queue first = firstQueue(project);
                known["queue"] = first.name;
                known["query"] = first.query;
            }
            const QueueDesk desk = queueDesk(project, known["queue"]);
            const auto place =
                placeIn(project, {known["query"], desk.order, desk.descending}, known["trace"]);
            return Last{known["queue"], known["query"], desk, known["first-error"] == "1",
                        place ? tryRead(project, *place) : std::nullopt};
        },
        [this](const Last& last) {
            m_resumed = true;
            m_page.setFirstErrorMode(last.firstError);
            m_queue.choose(last.queue, last.query, last.desk);
            const bool wanted = m_traceId.isEmpty() && m_openGeneration == 0;
            if (wanted && last.trace)
                show(*last.trace);
            m_queue.list(wanted && !last.trace);
            m_queue.recount();
            showDecisions();
        });
}

void LabelController::refresh()
{
    if (!m_resumed)
        return; // the place of last time comes first, and lists what there is
    m_queue.list(m_traceId.isEmpty());
    m_queue.recount();
    m_readAheadSoon.start();
    // On the writing thread: what it reads is never older than the answer to a label.
    if (!m_traceId.isEmpty())
        m_session.writer().post(
            this,
            [id = m_traceId.toStdString(), training = m_answers.has_value()](Project& project) {
                return readDetail(project, id, training);
            },
            [this](const TraceDetail& detail) {
                if (detail.trace.id == m_traceId.toStdString())
                    m_page.setDetail(untold(detail, m_answers, speaker()));
            });
}

void LabelController::takeList(const QString& first, std::int64_t tracesInProject, bool openFirst)
{
    if (first.isEmpty() && (openFirst || m_traceId.isEmpty()))
        sayEmpty(tracesInProject);
    else if (openFirst && !first.isEmpty())
        openTrace(first);
}

void LabelController::sayEmpty(std::int64_t tracesInProject)
{
    m_traceId.clear();
    dropAhead();
    showMode();
    m_page.holdKeys(false);
    if (tracesInProject == 0)
        m_page.clearDetail(tr("No traces yet"),
                           tr("Drop files or folders here, or press %1 to import.")
                               .arg(keysInWords(QStringLiteral("import"))));
    else
        m_page.clearDetail(tr("Nothing in this queue"),
                           tr("No trace meets “%1”. Choose another queue or change the query.")
                               .arg(QString::fromStdString(m_queue.listing().query)));
    emit shown({});
}

void LabelController::openTrace(const QString& traceId, int step)
{
    m_session.opener().post(
        this, [id = traceId.toStdString()](Project& project) { return tryRead(project, id); },
        [this, step, generation = ++m_openGeneration](const std::optional<OpenedTrace>& trace) {
            if (generation != m_openGeneration)
                return;
            if (!trace) {
                m_queue.list(true);
                return;
            }
            if (step != wholeTrace)
                m_page.showStep(trace->detail.trace.id, step);
            show(*trace);
        });
}

void LabelController::show(const OpenedTrace& trace)
{
    m_page.keepTyped(); // it is of the trace that is left, by who spoke there
    m_traceId = QString::fromStdString(trace.detail.trace.id);
    dropAhead();
    showMode(); // first: nothing may be seen by the rules of the queue that was left
    m_answers = trace.answers;
    if (m_page.annotator() != speaker()) {
        m_page.setAnnotator(speaker());
        showDecisions();
    }
    m_page.setDetail(untold(trace.detail, m_answers, speaker()));
    m_page.setFeedback(m_answers ? trainingBegins() : QString());
    if (const auto view = viewOf(trace.view))
        m_page.setView(*view);
    m_memory.note("trace", trace.detail.trace.id);
    m_memory.note("queue", m_queue.name());
    m_memory.note("query", m_queue.listing().query);
    if (!m_queue.name().empty())
        m_memory.note(placeSetting(m_queue.name()), trace.detail.trace.id);
    m_queue.showTrace(trace.detail.trace.id);
    readAhead();
    emit shown(m_traceId);
    m_page.holdKeys(false);
}

void LabelController::annotatorNamed()
{
    m_spoke.clear();
    m_page.setAnnotator(speaker());
    showDecisions();
    refresh();
}

std::string LabelController::speaker() const
{
    return m_answers ? inTraining(m_session.annotator()) : m_session.annotator();
}

void LabelController::showAnswers(const LabelAction& action)
{
    std::map<int, Verdict> said;
    for (const StepVerdict& one : action.verdicts)
        said[one.step] = one.verdict;
    if (m_answers)
        m_page.setFeedback(answerInWords(m_page.grammar(), *m_answers, said));
}

void LabelController::dropAhead()
{
    ++m_aheadGeneration;
    m_next = m_previous = {};
}

// As long work: a key that asks for a trace overtakes what has not begun.
void LabelController::readAhead()
{
    if (m_traceId.isEmpty())
        return;
    for (Neighbour* ahead : {&m_next, &m_previous})
        m_session.opener().postLong(
            this,
            [listing = m_queue.listing(), id = m_traceId.toStdString(), forward = ahead == &m_next](
                Project& project) { return readNeighbour(project, listing, id, forward); },
            [this, ahead, generation = m_aheadGeneration](Neighbour found) {
                if (generation != m_aheadGeneration)
                    return;
                if (found.trace)
                    m_page.prefetch(found.trace->detail);
                *ahead = std::move(found);
            });
}

void LabelController::step(int direction)
{
    if (m_traceId.isEmpty())
        return;
    const bool forward = direction > 0;
    struct Stepped {
        Neighbour found;
        QString error;
    };
    m_page.holdKeys(true); // what is typed on is of the trace that comes
    m_session.opener().post(
        this,
        [listing = m_queue.listing(), id = m_traceId.toStdString(), forward,
         ahead = forward ? m_next : m_previous](Project& project) {
            Stepped stepped;
            try {
                stepped.found = neighbour(project, listing, id, forward, ahead);
            } catch (const std::exception& failure) {
                stepped.error = errorInWords(failure);
            }
            return stepped;
        },
        [this, forward, generation = ++m_openGeneration](const Stepped& stepped) {
            if (generation != m_openGeneration)
                return;
            if (stepped.found.trace) {
                show(*stepped.found.trace);
                return;
            }
            m_page.holdKeys(false); // an undo's trace, which this wish has overtaken, does not come
            if (!stepped.error.isEmpty())
                return emit message({MessageLevel::error, stepped.error});
            emit message({MessageLevel::info, forward
                                                  ? tr("This is the last trace of the queue.")
                                                  : tr("This is the first trace of the queue.")});
        });
}

void LabelController::record(const LabelAction& action)
{
    m_spoke = m_page.annotator(); // of the trace it is about, whatever is to be shown next
    m_session.writer().post(
        this,
        [rows = rowsOf(action, m_spoke), person = m_session.annotator()](Project& project) {
            AfterLabel after;
            after.traceId = rows.front().traceId;
            const std::vector<Queue> before = queuesOf(project, after.traceId);
            try {
                recordLabels(project, rows);
            } catch (const std::exception& failure) {
                after.error = errorInWords(failure).toStdString();
                return after; // a disk that refused is not asked to read
            }
            after = afterLabel(project, after.traceId, rows.front().annotator);
            after.before = before;
            after.queues = queuesOf(project, after.traceId);
            after.today = labelledToday(project, person); // training does not count
            return after;
        },
        [this, action](const AfterLabel& after) {
            const bool said = after.error.empty();
            if (after.traceId == m_traceId.toStdString()) {
                m_page.setLabels(after.traceId, said ? untold(after.labels, m_answers, speaker())
                                                     : std::vector(m_page.savedLabels()));
                if (said)
                    showAnswers(action);
            }
            if (!said) {
                emit message({MessageLevel::error,
                              tr("The label was not saved: %1 Everything saved before is kept.")
                                  .arg(QString::fromStdString(after.error))});
                return;
            }
            showAround(after);
        });
}

void LabelController::takeBack(bool again)
{
    m_page.holdKeys(true);
    m_session.writer().post(
        this,
        [again, annotator = m_spoke.empty() ? speaker() : m_spoke](Project& project) {
            AfterLabel after; // of no trace: there is nothing
            try {
                const auto done = again ? steplight::redo(project, annotator)
                                        : steplight::undo(project, annotator);
                if (!done || done->written.empty())
                    return after;
                const Label& last = done->written.back();
                after = afterLabel(project, last.traceId, annotator);
                after.step = last.step;
            } catch (const std::exception& failure) {
                after.error = errorInWords(failure).toStdString();
            }
            return after;
        },
        [this, again](const AfterLabel& after) {
            if (after.error.empty() && !after.traceId.empty() &&
                after.traceId != m_traceId.toStdString()) {
                showAround(after);
                openTrace(QString::fromStdString(after.traceId), after.step);
                return; // keys are held until it is there
            }
            showTakenBack(after, again);
            m_page.holdKeys(false);
        });
}

// Of the trace in front, or why there is nothing to show.
void LabelController::showTakenBack(const AfterLabel& after, bool again)
{
    if (!after.error.empty()) {
        emit message({MessageLevel::error, tr("Nothing was taken back: %1 Everything is as it was.")
                                               .arg(QString::fromStdString(after.error))});
    } else if (after.traceId.empty()) {
        emit message({MessageLevel::info,
                      again ? tr("There is nothing to redo.") : tr("There is nothing to undo.")});
    } else {
        showAround(after);
        m_page.setLabels(after.traceId, untold(after.labels, m_answers, speaker()));
        if (after.step != wholeTrace)
            m_page.showStep(after.traceId, after.step);
    }
}

void LabelController::showAround(const AfterLabel& after)
{
    for (const TraceRow& row : after.row)
        m_queue.showRow(row);
    m_page.setHistory(after.decisions);
    m_page.setSaved(after.savedAt);
    if (after.queues.empty())
        m_queue.showTakenBack();
    else
        m_queue.showLabelled(after.before, after.queues, after.today);
    m_readAheadSoon.start();
    emit recorded();
}

void LabelController::showDecisions()
{
    m_session.reader().post(
        this,
        [annotator = speaker()](Project& project) { return afterLabel(project, {}, annotator); },
        [this](const AfterLabel& after) {
            m_page.setHistory(after.decisions);
            m_page.setSaved(after.savedAt);
        });
}

} // namespace steplight
