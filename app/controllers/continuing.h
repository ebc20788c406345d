// SPDX-License-Identifier: GPL-3.0-or-later
// Lets a policy go on from a rewritten step: a run of kind synthesize that begins with one label
// (docs/rewriting.md). Who follows runs says when they are over. GUI thread.
#pragma once

#include "app/session.h"
#include "storage/records/run.h"
#include "ui/pages/message_bar.h"

#include <map>
#include <vector>

namespace steplight {

class LabelPage;

class Continuing final : public QObject
{
    Q_OBJECT

public:
    Continuing(Session& session, LabelPage& page, QObject* parent);

    /// All runs, as they stand: the page shows which labels are being continued.
    void takeRuns(const std::vector<Run>& runs);

signals:
    void message(const steplight::Message& message);
    void started(); ///< a run

private:
    void start(const QString& labelId, int count);
    void cancel(const QString& labelId);
    void readCount();

    Session& m_session;
    LabelPage& m_page;
    std::map<QString, QString> m_living; ///< folders of runs by label
};

} // namespace steplight
