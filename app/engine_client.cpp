// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_client.h"

#include "app/run_folder.h"
#include "engine/protocol/call.h"
#include "engine/protocol/error.h"

#include <algorithm>
#include <utility>

namespace steplight {
namespace {

constexpr qsizetype wordsKept = 2000;
constexpr int mostCrashes = 2; // a call is tried again once

} // namespace

EngineClient::EngineClient(QObject* parent) : EngineClient(Limits(), parent) {}

EngineClient::EngineClient(Limits limits, QObject* parent) : QObject(parent), m_limits(limits)
{
    m_stall.setSingleShot(true);
    m_stall.setInterval(limits.stallMs);
    connect(&m_stall, &QTimer::timeout, this, &EngineClient::onStalled);
    m_grace.setSingleShot(true);
    m_grace.setInterval(limits.graceMs);
    connect(&m_grace, &QTimer::timeout, this, [this] {
        if (m_child)
            m_child->kill();
    });
}

EngineClient::~EngineClient()
{
    if (!m_child || m_child->state() == QProcess::NotRunning)
        return;
    m_child->disconnect(this);
    const std::string bye = protocol::writeCall({"bye", protocol::TerminateCall{}});
    m_child->write(bye.data(), static_cast<qint64>(bye.size()));
    m_child->closeWriteChannel();
    if (!m_child->waitForFinished(400)) {
        m_child->kill();
        m_child->waitForFinished(100);
    }
}

QString EngineClient::score(const QString& model, const QString& images,
                            const protocol::TraceInput& trace)
{
    const QString id = QString::number(++m_lastId);
    const protocol::ScoreCall call{model.toStdString(), images.toStdString(), trace};
    m_calls.push_back({id, protocol::writeCall({id.toStdString(), call}), {}, false, false, 0});
    QMetaObject::invokeMethod(this, &EngineClient::pump, Qt::QueuedConnection);
    return id;
}

void EngineClient::cancel(const QString& id)
{
    const auto found = std::find_if(m_calls.begin(), m_calls.end(),
                                    [&](const Call& call) { return call.id == id && !call.ended; });
    if (found == m_calls.end())
        return;
    if (found->sent) {
        found->ended = true;
        const std::string line = protocol::writeCall(
            {"cancel-" + id.toStdString(), protocol::CancelCall{id.toStdString()}});
        if (m_child)
            m_child->write(line.data(), static_cast<qint64>(line.size()));
        m_grace.start();
    } else {
        m_calls.erase(found);
    }
    emit cancelled(id);
}

void EngineClient::pump()
{
    if (m_calls.empty() || m_calls.front().sent)
        return;
    if (!m_child)
        startChild();
    if (!m_child || m_calls.empty())
        return;
    Call& call = m_calls.front();
    call.sent = true;
    m_child->write(call.line.data(), static_cast<qint64>(call.line.size()));
    m_stall.start();
}

void EngineClient::startChild()
{
    m_lines = protocol::LineSplitter();
    m_words.clear();
    m_model = {};
    m_rubbishNoted = false;
    m_child = std::make_unique<QProcess>();
    connect(m_child.get(), &QProcess::readyReadStandardOutput, this, &EngineClient::readOutput);
    connect(m_child.get(), &QProcess::readyReadStandardError, this, [this] {
        m_words += m_child->readAllStandardError();
        m_words = m_words.right(wordsKept);
    });
    connect(m_child.get(), &QProcess::finished, this, &EngineClient::onChildEnded);
    connect(m_child.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            QMetaObject::invokeMethod(this, &EngineClient::onFailedToStart, Qt::QueuedConnection);
    });
    m_child->start(engineProgram(), {QStringLiteral("serve")});
}

