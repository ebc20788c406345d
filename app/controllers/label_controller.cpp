// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/label_controller.h"

#include "storage/queries.h"
#include "storage/runs.h"
#include "ui/pages/trace_table_model.h"

namespace steplight {
namespace {

constexpr int decisionsShown = 12;

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
        row.program = STEPLIGHT_VERSION;
        rows.push_back(std::move(row));
    }
    return rows;
}

/// All that a label changes on the screen, read in the same go.
struct AfterLabel {
    std::string traceId;
    int step = wholeTrace;
    std::vector<Label> labels;
    std::vector<TraceRow> row;
    std::vector<Decision> decisions;
    std::int64_t savedAt = 0;
    std::string error;
};

AfterLabel afterLabel(Project& project, const std::string& traceId, const std::string& annotator)
{
    AfterLabel after;
    after.traceId = traceId;
    after.labels = currentLabels(project, traceId);
    after.row = traceRows(project, {traceId});
    after.decisions = recentDecisions(project, annotator, decisionsShown);
    if (const auto saved = lastSaved(project))
        after.savedAt = saved->createdAt;
    return after;
}

std::string viewSetting(const std::string& imageHash)
{
    return "view:" + imageHash;
}

} // namespace

LabelController::LabelController(Session& session, LabelPage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page), m_model(new TraceTableModel(this))
{
    m_page.setTraceModel(m_model);
    connectPage();
    m_countSoon.setSingleShot(true);
    m_countSoon.setInterval(150);
    connect(&m_countSoon, &QTimer::timeout, this, &LabelController::readCounts);
    m_page.setVisibility(session.visibility());
    m_page.setAnnotator(session.annotator());
}

void LabelController::connectPage()
{
    connect(m_model, &TraceTableModel::rowsWanted, this, &LabelController::fetchRows);
    connect(&m_page, &LabelPage::labelRequested, this, &LabelController::record);
    connect(&m_page, &LabelPage::undoRequested, this, &LabelController::undo);
    connect(&m_page, &LabelPage::redoRequested, this, &LabelController::redo);
    connect(&m_page, &LabelPage::traceRequested, this,
            [this](const QString& id) { openTrace(id); });
    connect(&m_page, &LabelPage::nextTraceRequested, this, &LabelController::step);
    connect(&m_page, &LabelPage::queueChosen, this, &LabelController::chooseQueue);
    connect(&m_page, &LabelPage::queryEdited, this, &LabelController::setQuery);
    connect(&m_page, &LabelPage::imageViewChanged, this, &LabelController::rememberView);
    connect(&m_page, &LabelPage::locateImageRequested, this,
            &LabelController::locateImageRequested);
    connect(&m_page, &LabelPage::firstErrorModeChanged, this, [this](bool on) {
        m_session.writer().post(
            this, [on](Project& project) { setSetting(project, "first-error", on ? "1" : "0"); },
            [] {});
    });
}

void LabelController::resume()
{
    struct Last {
        std::string trace;
        std::string queue;
        std::string query;
        bool firstError = false;
    };
    m_session.reader().post(
        this,
        [](Project& project) {
            std::map<std::string, std::string> known = settings(project);
            return Last{known["trace"], known["queue"], known["query"],
                        known["first-error"] == "1"};
        },
        [this](const Last& last) {
            m_page.setFirstErrorMode(last.firstError);
            m_queue = last.queue.empty() ? "all" : last.queue;
            m_listing.query = last.query;
            m_page.setQuery(QString::fromStdString(last.query));
            if (!last.trace.empty() && m_traceId.isEmpty())
                openTrace(QString::fromStdString(last.trace));
            listTraces(last.trace.empty());
            readCounts();
            showLabels({});
        });
}

void LabelController::refresh()
{
    listTraces(m_traceId.isEmpty());
    m_countSoon.start();
    // On the writing thread: what it reads is never older than the answer to a label.
    if (!m_traceId.isEmpty())
        m_session.writer().post(
            this,
            [id = m_traceId.toStdString()](Project& project) { return traceDetail(project, id); },
            [this](const TraceDetail& detail) {
                if (detail.trace.id == m_traceId.toStdString())
                    m_page.setDetail(detail);
            });
}

void LabelController::chooseQueue(const Queue& queue)
{
    m_queue = queue.name;
    m_listing.query = queue.query;
    m_page.setQuery(QString::fromStdString(queue.query));
    listTraces(true);
}

void LabelController::setQuery(const QString& query)
{
    m_queue.clear();
    m_listing.query = query.toStdString();
    listTraces(true);
}

