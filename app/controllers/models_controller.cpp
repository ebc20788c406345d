// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/models_controller.h"

#include "app/model_folder.h"
#include "storage/runs.h"
#include "ui/pages/models_page.h"

#include <QDesktopServices>
#include <QProcess>
#include <QUrl>

namespace steplight {

ModelsController::ModelsController(Session& session, ModelsPage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page)
{
    connect(&page, &ModelsPage::addRequested, this, &ModelsController::add);
    connect(&page, &ModelsPage::removeRequested, this, &ModelsController::remove);
    connect(&page, &ModelsPage::openFolderRequested, this,
            [](const QString& folder) { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
    connect(&session, &Session::changed, this, &ModelsController::readList);
    readList();
}

void ModelsController::readList()
{
    m_session.reader().post(
        this, [](Project& project) { return models(project); },
        [this](const std::vector<Model>& list) {
            m_page.setModels(list);
            emit known(list);
        });
}

void ModelsController::add(const QString& folder)
{
    m_page.setBusy(folder);
    auto* engine = new QProcess(this);
    connect(engine, &QProcess::finished, this, [this, engine, folder] {
        engine->deleteLater();
        m_page.setBusy({});
        save(modelFromReply(folder, engine->readAllStandardOutput()));
    });
    connect(engine, &QProcess::errorOccurred, this, [this, engine](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        engine->deleteLater();
        m_page.setBusy({});
        emit message({MessageLevel::error,
                      tr("The engine (%1) could not be started, so the folder was not looked at. "
                         "Reinstall Steplight, or point STEPLIGHT_ENGINE at steplight-engine.")
                          .arg(engine->program())});
    });
    askAboutModel(*engine, folder);
}

void ModelsController::save(const Model& model)
{
    if (!model.error.empty())
        emit message({MessageLevel::warning, QString::fromStdString(model.error)});
    m_session.writer().post(
        this, [model](Project& project) { saveModel(project, model); }, [this] { readList(); });
}

void ModelsController::remove(const QString& folder)
{
    m_session.writer().post(
        this, [folder = folder.toStdString()](Project& project) { forgetModel(project, folder); },
        [this] { readList(); });
}

} // namespace steplight
