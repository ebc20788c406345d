// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/explore_controller.h"

#include "storage/queries.h"
#include "storage/runs.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/trace_table_model.h"

namespace steplight {
namespace {

struct Answer {
    std::int64_t count = 0;
    double seconds = 0;
    QString error;
    int column = -1;
};

Answer countOf(Project& project, const std::string& query)
{
    const auto begun = std::chrono::steady_clock::now();
    Answer answer;
    try {
        answer.count = countTraces(project, query);
    } catch (const QueryError& error) {
        answer.error = QString::fromUtf8(error.what());
        answer.column = static_cast<int>(error.position());
    }
    answer.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return answer;
}

struct EmptyReason {
    QString condition;
    std::int64_t without = 0;
};

/// The one condition whose absence gives most traces. Conditions joined by "or" have no such one.
EmptyReason reasonFor(Project& project, const QString& query)
{
    EmptyReason best;
    for (const QueryTerm& term : queryTerms(query)) {
        if (term.text == QStringLiteral("or"))
            return {};
        QString others = query;
        others.remove(term.start, term.length);
        const Answer answer = countOf(project, others.toStdString());
        if (answer.error.isEmpty() && answer.count > best.without)
            best = {term.text, answer.count};
    }
    return best;
}

} // namespace

ExploreController::ExploreController(Session& session, ExplorePage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page)
{
    connect(&page, &ExplorePage::queryChanged, this, &ExploreController::search);
    connect(&page, &ExplorePage::traceSelected, this, &ExploreController::showDetail);
    connect(&page, &ExplorePage::traceActivated, this, &ExploreController::traceActivated);
    connect(&page, &ExplorePage::saveQueueRequested, this, &ExploreController::saveView);
    connect(page.model(), &TraceTableModel::rowsWanted, this, &ExploreController::fetch);
    connect(page.model(), &TraceTableModel::sortRequested, this,
            [this](TraceOrder order, bool descending) {
                m_listing.order = order;
                m_listing.descending = descending;
                m_page.setOrder(order, descending);
                answer();
            });
}

void ExploreController::search(const QString& query)
{
    m_listing.query = query.toStdString();
    answer();
}

void ExploreController::refresh()
{
    m_session.reader().post(
        this, [query = m_listing.query](Project& project) { return countOf(project, query).count; },
        [this](std::int64_t count) {
            if (count == m_page.model()->rowCount())
                m_page.model()->refresh();
            else
                answer();
        });
}

void ExploreController::answer()
{
    const int generation = ++m_generation;
    m_session.reader().post(
        this, [query = m_listing.query](Project& project) { return countOf(project, query); },
        [this, generation](const Answer& answer) {
            if (generation != m_generation)
                return;
            if (!answer.error.isEmpty()) {
                m_page.setQueryError(answer.error, answer.column);
                return;
            }
            m_page.setResult(static_cast<int>(answer.count), answer.seconds);
            if (answer.count == 0)
                explainEmpty();
        });
}

void ExploreController::explainEmpty()
{
    m_session.reader().post(
        this,
        [query = QString::fromStdString(m_listing.query)](Project& project) {
            return reasonFor(project, query);
        },
        [this, generation = m_generation](const EmptyReason& reason) {
            if (generation == m_generation && reason.without > 0)
                m_page.setEmptyReason(reason.condition, reason.without);
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

void ExploreController::saveView(const QString& name, const QString& query)
{
    m_session.writer().post(
        this,
        [key = name.toStdString(), query = query.toStdString()](Project& project) {
            saveQueue(project, key, query);
        },
        [this, name] {
            emit message({MessageLevel::info, tr("“%1” is a queue now.").arg(name)});
            emit queueSaved();
        });
}

} // namespace steplight
