// SPDX-License-Identifier: GPL-3.0-or-later
// Answers while the user waits: a child `steplight-engine serve` that scores one trace after the
// other. GUI thread; never blocks it, except for half a second at most when a running child is
// destroyed.
#pragma once

#include "engine/protocol/event.h"
#include "engine/protocol/lines.h"
#include "engine/protocol/trace_input.h"

#include <QObject>
#include <QProcess>
#include <QTimer>

#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace steplight {

class EngineClient final : public QObject
{
    Q_OBJECT

public:
    struct Limits {
        int stallMs =
            10 * 60 * 1000; ///< silence after which a call has failed and the child is killed
        int graceMs = 3000; ///< time that a child has to stop when a call is cancelled
    };

    explicit EngineClient(QObject* parent = nullptr);
    explicit EngineClient(Limits limits, QObject* parent = nullptr);
    ~EngineClient() override;

    /// Queues the call and returns its id. It ends with exactly one of scored, failed, cancelled,
    /// never from inside here.
    QString score(const QString& model, const QString& images, const protocol::TraceInput& trace);
    void cancel(const QString& id);
    /// Calls that have not ended.
    qsizetype waiting() const { return static_cast<qsizetype>(m_calls.size()); }

signals:
    void scored(const QString& id, const steplight::protocol::Result& result,
                const steplight::protocol::ModelLoaded& model);
    void failed(const QString& id, const QString& message);
    void cancelled(const QString& id);
    /// The model is being loaded; share is 0..1.
    void loading(const QString& id, double share);
    /// Something that costs no call: lines that could not be read (once a child), a child that was
    /// started again.
    void noticed(const QString& message);

private:
    struct Call {
        QString id;
        std::string line;
        std::optional<protocol::Result> result;
        bool sent = false;
        bool ended = false; ///< its signal is out; only the child's final event is awaited
        int crashes = 0;
    };

    void pump();
    void startChild();
    void readOutput();
    void take(const protocol::Event& event);
    void takeFinal(const protocol::Event& event);
    void noteRubbish(const QString& sentence);
    void onChildEnded();
    void onFailedToStart();
    void onStalled();
    void endFront(const QString& message);
    void dropFront();
    QString lastWords() const;

    Limits m_limits;
    std::deque<Call> m_calls; ///< the front one is with the child when it is sent
    std::unique_ptr<QProcess> m_child;
    protocol::LineSplitter m_lines;
    protocol::ModelLoaded m_model; ///< what the child has loaded
    QByteArray m_words;            ///< end of the child's stderr
    bool m_rubbishNoted = false;
    QTimer m_stall;
    QTimer m_grace;
    quint64 m_lastId = 0;
};

} // namespace steplight