void LabelController::listTraces(bool openFirst)
{
    struct Found {
        std::int64_t count = 0;
        std::int64_t all = 0;
        std::vector<std::string> first;
        QString error;
        int column = -1;
    };
    const int generation = ++m_generation;
    m_session.reader().post(
        this,
        [listing = m_listing](Project& project) {
            Found found;
            try {
                found.count = countTraces(project, listing.query);
                found.first = traceIds(project, listing, 1);
                found.all = found.count > 0 ? found.count : countTraces(project, {});
            } catch (const QueryError& error) {
                found.error = QString::fromUtf8(error.what());
                found.column = static_cast<int>(error.position());
            }
            return found;
        },
        [this, generation, openFirst](const Found& found) {
            if (generation != m_generation)
                return;
            m_page.setQueryError(found.error, found.column);
            if (!found.error.isEmpty())
                return;
            if (m_model->rowCount() == found.count)
                m_model->refresh();
            else
                m_model->setCount(static_cast<int>(found.count));
            if (found.first.empty() && (openFirst || m_traceId.isEmpty()))
                sayEmpty(found.all);
            else if (openFirst && !found.first.empty())
                openTrace(QString::fromStdString(found.first.front()));
        });
}

void LabelController::sayEmpty(std::int64_t tracesInProject)
{
    m_traceId.clear();
    if (tracesInProject == 0)
        m_page.clearDetail(tr("No traces yet"),
                           tr("Drop files or folders here, or press Ctrl+I to import."));
    else
        m_page.clearDetail(tr("Nothing in this queue"),
                           tr("No trace meets “%1”. Choose another queue or change the query.")
                               .arg(QString::fromStdString(m_listing.query)));
    emit shown({});
}

void LabelController::fetchRows(int first, int count)
{
    m_session.reader().post(
        this,
        [listing = m_listing, first, count](Project& project) {
            return traceRows(project, listing, first, count);
        },
        [this, first, generation = m_generation](std::vector<TraceRow> rows) {
            if (generation == m_generation)
                m_model->setRows(first, std::move(rows));
        });
}

void LabelController::openTrace(const QString& traceId, int step)
{
    const int generation = ++m_openGeneration;
    m_session.reader().post(
        this,
        [id = traceId.toStdString()](Project& project) -> std::optional<TraceDetail> {
            try {
                return traceDetail(project, id);
            } catch (const StorageError&) {
                return std::nullopt; // remembered from last time and gone since
            }
        },
        [this, step, generation](const std::optional<TraceDetail>& detail) {
            if (generation != m_openGeneration)
                return;
            if (!detail) {
                listTraces(true);
                return;
            }
            if (step != wholeTrace)
                m_page.showStep(detail->trace.id, step);
            show(*detail);
        });
}

void LabelController::show(const TraceDetail& detail)
{
    m_traceId = QString::fromStdString(detail.trace.id);
    m_page.setDetail(detail);
    restoreView(detail);
    m_session.writer().post(
        this,
        [trace = detail.trace.id, queue = m_queue, query = m_listing.query](Project& project) {
            setSetting(project, "trace", trace);
            setSetting(project, "queue", queue);
            setSetting(project, "query", query);
        },
        [] {});
    prefetchNext();
    emit shown(m_traceId);
}

void LabelController::prefetchNext()
{
    m_session.reader().post(
        this,
        [listing = m_listing, id = m_traceId.toStdString()](Project& project) {
            const auto next = nextTrace(project, listing, id);
            return next ? traceDetail(project, *next).question.images : std::vector<ImageRef>();
        },
        [this](const std::vector<ImageRef>& images) { m_page.prefetch(images); });
}

void LabelController::step(int direction)
{
    m_session.reader().post(
        this,
        [listing = m_listing, id = m_traceId.toStdString(), direction](Project& project) {
            return nextTrace(project, listing, id, direction > 0);
        },
        [this, direction](const std::optional<std::string>& next) {
            if (next)
                openTrace(QString::fromStdString(*next));
            else
                emit message({MessageLevel::info,
                              direction > 0 ? tr("This is the last trace of the queue.")
                                            : tr("This is the first trace of the queue.")});
        });
}

