// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/queue_controller.h"

#include "app/error_words.h"
#include "storage/labels.h"
#include "storage/queries.h"
#include "storage/team/training.h"
#include "ui/label/label_page.h"
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
    m_countSoon.setSingleShot(true);
    m_countSoon.setInterval(countAfter);
    connect(&m_countSoon, &QTimer::timeout, this, [this] {
        if (std::exchange(m_listToo, false))
            list(false);
        readCounts();
    });
}

void QueueController::listAndRecount()
{
    m_listToo = true;
    recount();
}

void QueueController::choose(const std::string& queue, const std::string& query)
{
    m_name = queue;
    m_listing.query = query;
    m_page.setQuery(QString::fromStdString(query));
}

void QueueController::chosenByUser(const std::string& queue, const std::string& query)
{
    choose(queue, query);
    emit chosen();
    list(true);
}

void QueueController::list(bool openFirst)
{
    struct Found {
        std::int64_t count = 0;
        std::int64_t all = 0;
        std::vector<std::string> first;
        QString error;
        int column = -1;
    };
    m_session.reader().post(
        this,
        [listing = m_listing](Project& project) {
            Found found;
            try {
                found.first = traceIds(project, listing, 1);
                found.count = countTraces(project, listing.query);
                found.all = found.count > 0 ? found.count : countTraces(project, {});
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
            if (m_model->rowCount() == found.count)
                m_model->refresh();
            else
                m_model->setCount(static_cast<int>(found.count));
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
    m_session.reader().post(
        this,
        [annotator = m_session.annotator()](Project& project) {
            return Found{queues(project, false), labelCounts(project, annotator)};
        },
        [this, generation = ++m_countGeneration](Found found) {
            m_page.setCounts(found.labels.left, found.labels.today);
            if (generation != m_countGeneration)
                return;
            if (!std::exchange(m_named, true)) // their counts come when they are there
                m_page.setQueues(found.queues, m_name);
            countQueues(std::move(found.queues), 0);
        });
}

// One queue at a time and as long work: at full size all of them take half a second, and a list
// that is looked at meanwhile must not wait for that.
void QueueController::countQueues(std::vector<Queue> queues, std::size_t next)
{
    if (next == queues.size()) {
        m_page.setQueues(queues, m_name);
        // While labels or an import go on, counting takes a quarter of the time at most.
        m_countSoon.setInterval(
            std::clamp(static_cast<int>(3 * m_counting.elapsed()), countAfter, longestPause));
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

} // namespace steplight
