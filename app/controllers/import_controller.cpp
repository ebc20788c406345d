// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/import_controller.h"

#include "app/importing.h"
#include "storage/images.h"
#include "storage/records/question.h"
#include "storage/upkeep.h"
#include "ui/shell/main_shell.h"

#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>

namespace steplight {

ImportController::ImportController(Session& session, MainShell& shell, QObject* parent)
    : QObject(parent), m_session(session), m_shell(shell)
{
}

ImportController::~ImportController()
{
    m_stop.request_stop();
    m_shell.clearProgress();
}

void ImportController::choose()
{
    const QStringList paths =
        QFileDialog::getOpenFileNames(&m_shell, tr("Import traces and judge replies"), {},
                                      tr("Traces and judge files (*.json *.jsonl);;All files (*)"));
    if (!paths.isEmpty())
        import(paths);
}

void ImportController::import(const QStringList& paths)
{
    if (m_underWay++ == 0) // Cancel is for all of them
        m_stop = {};
    m_shell.setProgress(tr("Importing"), 0, 0);
    DatabaseThread& thread = m_session.writer();
    // Called on the database thread between two transactions: labels overtake, and the bar is told.
    const auto progressed = [guard = QPointer<ImportController>(this), &thread,
                             since = std::chrono::steady_clock::now()](
                                Project& project, const ImportProgress& progress) {
        thread.runUrgent(project);
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
        thread.tell(guard, [progress, seconds](ImportController& importing) {
            importing.showProgress(progress, seconds);
        });
    };
    thread.postLong(
        this,
        [paths, progressed, stop = m_stop.get_token()](Project& project) {
            return importDropped(project, paths, progressed, stop);
        },
        [this](const ImportAnswer& answer) { sayImported(answer); });
}

void ImportController::showProgress(const ImportProgress& progress, double seconds)
{
    const auto done = static_cast<double>(std::max<std::int64_t>(progress.bytes, 1));
    m_shell.setProgress(
        tr("Importing, %n traces so far", nullptr, static_cast<int>(progress.traces)),
        progress.bytes, progress.totalBytes,
        seconds * static_cast<double>(progress.totalBytes - progress.bytes) / done);
}

void ImportController::sayImported(const ImportAnswer& answer)
{
    if (--m_underWay == 0)
        m_shell.clearProgress();
    if (!answer.error.isEmpty())
        m_shell.showMessage({MessageLevel::error, answer.error});
    else
        m_shell.showMessage(
            {answer.complete ? MessageLevel::info : MessageLevel::warning, answer.summary});
    emit imported();
    indexNewTexts();
}

void ImportController::indexNewTexts()
{
    m_session.writer().postLong(
        this, [](Project& project) { return indexTexts(project); },
        [this](bool more) {
            if (more)
                indexNewTexts();
        });
}

void ImportController::locate(const QString& questionId, const ImageRef& image)
{
    const QString folder = QFileDialog::getExistingDirectory(
        &m_shell,
        tr("Where is %1?").arg(QFileInfo(QString::fromStdString(image.reference)).fileName()));
    if (folder.isEmpty())
        return;
    m_session.writer().postLong(
        this,
        [folder = folder.toStdString(), question = questionId.toStdString(),
         &thread = m_session.writer()](Project& project) {
            const auto meanwhile = [&](std::int64_t, std::int64_t) {
                thread.runUrgent(project);
                return true;
            };
            return locateImages(project, folder, Keep::copy, meanwhile, question);
        },
        [this](const Located& located) {
            m_shell.showMessage(
                {located.found > 0 ? MessageLevel::info : MessageLevel::warning,
                 tr("%n images found there.", nullptr, static_cast<int>(located.found)) % u' ' %
                     tr("%n still missing.", nullptr, static_cast<int>(located.missing))});
            emit imported();
        });
}

} // namespace steplight
