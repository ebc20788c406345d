// SPDX-License-Identifier: GPL-3.0-or-later
// What a checkpoint folder holds, as the engine tells it: the window itself never loads a model.
// Any thread.
#pragma once

#include "storage/records/run.h"

#include <QByteArray>
#include <QString>

class QProcess;

namespace steplight {

/// Starts `steplight-engine info --json --model FOLDER` in process.
void askAboutModel(QProcess& process, const QString& folder);
/// The same, waiting for the answer: for the command line, never on the GUI thread of a window.
Model readModel(const QString& folder);
/// What that printed. Rubbish or nothing gives a Model with an error that says so.
Model modelFromReply(const QString& folder, const QByteArray& reply);

} // namespace steplight
