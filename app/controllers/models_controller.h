// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the Models page: the checkpoint folders that the project knows. GUI thread.
#pragma once

#include "app/session.h"
#include "storage/records/run.h"
#include "ui/pages/message_bar.h"

class QProcess;

namespace steplight {

class ModelsPage;

class ModelsController final : public QObject
{
    Q_OBJECT

public:
    ModelsController(Session& session, ModelsPage& page, QObject* parent);

    /// Asks the engine what the folder holds and puts it on the list, with what is wrong if it
    /// cannot be used.
    void add(const QString& folder);

signals:
    void known(const std::vector<steplight::Model>& models);
    void message(const steplight::Message& message);

private:
    void readList();
    void save(const Model& model);
    void remove(const QString& folder);

    Session& m_session;
    ModelsPage& m_page;
};

} // namespace steplight
