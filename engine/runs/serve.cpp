// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/serve.h"

#include "engine/core/error.h"
#include "engine/protocol/call.h"
#include "engine/protocol/error.h"
#include "engine/protocol/event.h"
#include "engine/protocol/lines.h"
#include "engine/runs/scoring.h"

#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <thread>
#include <unistd.h>

namespace steplight {
namespace {

using namespace protocol;

/// Whole lines to one pipe, from both threads.
class Channel
{
public:
    explicit Channel(int file) : m_file(file) {}

    void say(const std::string& id, decltype(Event::body) body)
    {
        const std::string line = writeEvent({id, std::move(body)});
        const std::lock_guard lock(m_mutex);
        for (std::size_t at = 0; at < line.size();) {
            const ssize_t written = ::write(m_file, line.data() + at, line.size() - at);
            if (written < 0 && errno != EINTR)
                std::_Exit(0); // the caller has gone: nobody is left to answer to
            at += written < 0 ? 0 : static_cast<std::size_t>(written);
        }
    }

private:
    std::mutex m_mutex;
    int m_file;
};

struct Job {
    std::string id;
    ScoreCall call;
    std::stop_source stop;
};

class Server
{
public:
    explicit Server(int out) : m_channel(out), m_worker([this] { work(); }) {}

    /// Main thread: reads calls until stdin ends or a call says terminate.
    void listen();

private:
    bool take(const Line& line);
    void cancel(const std::string& id);
    void cancelAll();
    void close();
    void work();
    void score(const Job& job);
    const Prm& model(const Job& job);

    Channel m_channel;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_waiting;      ///< guarded by m_mutex
    std::optional<Job> m_running;   ///< guarded by m_mutex
    bool m_closing = false;         ///< guarded by m_mutex
    std::optional<Prm> m_prm;       ///< worker only
    std::filesystem::path m_folder; ///< of m_prm
    std::jthread m_worker;          ///< last: ends before what it uses
};

void Server::listen()
{
    LineSplitter lines;
    std::array<char, 1U << 16> bytes;
    while (true) {
        const ssize_t got = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        lines.add({bytes.data(), static_cast<std::size_t>(got)});
        while (const auto line = lines.next())
            if (!take(*line))
                return close();
    }
    close();
}

/// False when it was the last call.
bool Server::take(const Line& line)
{
    std::string id;
    try {
        if (line.tooLong)
            throw Error("too-large", "A call has more than 16 MiB.");
        Call call = readCall(line.text, id);
        if (auto* scoreCall = std::get_if<ScoreCall>(&call.body)) {
            const std::lock_guard lock(m_mutex);
            m_waiting.push_back({call.id, std::move(*scoreCall), {}});
            m_wake.notify_one();
            return true;
        }
        const auto* cancelCall = std::get_if<CancelCall>(&call.body);
        if (cancelCall)
            cancel(cancelCall->target);
        else
            cancelAll();
        m_channel.say(call.id, Done{});
        return cancelCall != nullptr;
    } catch (const Error& error) {
        m_channel.say(id, Failed{error.code(), error.what()});
        return true;
    }
}

void Server::cancel(const std::string& id)
{
    const std::lock_guard lock(m_mutex);
    for (Job& job : m_waiting)
        if (job.id == id)
            job.stop.request_stop();
    if (m_running && m_running->id == id)
        m_running->stop.request_stop();
}

void Server::cancelAll()
{
    const std::lock_guard lock(m_mutex);
    for (Job& job : m_waiting)
        job.stop.request_stop();
    if (m_running)
        m_running->stop.request_stop();
}

void Server::close()
{
    const std::lock_guard lock(m_mutex);
    m_closing = true;
    m_wake.notify_one();
}

void Server::work()
{
    while (true) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_running.reset();
            m_wake.wait(lock, [this] { return m_closing || !m_waiting.empty(); });
            if (m_waiting.empty())
                return;
            job = std::move(m_waiting.front());
            m_waiting.pop_front();
            m_running = job;
        }
        m_channel.say(job.id, Started{"steplight-engine " STEPLIGHT_VERSION, "score", 1, 0});
        try {
            score(job);
        } catch (const EngineError& error) {
            if (error.code() == "cancelled")
                m_channel.say(job.id, Cancelled{});
            else
                m_channel.say(job.id, Failed{error.code(), error.what()});
        } catch (const std::exception& error) {
            m_channel.say(job.id, Failed{"engine", error.what()});
        }
    }
}

void Server::score(const Job& job)
{
    const Prm& prm = model(job);
    ImageFolder images(job.call.images, false);
    const Result result = scoreTrace(prm, images, job.call.trace, job.stop.get_token());
    if (const std::size_t missing = missingScores(result))
        m_channel.say(job.id, Warning{job.call.trace.id, "not-finite",
                                      "The model gave no finite number for " +
                                          std::to_string(missing) + " steps."});
    m_channel.say(job.id, result);
    m_channel.say(job.id, Done{});
}

const Prm& Server::model(const Job& job)
{
    const auto throwIfStopped = [&] {
        if (job.stop.stop_requested())
            throw EngineError("cancelled", "The call was cancelled.");
    };
    throwIfStopped();
    if (m_prm && m_folder == job.call.model)
        return *m_prm;
    m_prm.reset(); // two models at once may not fit
    m_prm = loadPrm(job.call.model, 0, [&](double share, const std::string&) {
        throwIfStopped();
        m_channel.say(job.id, Progress{"load", static_cast<std::int64_t>(share * 100), 100, -1});
    });
    m_folder = job.call.model;
    m_channel.say(job.id, describe(*m_prm));
    return *m_prm;
}

} // namespace

int takeStdout()
{
    const int out = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return out;
}

int serve(int out)
{
    std::signal(SIGPIPE, SIG_IGN);
    Server(out).listen();
    return 0;
}

} // namespace steplight
