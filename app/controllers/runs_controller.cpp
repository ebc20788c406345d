// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/runs_controller.h"

#include "app/error_words.h"
#include "app/run_folder.h"
#include "app/run_news.h"
#include "app/run_order.h"
#include "storage/queries.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "ui/pages/run_cost.h"
#include "ui/pages/run_list.h"
#include "ui/pages/runs_page.h"

#include <QDesktopServices>
#include <QFile>
#include <QUrl>

#include <algorithm>

namespace steplight {
namespace {

constexpr qint64 logTail = 16 * 1024;
constexpr int answersWithin = 5'000; // ms; a poll that failed gives no answer

/// All runs, the living ones brought up to date, and which of them ended in that, maybe while no
/// window was open.
Collected collectAll(Project& project)
{
    Collected all{runs(project), {}};
    for (Run& run : all.runs)
        if (!isOver(run) || livesAgain(run)) {
            collectRun(project, run); // one slice; the next poll takes the next
            if (isOver(run))
                all.ended.insert(run.id);
        }
    return all;
}

/// How long the last one of this kind with this model took; empty when there was none.
QString lastInWords(const std::vector<Run>& runs, const QString& kind, const QString& model)
{
    const auto last = std::find_if(runs.begin(), runs.end(), [&](const Run& run) { // newest first
        return run.kind == kind.toStdString() && run.model == model.toStdString() &&
               run.state == RunState::done && run.done > 0 && run.endedAt > run.createdAt;
    });
    return last == runs.end() ? QString()
                              : RunsController::tr("The last one: %1.").arg(progressInWords(*last));
}

/// The last of each strategy counts.
void keepCost(std::vector<CostCurve>& costs, const protocol::Curve& curve)
{
    constexpr std::string_view prefix = "tokens_";
    if (!curve.name.starts_with(prefix) || curve.columns.size() < 3)
        return;
    CostCurve kept{curve.name.substr(prefix.size()), {}};
    for (const auto& row : curve.rows) // n, tokens, accuracy, …
        if (row.size() > 2 && row[1] && row[2])
            kept.points.push_back({*row[1], *row[2]});
    std::erase_if(costs, [&](const CostCurve& old) { return old.strategy == kept.strategy; });
    if (!kept.points.empty())
        costs.push_back(std::move(kept));
}

QString tailOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - logTail));
    return QString::fromUtf8(file.readAll());
}

} // namespace

