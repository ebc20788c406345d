// SPDX-License-Identifier: GPL-3.0-or-later
// What a checkpoint folder holds, as the engine tells it: the window itself never loads a model.
// Any thread.
#pragma once

#include "ui/pages/model_entry.h"

#include <QByteArray>
#include <QString>

#include <string>

class QProcess;

namespace steplight {

enum class ModelQuestion { facts, loadCheck };

/// Starts `steplight-engine info --json --model FOLDER` in process; for a load check with --check.
void askAboutModel(QProcess& process, const QString& folder,
                   ModelQuestion question = ModelQuestion::facts);
struct ModelReply {
    Model model;
    std::string facts; ///< the rest, as JSON for saveModelFacts(); empty when there was no answer
};

/// What that printed. Rubbish or nothing gives a Model with an error that says so.
ModelReply modelFromReply(const QString& folder, const QByteArray& reply);
/// Asks and waits for the answer: for the command line, never on the GUI thread of a window.
ModelReply readModel(const QString& folder);
/// Share 0..1 and what is being done, from one line; share -1 when it is no line of progress.
std::pair<double, QString> progressFromLine(const QByteArray& line);
/// Puts the check's moment into facts.
std::string checkedAt(const std::string& facts, qint64 msEpoch);
/// The check of an older answer in a newer one that has none.
std::string keepingCheck(const std::string& facts, const std::string& before);
/// A row and its facts, as the page shows them; facts that cannot be read count as none.
ModelEntry entryOf(const Model& model, const std::string& facts);

} // namespace steplight
