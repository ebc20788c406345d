// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_folder.h"

#include "app/run_folder.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>

namespace steplight {

void askAboutModel(QProcess& process, const QString& folder)
{
    process.start(engineProgram(), {QStringLiteral("info"), QStringLiteral("--json"),
                                    QStringLiteral("--model"), folder});
}

Model readModel(const QString& folder)
{
    QProcess engine;
    askAboutModel(engine, folder);
    engine.waitForFinished(-1);
    return modelFromReply(folder, engine.readAllStandardOutput());
}

Model modelFromReply(const QString& folder, const QByteArray& reply)
{
    Model model;
    model.path = QFileInfo(folder).absoluteFilePath().toStdString();
    model.name = QFileInfo(folder).fileName().toStdString();
    const auto info = nlohmann::json::parse(reply.toStdString(), nullptr, false);
    const auto found = info.is_object() ? info.find("model") : info.end();
    if (!info.is_object() || found == info.end() || !found->is_object()) {
        model.error = QCoreApplication::translate("Model", "The engine said nothing about %1.")
                          .arg(folder)
                          .toStdString();
        return model;
    }
    model.name = found->value("name", model.name);
    model.hash = found->value("hash", "");
    model.profile = found->value("profile", "");
    model.parameters = found->value("parameters", std::int64_t{0});
    model.dtype = found->value("dtype", "");
    model.note = found->value("note", "");
    model.error = found->value("error", "");
    return model;
}

} // namespace steplight
