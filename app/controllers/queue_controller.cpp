// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/queue_controller.h"

#include "app/error_words.h"
#include "storage/labels.h"
#include "storage/queries.h"
#include "storage/runs.h"
#include "storage/team/training.h"
#include "ui/label/label_page.h"
#include "ui/label/queue_words.h"
#include "ui/pages/trace_table_model.h"

#include <algorithm>
#include <utility>

namespace steplight {
namespace {

constexpr int countAfter = 150;     // ms
constexpr int longestPause = 5'000; // ms

} // namespace

QueueController::QueueController(Session& session, LabelPage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page), m_model(new TraceTableModel(this))
{
    m_page.setTraceModel(m_model);
    connect(m_model, &TraceTableModel::rowsWanted, this, &QueueController::fetchRows);
    connect(&m_page, &LabelPage::queueChosen, this,
            [this](const Queue& queue) { chosenByUser(queue.name, queue.query); });
    connect(&m_page, &LabelPage::queryEdited, this,
            [this](const QString& query) { chosenByUser({}, query.toStdString()); });
    connect(&m_page, &LabelPage::queueModeChosen, this,
            [this](const QString& queue, std::optional<Visibility> mode) {
                setMode(queue.toStdString(), mode);
            });
    connect(&m_page, &LabelPage::queueOrderChosen, this, &QueueController::setOrder);
    m_countSoon.setSingleShot(true);
    m_countSoon.setInterval(countAfter);
    connect(&m_countSoon, &QTimer::timeout, this, &QueueController::readCounts);
    m_session.reader().post(
        this, [](Project& project) { return queueVisibilities(project); },
        [this](std::map<std::string, Visibility> modes) {
            m_modes = std::move(modes);
            showModes();
        });
}

Visibility QueueController::visibility() const
{
    return m_desk.visibility.value_or(m_session.visibility());
}

QString QueueController::nameInWords() const
{
    for (const Queue& queue : builtInQueues())
        if (queue.name == m_name)
            return queueInWords(queue);
    return QString::fromStdString(m_name);
}

// A label that comes soon after another must not put off the counting of both.
void QueueController::recount()
{
    if (m_underway)
        m_again = true;
    else if (!m_countSoon.isActive())
        m_countSoon.start();
}

void QueueController::choose(const std::string& queue, const std::string& query,
                             const QueueDesk& desk)
{
    m_name = queue;
    m_desk = desk;
    m_listing = {query, desk.order, desk.descending};
    m_listStale = false;
    m_afresh = true;
    m_page.setQuery(QString::fromStdString(query));
    m_page.setQueueOrder(desk.order, desk.descending);
    if (m_named)
        m_page.setQueues(m_queues, m_name);
}

void QueueController::chosenByUser(const std::string& queue, const std::string& query)
{
    struct Found {
        QueueDesk desk;
        std::optional<std::string> place;
    };
    m_session.opener().post(
        this,
        [queue, query, left = queue.empty() ? std::string() : m_left[queue]](Project& project) {
            Found found{queueDesk(project, queue), std::nullopt};
            if (!left.empty())
                found.desk.trace = left; // which may not be on the disk yet
            if (!found.desk.trace.empty())
                found.place = placeIn(project, {query, found.desk.order, found.desk.descending},
                                      found.desk.trace);
            return found;
        },
        [this, queue, query, choice = ++m_choice](const Found& found) {
            if (choice != m_choice)
                return;
            choose(queue, query, found.desk);
            m_shown = found.place.value_or(std::string());
            emit chosen();
            list(!found.place);
            if (found.place)
                emit placeFound(QString::fromStdString(*found.place));
        });
}

void QueueController::keep(const std::string& setting, const std::string& value)
{
    m_session.writer().post(
        this, [setting, value](Project& project) { setSetting(project, setting, value); }, [] {});
}

void QueueController::setMode(const std::string& queue, std::optional<Visibility> mode)
{
    keep(visibilitySetting(queue), mode ? std::string(visibilityWord(*mode)) : std::string());
    m_modes.erase(queue);
    if (mode)
        m_modes[queue] = *mode;
    showModes();
    if (queue != m_name)
        return;
    m_desk.visibility = mode;
    emit visibilityChanged();
}

void QueueController::showModes()
{
    m_page.setQueueModes(m_session.visibility(), m_modes);
}

void QueueController::setOrder(TraceOrder order, bool descending)
{
    keep(orderSetting(m_name), orderText(order, descending));
    m_desk.order = m_listing.order = order;
    m_desk.descending = m_listing.descending = descending;
    m_page.setQueueOrder(order, descending);
    m_afresh = true;
    emit chosen();
    list(false);
}

void QueueController::showTrace(const std::string& traceId)
{
    m_shown = traceId;
    m_left[m_name] = traceId;
    if (std::exchange(m_listStale, false))
        list(false);
}

void QueueController::showTakenBack()
{
    m_listStale = true;
    recount();
}

void QueueController::showLabelled(const std::vector<Queue>& before,
                                   const std::vector<Queue>& after, std::int64_t today)
{
    m_listStale = true;
    if (m_underway)
        recount(); // what is being counted may hold the label, or not
    if (before.size() != after.size() || m_queues.size() != after.size())
        return recount();
    bool anew = false; // a queue that one trace cannot be asked about, "mine" say
    for (std::size_t i = 0; i < after.size(); ++i) {
        Queue& queue = m_queues[i];
        if (queue.name != after[i].name)
            return recount();
        if (queue.count < 0 || before[i].count < 0 || after[i].count < 0) {
            anew = true;
            continue;
        }
        queue.count += after[i].count - before[i].count;
        queue.left += after[i].left - before[i].left;
        if (queue.builtIn && queue.query.empty()) // every trace
            m_page.setCounts(queue.left, today);
    }
    m_page.setQueues(m_queues, m_name);
    if (anew)
        recount();
}

void QueueController::list(bool openFirst)
{
    struct Found {
        std::int64_t count = 0;
        std::int64_t all = 0;
        std::int64_t place = 0; ///< of the trace on the screen
        std::vector<std::string> first;
        QString error;
        int column = -1;
    };
    m_session.reader().post(
        this,
        [listing = m_listing, shown = openFirst ? std::string() : m_shown](Project& project) {
            Found found;
            try {
                found.first = traceIds(project, listing, 1);
                found.count = countTraces(project, listing.query);
                found.all = found.count > 0 ? found.count : countTraces(project, {});
                if (!shown.empty() && !traceRows(project, {shown}).empty())
                    found.place = tracePosition(project, listing, shown);
            } catch (const QueryError& error) {
                found.error = errorInWords(error);
                found.column = static_cast<int>(error.position());
            }
            return found;
        },
        [this, generation = ++m_generation, openFirst](const Found& found) {
            if (generation != m_generation)
                return;
            m_page.setQueryError(found.error, found.column);
            if (!found.error.isEmpty())
                return;
            const bool afresh = std::exchange(m_afresh, false);
            if (!afresh && m_model->rowCount() == found.count) {
                m_model->refresh();
            } else {
                m_model->setCount(static_cast<int>(found.count));
                m_page.setPlace(static_cast<int>(found.place), afresh);
            }
            emit listed(found.first.empty() ? QString()
                                            : QString::fromStdString(found.first.front()),
                        found.all, openFirst);
        });
}

void QueueController::showRow(const TraceRow& row)
{
    m_model->updateRow(row);
}

void QueueController::fetchRows(int first, int count)
{
    m_session.reader().post(
        this,
        [listing = m_listing, first, count](Project& project) {
            auto rows = traceRows(project, listing, first, count);
            hideAnswers(project, rows);
            return rows;
        },
        [this, first, generation = m_generation](std::vector<TraceRow> rows) {
            if (generation == m_generation)
                m_model->setRows(first, std::move(rows));
        });
}

void QueueController::readCounts()
{
    struct Found {
        std::vector<Queue> queues;
        LabelCounts labels;
    };
    m_counting.start();
    m_underway = true;
    m_session.reader().post(
        this,
        [annotator = m_session.annotator()](Project& project) -> std::optional<Found> {
            try {
                return Found{queues(project, false), labelCounts(project, annotator)};
            } catch (const std::exception&) {
                return std::nullopt; // the list says so; the counts stay as they are
            }
        },
        [this, generation = ++m_countGeneration](std::optional<Found> counted) {
            if (!counted) {
                m_underway = m_again = false;
                return;
            }
            Found& found = *counted;
            m_page.setCounts(found.labels.left, found.labels.today);
            if (generation != m_countGeneration)
                return;
            if (!std::exchange(m_named, true)) { // their counts come when they are there
                m_queues = found.queues;
                m_page.setQueues(m_queues, m_name);
            }
            countQueues(std::move(found.queues), 0);
        });
}

// One queue at a time and as long work: at full size all of them take half a second, and a list
// that is looked at meanwhile must not wait for that.
void QueueController::countQueues(std::vector<Queue> queues, std::size_t next)
{
    if (next == queues.size()) {
        m_queues = std::move(queues);
        m_underway = false;
        if (std::exchange(m_again, false))
            recount();
        m_page.setQueues(m_queues, m_name);
        // While labels or an import go on, counting takes a quarter of the time at most.
        m_countSoon.setInterval(
            std::clamp(static_cast<int>(3 * m_counting.elapsed()), countAfter, longestPause));
        return;
    }
    const Queue wanted = queues[next];
    m_session.reader().postLong(
        this,
        [queue = wanted](Project& project) mutable {
            try {
                countQueue(project, queue);
            } catch (const std::exception&) {
                queue.count = queue.left = -1; // the others are counted all the same
            }
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

} // namespace steplight