void LabelController::record(const LabelAction& action)
{
    m_session.writer().post(
        this,
        [rows = rowsOf(action, m_session.annotator())](Project& project) {
            const std::string traceId = rows.front().traceId;
            const std::string annotator = rows.front().annotator;
            std::string error;
            try {
                recordLabels(project, rows);
            } catch (const std::exception& failure) {
                error = failure.what();
            }
            AfterLabel after = afterLabel(project, traceId, annotator);
            after.error = error;
            return after;
        },
        [this](const AfterLabel& after) {
            if (after.traceId == m_traceId.toStdString())
                m_page.setLabels(after.traceId, after.labels);
            if (!after.error.empty()) {
                emit message({MessageLevel::error,
                              tr("The label was not saved: %1 Everything saved before is kept.")
                                  .arg(QString::fromStdString(after.error))});
                return;
            }
            for (const TraceRow& row : after.row)
                m_model->updateRow(row);
            m_page.setHistory(after.decisions);
            m_page.setSaved(after.savedAt);
            m_countSoon.start();
        });
}

void LabelController::takeBack(bool again)
{
    m_session.writer().post(
        this,
        [again, annotator = m_session.annotator()](Project& project) -> std::optional<AfterLabel> {
            const auto done =
                again ? steplight::redo(project, annotator) : steplight::undo(project, annotator);
            if (!done || done->written.empty())
                return std::nullopt;
            const Label& last = done->written.back();
            AfterLabel after = afterLabel(project, last.traceId, annotator);
            after.step = last.step;
            return after;
        },
        [this, again](const std::optional<AfterLabel>& after) {
            if (!after) {
                emit message({MessageLevel::info, again ? tr("There is nothing to redo.")
                                                        : tr("There is nothing to undo.")});
                return;
            }
            for (const TraceRow& row : after->row)
                m_model->updateRow(row);
            m_page.setHistory(after->decisions);
            m_page.setSaved(after->savedAt);
            m_countSoon.start();
            if (after->traceId == m_traceId.toStdString()) {
                m_page.setLabels(after->traceId, after->labels);
                if (after->step != wholeTrace)
                    m_page.showStep(after->traceId, after->step);
            } else {
                openTrace(QString::fromStdString(after->traceId), after->step);
            }
        });
}

void LabelController::showLabels(const std::string& traceId)
{
    m_session.reader().post(
        this,
        [traceId, annotator = m_session.annotator()](Project& project) {
            return afterLabel(project, traceId, annotator);
        },
        [this](const AfterLabel& after) {
            m_page.setHistory(after.decisions);
            m_page.setSaved(after.savedAt);
        });
}

void LabelController::readCounts()
{
    struct Found {
        std::vector<Queue> queues;
        LabelCounts labels;
    };
    const int generation = ++m_countGeneration;
    m_session.reader().post(
        this,
        [annotator = m_session.annotator()](Project& project) {
            return Found{queues(project, false), labelCounts(project, annotator)};
        },
        [this, generation](Found found) {
            m_page.setCounts(found.labels.left, found.labels.today);
            if (generation == m_countGeneration)
                countQueues(std::move(found.queues), 0);
        });
}

// One queue at a time and as long work: at full size all of them take half a second, and a trace
// that is opened meanwhile must not wait for that.
void LabelController::countQueues(std::vector<Queue> queues, std::size_t next)
{
    if (next == queues.size()) {
        m_page.setQueues(queues, m_queue);
        return;
    }
    const Queue wanted = queues[next];
    m_session.reader().postLong(
        this,
        [queue = wanted](Project& project) mutable {
            countQueue(project, queue);
            return queue;
        },
        [this, queues = std::move(queues), next,
         generation = m_countGeneration](Queue counted) mutable {
            if (generation != m_countGeneration)
                return;
            queues[next] = std::move(counted);
            countQueues(std::move(queues), next + 1);
        });
}

void LabelController::rememberView(const QString& imageHash, const CanvasView& view)
{
    const QString text = QString::number(view.zoom, 'g', 9) % u' ' %
                         QString::number(view.centre.x(), 'g', 9) % u' ' %
                         QString::number(view.centre.y(), 'g', 9);
    m_session.writer().post(
        this,
        [key = viewSetting(imageHash.toStdString()), value = text.toStdString()](Project& project) {
            setSetting(project, key, value);
        },
        [] {});
}

void LabelController::restoreView(const TraceDetail& detail)
{
    if (detail.question.images.empty() || detail.question.images.front().hash.empty())
        return;
    m_session.reader().post(
        this,
        [key = viewSetting(detail.question.images.front().hash)](Project& project) {
            return setting(project, key);
        },
        [this, traceId = m_traceId](const std::string& text) {
            const QStringList numbers = QString::fromStdString(text).split(u' ');
            if (numbers.size() == 3 && traceId == m_traceId)
                m_page.setView(
                    {numbers[0].toDouble(), {numbers[1].toDouble(), numbers[2].toDouble()}});
        });
}

} // namespace steplight