void EngineClient::readOutput()
{
    const QByteArray bytes = m_child->readAllStandardOutput();
    m_lines.add({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    while (m_child) {
        const auto line = m_lines.next();
        if (!line)
            return;
        try {
            if (line->tooLong)
                throw protocol::Error("too-large", "The line is too long.");
            take(protocol::readEvent(line->text));
        } catch (const protocol::Error& error) {
            if (error.code() != "version") {
                noteRubbish(QString::fromStdString(error.what()));
                continue;
            }
            m_child->kill();
            return endFront(QString::fromStdString(error.what()));
        }
    }
}

void EngineClient::take(const protocol::Event& event)
{
    if (m_calls.empty() || !m_calls.front().sent || m_calls.front().id.toStdString() != event.id)
        return; // the answer to a cancel
    Call& call = m_calls.front();
    m_stall.start();
    if (const auto* model = std::get_if<protocol::ModelLoaded>(&event.body))
        m_model = *model;
    else if (const auto* result = std::get_if<protocol::Result>(&event.body))
        call.result = *result;
    else if (const auto* progress = std::get_if<protocol::Progress>(&event.body)) {
        if (progress->phase == "load" && progress->total > 0 && !call.ended)
            emit loading(call.id, static_cast<double>(progress->done) /
                                      static_cast<double>(progress->total));
    } else if (protocol::isFinal(event))
        takeFinal(event);
}

void EngineClient::takeFinal(const protocol::Event& event)
{
    const Call call = m_calls.front();
    const auto* failure = std::get_if<protocol::Failed>(&event.body);
    const bool scoredIt = std::holds_alternative<protocol::Done>(event.body) && call.result;
    dropFront();
    if (call.ended)
        return;
    if (scoredIt)
        emit scored(call.id, *call.result, m_model);
    else if (failure)
        emit failed(call.id, QString::fromStdString(failure->detail));
    else if (std::holds_alternative<protocol::Cancelled>(event.body))
        emit cancelled(call.id);
    else
        emit failed(call.id, tr("The engine ended the call without a result."));
}

void EngineClient::noteRubbish(const QString& sentence)
{
    if (!std::exchange(m_rubbishNoted, true))
        emit noticed(tr("The engine printed a line that is no message; it was passed over. %1")
                         .arg(sentence));
}

void EngineClient::onChildEnded()
{
    readOutput();
    const QString words = lastWords();
    m_child.release()->deleteLater();
    m_stall.stop();
    m_grace.stop();
    if (m_calls.empty() || !m_calls.front().sent) {
        pump();
        return;
    }
    Call& call = m_calls.front();
    if (call.ended) {
        dropFront();
    } else if (++call.crashes < mostCrashes) {
        call.sent = false;
        call.result.reset();
        QMetaObject::invokeMethod(this, &EngineClient::pump, Qt::QueuedConnection);
        emit noticed(tr("The engine ended unexpectedly and was started again. %1").arg(words));
    } else {
        endFront(tr("The engine ended twice while it scored this trace. Nothing was changed. %1")
                     .arg(words));
        dropFront();
    }
}

void EngineClient::onFailedToStart()
{
    const QString reason = m_child ? m_child->errorString() : QString();
    m_child.reset();
    m_stall.stop();
    std::deque<Call> calls;
    calls.swap(m_calls);
    for (const Call& call : calls)
        if (!call.ended)
            emit failed(call.id, tr("The engine cannot be started: %1. Put steplight-engine beside "
                                    "this program, or name it in STEPLIGHT_ENGINE.")
                                     .arg(reason));
}

void EngineClient::onStalled()
{
    if (m_child)
        m_child->kill();
    endFront(
        tr("The engine gave no answer for %1 s and was stopped. Nothing was changed; try again.")
            .arg(m_limits.stallMs / 1000));
}

/// The call's signal goes out; it stays in front until the child has ended.
void EngineClient::endFront(const QString& message)
{
    if (m_calls.empty() || std::exchange(m_calls.front().ended, true))
        return;
    emit failed(m_calls.front().id, message);
}

void EngineClient::dropFront()
{
    m_calls.pop_front();
    m_stall.stop();
    m_grace.stop();
    QMetaObject::invokeMethod(this, &EngineClient::pump, Qt::QueuedConnection);
}

QString EngineClient::lastWords() const
{
    const QString words = QString::fromUtf8(m_words).trimmed();
    return words.isEmpty() ? words : tr("Its last words: %1").arg(words.section(u'\n', -1));
}

} // namespace steplight
