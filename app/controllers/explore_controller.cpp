// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/explore_controller.h"

#include "app/error_words.h"
#include "app/query_words.h"
#include "storage/queries.h"
#include "storage/runs.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/trace_table_model.h"

namespace steplight {
namespace {

struct Answer {
    std::int64_t count = 0;
    double seconds = 0;
    QueryReading error; ///< its terms are not used
};

Answer countOf(Project& project, const std::string& query)
{
    const auto begun = std::chrono::steady_clock::now();
    Answer answer;
    try {
        answer.count = countTraces(project, query);
    } catch (const QueryError&) {
        answer.error = readQuery(QString::fromStdString(query));
    }
    answer.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return answer;
}

} // namespace

ExploreController::ExploreController(Session& session, ExplorePage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page)
{
    connect(&page, &ExplorePage::queryChanged, this, &ExploreController::search);
    connect(&page, &ExplorePage::traceSelected, this, &ExploreController::showDetail);
    connect(&page, &ExplorePage::traceActivated, this, &ExploreController::traceActivated);
    connect(&page, &ExplorePage::saveQueueRequested, this, &ExploreController::saveView);
    connect(&page, &ExplorePage::renameQueueRequested, this, &ExploreController::renameView);
    connect(&page, &ExplorePage::deleteQueueRequested, this, &ExploreController::deleteView);
    connect(page.model(), &TraceTableModel::rowsWanted, this, &ExploreController::fetch);
    connect(page.model(), &TraceTableModel::sortRequested, this,
            [this](TraceOrder order, bool descending) {
                m_listing.order = order;
                m_listing.descending = descending;
                m_page.setOrder(order, descending);
                answer();
            });
    page.setQueryReader(readQuery);
    page.setQueryWords(queryWords());
}

void ExploreController::search(const QString& query)
{
    m_listing.query = query.toStdString();
    answer();
}

void ExploreController::refresh()
{
    readQueues();
    readNames();
    m_session.reader().post(
        this, [query = m_listing.query](Project& project) { return countOf(project, query).count; },
        [this](std::int64_t count) {
            if (count != m_page.model()->rowCount())
                return answer(true);
            m_page.model()->refresh();
            m_page.refreshSelected();
        });
}

void ExploreController::readQueues()
{
    m_session.reader().post(
        this, [](Project& project) { return queues(project, false); },
        [this](std::vector<Queue> queues) { m_page.setQueues(std::move(queues)); });
}

/// The completion's names; read again only when there are new ones.
void ExploreController::readNames()
{
    struct Known {
        std::int64_t version = -1;
        QueryNames names;
    };
    m_session.reader().post(
        this,
        [last = m_namesVersion](Project& project) {
            Known known{queryNamesVersion(project), {}};
            if (known.version != last)
                known.names = queryNames(project);
            return known;
        },
        [this](const Known& known) {
            if (known.version == m_namesVersion)
                return;
            m_namesVersion = known.version;
            const auto words = queryWords(known.names);
            m_page.setQueryWords(words);
            emit queryWordsChanged(words);
        });
}

void ExploreController::answer(bool inPlace)
{
    const int generation = ++m_generation;
    m_session.reader().post(
        this, [query = m_listing.query](Project& project) { return countOf(project, query); },
        [this, inPlace, generation](const Answer& answer) {
            if (generation != m_generation)
                return;
            if (!answer.error.problem.isEmpty()) {
                m_page.setQueryError(answer.error.problem, answer.error.start, answer.error.length);
                return;
            }
            m_page.setResult(static_cast<int>(answer.count), answer.seconds, inPlace);
            readQueues();
            readNames();
            if (answer.count == 0)
                explainEmpty();
        });
}

void ExploreController::explainEmpty()
{
    m_session.reader().post(
        this, [query = m_listing.query](Project& project) { return emptyReason(project, query); },
        [this, generation = m_generation](const std::optional<EmptyReason>& reason) {
            if (generation == m_generation && reason)
                m_page.setEmptyReason(
                    QString::fromStdString(m_listing.query.substr(reason->begin, reason->length)),
                    reason->without, reason->never);
        });
}

void ExploreController::fetch(int first, int count)
{
    m_session.reader().post(
        this,
        [listing = m_listing, first, count](Project& project) {
            return traceRows(project, listing, first, count);
        },
        [this, first, generation = m_generation](std::vector<TraceRow> rows) {
            if (generation == m_generation)
                m_page.model()->setRows(first, std::move(rows));
        });
}

void ExploreController::showDetail(const QString& traceId)
{
    m_session.reader().post(
        this, [id = traceId.toStdString()](Project& project) { return traceDetail(project, id); },
        [this](const TraceDetail& detail) { m_page.setDetail(detail); });
}

/// Saving under a name that is taken replaces its query; what it was can be had back.
void ExploreController::saveView(const QString& name, const QString& query)
{
    m_session.writer().post(
        this,
        [name = name.toStdString(), query = query.toStdString()](Project& project) {
            std::string before = query;
            for (const Queue& queue : queues(project, false))
                if (!queue.builtIn && queue.name == name)
                    before = queue.query;
            saveQueue(project, name, query);
            return QString::fromStdString(before);
        },
        [this, name, query](const QString& before) {
            if (before == query)
                emit message({MessageLevel::info, tr("“%1” is a queue now.").arg(name)});
            else
                emit message({MessageLevel::info, tr("“%1” holds this query now.").arg(name),
                              tr("Undo"), [this, name, before] { saveView(name, before); }});
            tellSaved();
        });
}

void ExploreController::renameView(const QString& name, const QString& newName)
{
    m_session.writer().post(
        this,
        [name = name.toStdString(), newName = newName.toStdString()](Project& project) {
            try {
                renameQueue(project, name, newName);
            } catch (const StorageError& error) {
                return errorInWords(error);
            }
            return QString();
        },
        [this, name, newName](const QString& problem) {
            if (problem.isEmpty())
                emit message({MessageLevel::info, tr("“%1” is called “%2” now.").arg(name, newName),
                              tr("Undo"), [this, name, newName] { renameView(newName, name); }});
            else
                emit message({MessageLevel::warning, problem});
            tellSaved();
        });
}

void ExploreController::deleteView(const QString& name)
{
    m_session.writer().post(
        this,
        [name = name.toStdString()](Project& project) {
            std::string query;
            for (const Queue& queue : queues(project, false))
                if (!queue.builtIn && queue.name == name)
                    query = queue.query;
            forgetQueue(project, name);
            return QString::fromStdString(query);
        },
        [this, name](const QString& query) {
            emit message(
                {MessageLevel::info,
                 tr("The queue “%1” was deleted; its traces and labels are kept.").arg(name),
                 tr("Undo"), [this, name, query] { saveView(name, query); }});
            tellSaved();
        });
}

void ExploreController::tellSaved()
{
    readQueues();
    emit queueSaved();
}

} // namespace steplight
