// SPDX-License-Identifier: GPL-3.0-or-later
// Scores one trace while the user waits, with an engine that stays and keeps its model. The newest
// wish replaces the one before. GUI thread.
#pragma once

#include "app/engine_client.h"
#include "app/session.h"
#include "ui/pages/message_bar.h"

namespace steplight {

class ScoreNow final : public QObject
{
    Q_OBJECT

public:
    explicit ScoreNow(Session& session, QObject* parent = nullptr);

    /// By the PRM whose numbers the trace has, else the one that ran last, else the first that can
    /// be used.
    void score(const QString& traceId);

signals:
    void message(const steplight::Message& message);
    void stored(const QString& traceId); ///< its estimates are in the database

private:
    void store(const protocol::Result& result, const protocol::ModelLoaded& model);

    Session& m_session;
    EngineClient m_client;
    QString m_call;  ///< the one whose answer is wanted; empty = none
    QString m_model; ///< its checkpoint folder
    int m_wish = 0;  ///< the newest
};

} // namespace steplight
