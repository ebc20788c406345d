// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/models_controller.h"

#include "app/model_folder.h"
#include "app/run_news.h"
#include "storage/runs.h"
#include "ui/pages/models_page.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QFileInfo>
#include <QProcess>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace steplight {
namespace {

std::optional<ModelLineage> lineageOf(const std::string& path, const std::vector<Run>& runs)
{
    const auto made = std::find_if(runs.begin(), runs.end(), [&](const Run& run) {
        return run.kind == "train" && run.state == RunState::done && modelOf(run).path == path;
    });
    if (made == runs.end())
        return std::nullopt;
    const auto count = [&](const char* name) {
        return std::llround(metricOf(*made, name).value_or(0));
    };
    return ModelLineage{made->model,
                        settingOf(*made, "rule"),
                        settingOf(*made, "input_sha256"),
                        count("learnt"),
                        count("corrected"),
                        count("validated"),
                        metricOf(*made, "validation_first_error_f1"),
                        made->endedAt};
}

std::vector<ModelEntry> readEntries(Project& project)
{
    const std::vector<Run> all = runs(project);
    std::vector<ModelEntry> entries;
    for (const Model& model : models(project)) {
        entries.push_back(entryOf(model, modelFacts(project, model.path)));
        entries.back().lineage = lineageOf(model.path, all);
        entries.back().missing = !QFileInfo::exists(QString::fromStdString(model.path));
    }
    return entries;
}

ModelScored scoredOf(const ModelScores& scores)
{
    QStringList parts;
    for (const std::string& path : scores.paths)
        if (const std::string part = scoredByQuery(path); !part.empty())
            parts << QString::fromStdString(part);
    return {scores.traces, scores.steps,  scores.runs,
            scores.mean,   scores.lastAt, parts.join(QStringLiteral(" or "))};
}

/// What the engine says that it does, in the user's language where it is known.
QString doingInWords(const QString& what)
{
    const QString hashing = QStringLiteral("hashing ");
    if (what.startsWith(hashing))
        return ModelsController::tr("hashing %1").arg(what.mid(hashing.size()));
    if (what == QStringLiteral("reading the weights"))
        return ModelsController::tr("reading the weights");
    return what == QStringLiteral("reading the tokenizer")
               ? ModelsController::tr("reading the tokenizer")
               : what;
}

QString nameOf(const std::string& path)
{
    return QFileInfo(QString::fromStdString(path)).fileName();
}

} // namespace

