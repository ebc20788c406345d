// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/score_now.h"

#include "app/run_keeping.h"
#include "storage/estimates.h"
#include "storage/reading.h"
#include "storage/runs.h"

#include <optional>

namespace steplight {
namespace {

struct Wish {
    std::string model; ///< empty = there is none
    protocol::TraceInput trace;
};

bool usable(const std::string& folder)
{
    std::error_code absent;
    return !folder.empty() &&
           std::filesystem::is_regular_file(std::filesystem::path(folder) / "config.json", absent);
}

std::string modelFor(Project& project, const TraceDetail& detail)
{
    for (auto one = detail.estimates.rbegin(); one != detail.estimates.rend(); ++one)
        if (one->kind == EstimateKind::prm && usable(one->source.model))
            return one->source.model; // of the last step the newest source
    for (const Run& run : runs(project))
        if (usable(run.model))
            return run.model;
    for (const Model& model : models(project))
        if (model.error.empty() && usable(model.path))
            return model.path;
    return {};
}

Wish wishFor(Project& project, const std::string& traceId)
{
    const TraceDetail detail = traceDetail(project, traceId);
    return {modelFor(project, detail), protocol::traceInput(detail.question, detail.trace)};
}

} // namespace

ScoreNow::ScoreNow(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    connect(&m_client, &EngineClient::scored, this,
            [this](const QString& call, const protocol::Result& result,
                   const protocol::ModelLoaded& model) {
                if (call == m_call)
                    store(result, model);
            });
    connect(&m_client, &EngineClient::failed, this,
            [this](const QString& call, const QString& sentence) {
                if (call == m_call)
                    emit message({MessageLevel::error, sentence});
            });
    connect(&m_client, &EngineClient::loading, this, [this](const QString& call, double share) {
        if (call == m_call)
            emit message({MessageLevel::info,
                          tr("Loading the model: %1 %").arg(static_cast<int>(share * 100))});
    });
}

void ScoreNow::score(const QString& traceId)
{
    m_session.opener().post(
        this, [id = traceId.toStdString()](Project& project) { return wishFor(project, id); },
        [this, wish = ++m_wish](const Wish& found) {
            if (wish != m_wish)
                return;
            if (found.model.empty()) {
                emit message({MessageLevel::info,
                              tr("No PRM is known yet. Add its folder on the Models page, then "
                                 "score again.")});
                return;
            }
            m_client.cancel(m_call);
            m_model = QString::fromStdString(found.model);
            m_call = m_client.score(m_model, m_session.folder() + QStringLiteral("/images"),
                                    found.trace);
        });
}

void ScoreNow::store(const protocol::Result& result, const protocol::ModelLoaded& model)
{
    const EstimateSource source{model.name, m_model.toStdString(), model.hash, model.profile, {}};
    m_session.writer().post(
        this,
        [estimates = estimatesOf(result, source)](Project& project) {
            addEstimates(project, estimates.traceId, estimates.estimates);
            return true;
        },
        [this, trace = QString::fromStdString(result.trace),
         words = tr("Scored by %1 in %2 s.")
                     .arg(QString::fromStdString(model.name))
                     .arg(result.seconds, 0, 'f', 1)](bool) {
            emit message({MessageLevel::info, words});
            emit stored(trace);
        });
}

} // namespace steplight