RunsController::RunsController(Session& session, RunsPage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page)
{
    connect(&page, &RunsPage::startRequested, this, &RunsController::start);
    connect(&page, &RunsPage::cancelRequested, this, &RunsController::cancel);
    connect(&page, &RunsPage::resumeRequested, this, &RunsController::resume);
    connect(&page, &RunsPage::logWanted, this, [this](const QString& runId) {
        m_told = {}; // the page shows another run, or the same anew
        showLog(runId);
    });
    connect(&page, &RunsPage::countWanted, this, &RunsController::count);
    connect(&page, &RunsPage::tracesWanted, this, &RunsController::tracesWanted);
    connect(&page, &RunsPage::openFolderRequested, this,
            [](const QString& folder) { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
    connect(&m_poll, &QTimer::timeout, this, &RunsController::follow);
    m_poll.start(500);
    follow();
    readUsualModels();
}

void RunsController::readUsualModels()
{
    m_session.reader().post(
        this,
        [](Project& project) {
            QMap<QString, QString> usual;
            for (const std::string& kind : runKinds())
                if (const std::string model = setting(project, usualModelSetting(kind));
                    !model.empty())
                    usual[QString::fromStdString(kind)] = QString::fromStdString(model);
            return usual;
        },
        [this](const QMap<QString, QString>& usual) { m_page.setUsualModels(usual); });
}

void RunsController::follow()
{
    if (m_asked.isValid() && !m_asked.hasExpired(answersWithin))
        return;
    m_asked.start();
    m_session.writer().post(
        this, [](Project& project) { return collectAll(project); },
        [this](const Collected& all) {
            m_asked.invalidate();
            showRuns(all);
        });
}

void RunsController::showRuns(const Collected& all)
{
    const std::vector<Run>& runs = all.runs;
    int living = 0;
    for (const Run& run : runs) {
        living += isOver(run) ? 0 : 1;
        const auto before = std::find_if(m_runs.begin(), m_runs.end(),
                                         [&](const Run& one) { return one.id == run.id; });
        const bool known = before != m_runs.end();
        if (known && before->done != run.done)
            m_session.touch();
        if (isOver(run) && (all.ended.contains(run.id) || (known && !isOver(*before))))
            sayEnded(run);
    }
    m_runs = runs;
    m_page.setRuns(runs);
    if (!m_page.selected().isEmpty())
        showLog(m_page.selected());
    emit running(living);
    emit followed(runs);
}

void RunsController::sayEnded(const Run& run)
{
    const auto show = [this, id = QString::fromStdString(run.id)] {
        m_page.select(id);
        emit runWanted();
    };
    const auto next = orderAfter(run);
    emit ended(QString::fromStdString(run.kind), run.state == RunState::done, next.has_value());
    if (run.state == RunState::failed)
        emit message(
            {MessageLevel::error, QString::fromStdString(run.message), tr("Show the run"), show});
    if (run.state != RunState::done)
        return;
    if (run.kind != "train") {
        const int traces = static_cast<int>(metricOf(run, "new_traces").value_or(0));
        emit message({MessageLevel::info,
                      settingOf(run, "from") == "rewrites" ? tr("%n continuations were written.",
                                                                nullptr, static_cast<int>(run.done))
                      : run.kind == "synthesize" || run.kind == "search"
                          ? tr("%n traces were written.", nullptr, traces)
                      : run.kind == "judge"
                          ? tr("%n traces were judged.", nullptr, static_cast<int>(run.done))
                      : run.kind == "evaluate"
                          ? tr("%n traces were measured.", nullptr, static_cast<int>(run.done))
                          : tr("%n traces were scored.", nullptr, static_cast<int>(run.done)),
                      tr("Show the run"), show});
        return;
    }
    m_session.touch(); // a model has appeared
    const QString name = QString::fromStdString(modelOf(run).name);
    emit message({MessageLevel::info,
                  next ? tr("%1 is trained; it scores the traces now.").arg(name)
                       : tr("%1 is trained.").arg(name),
                  tr("Show the run"), show});
    if (next)
        startNext(run);
}

void RunsController::startNext(const Run& run)
{
    const std::string first = m_front ? m_front().toStdString() : std::string();
    m_session.writer().post(
        this, [run](Project& project) { return takeOrderAfter(project, run); },
        [this, first](std::optional<RunOrder> next) {
            if (!next)
                return; // another window does it
            if (!first.empty())
                next->settings["first"] = first;
            startOrdered(*next);
        });
}

void RunsController::start(const QString& kind, const QString& model, const QString& query,
                           const QMap<QString, QString>& settings)
{
    RunOrder order{kind.toStdString(), model.toStdString(), query.toStdString(), {}};
    for (auto setting = settings.begin(); setting != settings.end(); ++setting)
        order.settings[setting.key().toStdString()] = setting.value().toStdString();
    startOrdered(order);
}

void RunsController::startOrdered(const RunOrder& order)
{
    struct Prepared {
        Run run;
        QString error;
    };
    m_session.writer().postLong(
        this,
        [order, &thread = m_session.writer()](Project& project) {
            Prepared prepared;
            try {
                prepared.run = prepareRun(project, order, [&] { thread.runUrgent(project); });
            } catch (const std::exception& error) {
                prepared.error = errorInWords(error);
            }
            return prepared;
        },
        [this](Prepared prepared) {
            try {
                if (prepared.error.isEmpty())
                    startRun(QString::fromStdString(prepared.run.folder));
            } catch (const std::exception& error) {
                prepared.error = errorInWords(error);
            }
            if (!prepared.error.isEmpty()) {
                m_page.setStartError(prepared.error);
                return;
            }
            m_page.select(QString::fromStdString(prepared.run.id));
            emit started(QString::fromStdString(prepared.run.kind));
            readUsualModels();
            follow();
        });
}

const Run* RunsController::find(const QString& runId) const
{
    const auto run = std::find_if(m_runs.begin(), m_runs.end(),
                                  [&](const Run& one) { return one.id == runId.toStdString(); });
    return run == m_runs.end() ? nullptr : &*run;
}

bool RunsController::attempt(void (*what)(const QString& folder), const Run& run)
{
    try {
        what(QString::fromStdString(run.folder));
    } catch (const std::exception& error) {
        emit message({MessageLevel::error, errorInWords(error)});
        return false;
    }
    return true;
}

void RunsController::cancel(const QString& runId)
{
    if (const Run* run = find(runId))
        attempt(cancelRun, *run);
}

void RunsController::resume(const QString& runId)
{
    const Run* run = find(runId);
    if (run && attempt(startRun, *run))
        m_session.writer().post(
            this, [id = run->id](Project& project) { reopenRun(project, id); },
            [this] { follow(); });
}

void RunsController::showLog(const QString& runId)
{
    const Run* run = find(runId);
    if (!run)
        return;
    const QString folder = QString::fromStdString(run->folder);
    m_page.setLog(runId, tailOf(folder % QStringLiteral("/engine.log")));
    QStringList outputs;
    if (settingOf(*run, "from") == "rewrites")
        outputs << tr("Traces that go on from rewritten steps");
    else if (run->kind == "synthesize")
        outputs << tr("Solutions as traces, with mc estimates of their steps");
    else if (run->kind == "judge")
        outputs << tr("Verdicts on %n traces", nullptr, static_cast<int>(run->done));
    else if (run->kind == "search")
        outputs << tr("Solutions as traces, with P(+) of their steps");
    else if (run->kind == "evaluate")
        outputs << tr("Measures; on the Models page, where two models were compared");
    else if (run->kind != "train")
        outputs << tr("P(+) for %n traces", nullptr, static_cast<int>(run->done));
    else if (run->state == RunState::done)
        outputs << tr("The model %1, on the Models page")
                       .arg(QString::fromStdString(modelOf(*run).name));
    m_page.setOutputs(runId, outputs << tr("Events and log in %1").arg(folder));
    readOn(*run);
}

// Files can be long and disks slow, so not on this thread; and not again where nothing can be new.
void RunsController::readOn(const Run& run)
{
    if (m_told.run != run.id)
        m_told = {run.id, 0, {}, {}, false, false};
    if (m_told.asked || (m_told.whole && isOver(run)))
        return;
    m_told.asked = true;
    struct News {
        RunNews news;
        bool resumable;
    };
    m_session.reader().post(
        this,
        [run, offset = m_told.offset](Project&) {
            const QString folder = QString::fromStdString(run.folder);
            const bool told = run.kind == "train" || run.kind == "search";
            return News{told ? pollRun(folder, offset) : RunNews(),
                        isOver(run) && run.state != RunState::done && isInterrupted(folder)};
        },
        [this, run, offset = m_told.offset](const News& read) {
            if (m_told.run != run.id || m_told.offset != offset)
                return; // another one was selected meanwhile
            m_told.asked = false;
            m_told.whole = isOver(run) && !read.news.more;
            m_told.offset = read.news.offset;
            if (read.news.reread) {
                m_told.history.clear();
                m_told.costs.clear();
            }
            for (const protocol::Event& event : read.news.events) {
                if (const auto* metrics = std::get_if<protocol::Metrics>(&event.body))
                    m_told.history.push_back(metrics->values);
                if (const auto* curve = std::get_if<protocol::Curve>(&event.body))
                    keepCost(m_told.costs, *curve);
            }
            const QString id = QString::fromStdString(run.id);
            m_page.setResumable(id, read.resumable);
            if (run.kind == "train")
                m_page.setHistory(id, m_told.history);
            if (run.kind == "search")
                m_page.setCosts(id, m_told.costs);
        });
}

void RunsController::count(const QString& kind, const QString& model, const QString& query)
{
    struct Counted {
        std::int64_t traces = 0, undone = 0, questions = -1;
        QString error;
    };
    m_session.reader().post(
        this,
        [kind, model = model.toStdString(), query = query.toStdString()](Project& project) {
            Counted counted;
            try {
                counted.traces = countTraces(project, query);
                const std::string by =
                    kind == QLatin1String("judge") ? judgedByQuery(model) : scoredByQuery(model);
                const std::string done = query.empty() ? by : "(" + query + ") " + by;
                counted.undone = counted.traces - (by.empty() ? 0 : countTraces(project, done));
                if (kind == QLatin1String("synthesize") || kind == QLatin1String("search"))
                    counted.questions =
                        static_cast<std::int64_t>(questionIds(project, query).size());
            } catch (const QueryError& error) {
                counted.error = errorInWords(error);
            }
            return counted;
        },
        [this, kind, model, query](const Counted& counted) {
            m_page.setCount(query, counted.traces, counted.undone, counted.error,
                            {counted.questions, lastInWords(m_runs, kind, model)});
        });
}

} // namespace steplight