ModelsController::ModelsController(Session& session, ModelsPage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page)
{
    connect(&page, &ModelsPage::addRequested, this, &ModelsController::add);
    connect(&page, &ModelsPage::checkRequested, this, &ModelsController::check);
    connect(&page, &ModelsPage::checkCancelled, this, &ModelsController::cancelCheck);
    connect(&page, &ModelsPage::removeRequested, this, &ModelsController::remove);
    connect(&page, &ModelsPage::locateRequested, this, &ModelsController::locate);
    connect(&page, &ModelsPage::openFolderRequested, this,
            [](const QString& folder) { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
    connect(&page, &ModelsPage::shown, this, &ModelsController::readList);
    connect(&session, &Session::changed, this, &ModelsController::readList);
    readList();
}

ModelsController::~ModelsController()
{
    for (QProcess* engine : findChildren<QProcess*>()) {
        engine->disconnect();
        engine->kill();
        engine->waitForFinished(); // killed: at once
    }
}

void ModelsController::readList()
{
    m_session.reader().post(this, readEntries, [this](const std::vector<ModelEntry>& entries) {
        m_models.clear();
        for (const ModelEntry& entry : entries)
            m_models.push_back(entry.model);
        m_page.setModels(entries);
        emit known(m_models);
        countScores();
        askForFacts(entries);
    });
}

// Of a project that another version made, or a command that keeps no more than the row.
void ModelsController::askForFacts(const std::vector<ModelEntry>& entries)
{
    if (!m_page.isVisible())
        return;
    for (const ModelEntry& entry : entries) {
        const QString folder = QString::fromStdString(entry.model.path);
        const bool known = entry.architecture.layers > 0 || !entry.model.error.empty();
        if (known || entry.missing || m_asked.contains(folder))
            continue;
        m_asked << folder;
        ask(folder, [this](const ModelReply& reply) {
            if (reply.model.error.empty())
                save(reply);
        });
    }
}

// Reads every estimate, so only for a page that somebody looks at, and once at a time.
void ModelsController::countScores()
{
    if (m_counting || !m_page.isVisible())
        return;
    m_counting = true;
    m_session.reader().postLong(
        this,
        [models = m_models](Project& project) {
            std::vector<ModelScored> scored;
            for (const Model& model : models)
                scored.push_back(scoredOf(modelScores(project, model)));
            return scored;
        },
        [this, models = m_models](const std::vector<ModelScored>& scored) {
            m_counting = false;
            for (std::size_t i = 0; i < models.size(); ++i)
                m_page.setScored(QString::fromStdString(models[i].path), scored[i]);
        });
}

void ModelsController::add(const QString& folder)
{
    if (!QFileInfo(folder).isDir()) {
        emit message({MessageLevel::warning,
                      tr("There is no folder %1, so no model was added.").arg(folder)});
        return;
    }
    ask(folder, [this](const ModelReply& reply) {
        if (!reply.model.error.empty())
            emit message({MessageLevel::warning, QString::fromStdString(reply.model.error)});
        save(reply);
    });
}

void ModelsController::ask(const QString& folder, std::function<void(const ModelReply&)> then)
{
    m_asking << folder;
    m_page.setBusy(m_asking);
    auto* engine = new QProcess(this);
    const auto over = [this, engine, folder] {
        engine->deleteLater();
        m_asking.removeOne(folder);
        m_page.setBusy(m_asking);
    };
    connect(engine, &QProcess::finished, this, [engine, folder, over, then = std::move(then)] {
        over();
        then(modelFromReply(folder, engine->readAllStandardOutput()));
    });
    connect(engine, &QProcess::errorOccurred, this,
            [this, engine, over](QProcess::ProcessError error) {
                if (error != QProcess::FailedToStart)
                    return;
                over();
                sayNoEngine(*engine);
            });
    askAboutModel(*engine, folder);
}

void ModelsController::sayNoEngine(const QProcess& engine)
{
    emit message({MessageLevel::error,
                  tr("The engine (%1) could not be started, so the folder was not looked at. "
                     "Reinstall Steplight, or point STEPLIGHT_ENGINE at steplight-engine.")
                      .arg(engine.program())});
}

void ModelsController::save(const ModelReply& reply)
{
    m_session.writer().post(
        this,
        [reply](Project& project) {
            const std::string before = modelFacts(project, reply.model.path);
            saveModel(project, reply.model);
            saveModelFacts(project, reply.model.path, keepingCheck(reply.facts, before));
        },
        [this] { readList(); });
}

void ModelsController::check(const QString& folder)
{
    if (m_checks.value(folder))
        return;
    auto* engine = new QProcess(this);
    m_checks[folder] = engine;
    m_page.setChecking(folder, 0, tr("starting the engine"), -1);
    connect(engine, &QProcess::readyReadStandardOutput, this,
            [this, engine, folder] { readProgress(folder, *engine); });
    connect(engine, &QProcess::finished, this,
            [this, engine, folder](int, QProcess::ExitStatus status) {
                checkEnded(folder, *engine, status == QProcess::CrashExit);
            });
    connect(engine, &QProcess::errorOccurred, this,
            [this, engine, folder](QProcess::ProcessError error) {
                if (error != QProcess::FailedToStart)
                    return;
                engine->deleteLater();
                m_checks.remove(folder);
                m_page.endChecking(folder);
                sayNoEngine(*engine);
            });
    engine->setProperty("since", QDateTime::currentMSecsSinceEpoch());
    askAboutModel(*engine, folder, ModelQuestion::loadCheck);
}

// The last line is the answer: it stays for checkEnded().
void ModelsController::readProgress(const QString& folder, QProcess& engine)
{
    while (engine.canReadLine()) {
        const QByteArray line = engine.readLine();
        const auto [share, what] = progressFromLine(line);
        if (share < 0) {
            engine.setProperty("answer", line);
            continue;
        }
        const double seconds =
            double(QDateTime::currentMSecsSinceEpoch() - engine.property("since").toLongLong()) /
            1000;
        m_page.setChecking(folder, share, doingInWords(what),
                           share > 0.05 ? seconds * (1 - share) / share : -1);
    }
}

void ModelsController::checkEnded(const QString& folder, QProcess& engine, bool crashed)
{
    readProgress(folder, engine);
    engine.deleteLater();
    m_checks.remove(folder);
    m_page.endChecking(folder);
    if (crashed) {
        emit message({MessageLevel::error,
                      tr("The engine ended in the middle of checking %1, perhaps for want of "
                         "memory. What was known of it before is kept.")
                          .arg(QFileInfo(folder).fileName())});
        return;
    }
    ModelReply reply = modelFromReply(folder, engine.property("answer").toByteArray());
    reply.facts = checkedAt(reply.facts, QDateTime::currentMSecsSinceEpoch());
    save(reply);
}

void ModelsController::cancelCheck(const QString& folder)
{
    const QPointer<QProcess> engine = m_checks.take(folder);
    if (!engine)
        return;
    engine->disconnect(this);
    connect(engine, &QProcess::finished, engine, &QObject::deleteLater);
    engine->kill(); // it has written nothing
    m_page.endChecking(folder);
    emit message({MessageLevel::info, tr("The check was cancelled; nothing was changed.")});
}

void ModelsController::remove(const QString& folder)
{
    cancelCheck(folder);
    const auto found = std::find_if(m_models.begin(), m_models.end(), [&](const Model& one) {
        return one.path == folder.toStdString();
    });
    if (found == m_models.end())
        return;
    m_session.writer().post(
        this,
        [model = *found](Project& project) {
            const std::string facts = modelFacts(project, model.path);
            forgetModel(project, model.path);
            return facts;
        },
        [this, model = *found](const std::string& facts) {
            readList();
            const QPointer<ModelsController> alive = this; // the message outlives the project
            emit message({MessageLevel::info,
                          tr("%1 is off the list; the folder and its scores stay.")
                              .arg(QString::fromStdString(model.name)),
                          tr("Undo"), [alive, model, facts] {
                              if (alive)
                                  alive->restore(model, facts);
                          }});
        });
}

void ModelsController::restore(const Model& model, const std::string& facts)
{
    m_session.writer().post(
        this,
        [model, facts](Project& project) {
            saveModel(project, model);
            saveModelFacts(project, model.path, facts);
        },
        [this] { readList(); });
}

void ModelsController::locate(const QString& folder, const QString& nowAt)
{
    const auto found = std::find_if(m_models.begin(), m_models.end(), [&](const Model& one) {
        return one.path == folder.toStdString();
    });
    if (found == m_models.end())
        return;
    ask(nowAt, [this, from = *found](const ModelReply& to) {
        if (!to.model.error.empty()) {
            emit message({MessageLevel::error,
                          tr("%1 cannot be used, so nothing was changed: %2")
                              .arg(nameOf(to.model.path), QString::fromStdString(to.model.error))});
        } else if (from.hash.empty() || from.hash == to.model.hash) {
            move(from, to);
        } else {
            emit message({MessageLevel::warning,
                          tr("%1 holds other weights than %2 had. It was added as a model of its "
                             "own; the missing one stays on the list.")
                              .arg(nameOf(to.model.path), nameOf(from.path))});
            save(to);
        }
    });
}

void ModelsController::move(const Model& from, const ModelReply& to)
{
    m_session.writer().post(
        this,
        [from, to](Project& project) {
            const std::string before = modelFacts(project, from.path);
            project.transact([&] {
                forgetModel(project, from.path);
                saveModel(project, to.model);
                saveModelFacts(project, to.model.path, keepingCheck(to.facts, before));
            });
        },
        [this] { readList(); });
}

} // namespace steplight
