// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the Models page: the checkpoint folders that the project knows. GUI thread; what reads a
// folder is a child process, what reads the project a database thread.
#pragma once

#include "app/session.h"
#include "storage/records/run.h"
#include "ui/pages/message_bar.h"

#include <QHash>
#include <QPointer>
#include <QStringList>

#include <functional>

class QProcess;

namespace steplight {

class ModelsPage;
struct ModelEntry;
struct ModelReply;

class ModelsController final : public QObject
{
    Q_OBJECT

public:
    ModelsController(Session& session, ModelsPage& page, QObject* parent);
    /// Ends the engines under way.
    ~ModelsController() override;

    /// Asks the engine what the folder holds and puts it on the list, with what is wrong if it
    /// cannot be used.
    void add(const QString& folder);
    /// Compares every tensor, hashes the files and loads the model, in a child process.
    void check(const QString& folder);
    void cancelCheck(const QString& folder);
    void remove(const QString& folder);
    /// The folder has gone to nowAt. Other weights there are added as a model of their own.
    void locate(const QString& folder, const QString& nowAt);

signals:
    void known(const std::vector<steplight::Model>& models);
    void message(const steplight::Message& message);

private:
    void readList();
    void countScores();
    void askForFacts(const std::vector<ModelEntry>& entries);
    void ask(const QString& folder, std::function<void(const ModelReply&)> then);
    void save(const ModelReply& reply);
    void readProgress(const QString& folder, QProcess& engine);
    void checkEnded(const QString& folder, QProcess& engine, bool crashed);
    void restore(const Model& model, const std::string& facts);
    void move(const Model& from, const ModelReply& to);
    void sayNoEngine(const QProcess& engine);

    Session& m_session;
    ModelsPage& m_page;
    std::vector<Model> m_models;
    QStringList m_asking; ///< folders that are being looked at
    QStringList m_asked;  ///< those whose facts were not known
    QHash<QString, QPointer<QProcess>> m_checks;
    bool m_counting = false;
};

} // namespace steplight
