// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/serve.h"

#include "engine/core/device.h"
#include "engine/core/error.h"
#include "engine/prm/memory.h"
#include "engine/protocol/call.h"
#include "engine/protocol/error.h"
#include "engine/protocol/event.h"
#include "engine/protocol/lines.h"
#include "engine/runs/scoring.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <functional>
#include <mutex>
#include <optional>
#include <poll.h>
#include <thread>
#include <unistd.h>
#include <variant>

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
    std::variant<ScoreCall, ExplainCall> call;
    std::stop_source stop;

    const ScoreCall& scoreCall() const
    {
        const auto* explaining = std::get_if<ExplainCall>(&call);
        return explaining ? explaining->of : std::get<ScoreCall>(call);
    }
    /// Whether the other asks the same of what the caller takes for the same trace.
    bool staleBeside(const Job& newer) const
    {
        const auto *mine = std::get_if<ExplainCall>(&call),
                   *theirs = std::get_if<ExplainCall>(&newer.call);
        return scoreCall().trace.id == newer.scoreCall().trace.id && !mine == !theirs &&
               (!mine || mine->step == theirs->step);
    }
};

class Server
{
public:
    explicit Server(int out) : m_channel(out), m_worker([this] { work(); }) {}

    /// Main thread: reads calls until stdin ends or a call says terminate.
    void listen();

private:
    bool take(const Line& line);
    bool enqueue(Job job); ///< cancels what it makes stale; true, as take()
    void cancel(const std::function<bool(const Job&)>& which);
    void close();
    void work();
    void score(const Job& job, const ScoreCall& call);
    void explain(const Job& job, const ExplainCall& call);
    void fail(const Job& job, const Failed& why);
    const Prm& model(const Job& job);
    bool wanted(const std::string& model); ///< by a call that waits

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
        if (auto* scoreCall = std::get_if<ScoreCall>(&call.body))
            return enqueue({call.id, std::move(*scoreCall), {}});
        if (auto* explainCall = std::get_if<ExplainCall>(&call.body))
            return enqueue({call.id, std::move(*explainCall), {}});
        const auto* cancelCall = std::get_if<CancelCall>(&call.body);
        if (cancelCall)
            cancel([&](const Job& job) { return job.id == cancelCall->target; });
        else
            cancel([](const Job&) { return true; });
        m_channel.say(call.id, Done{});
        return cancelCall != nullptr;
    } catch (const Error& error) {
        m_channel.say(id, Failed{error.code(), error.what()});
        return true;
    }
}

bool Server::enqueue(Job job)
{
    cancel([&](const Job& older) { return older.staleBeside(job); });
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back(std::move(job));
    m_wake.notify_one();
    return true;
}

void Server::cancel(const std::function<bool(const Job&)>& which)
{
    const std::lock_guard lock(m_mutex);
    for (Job& job : m_waiting)
        if (which(job))
            job.stop.request_stop();
    if (m_running && which(*m_running))
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
        const auto* explaining = std::get_if<ExplainCall>(&job.call);
        m_channel.say(job.id, Started{"steplight-engine " STEPLIGHT_VERSION,
                                      explaining ? "explain" : "score", 1, 0});
        try {
            if (explaining)
                explain(job, *explaining);
            else
                score(job, job.scoreCall());
        } catch (const EngineError& error) {
            if (error.code() == "cancelled")
                m_channel.say(job.id, Cancelled{});
            else
                fail(job, {error.code(), error.what()});
        } catch (const std::exception& error) {
            const bool full = isOutOfMemory(std::current_exception());
            fail(job, full ? Failed{"memory", memoryIsFull} : Failed{"engine", error.what()});
        }
    }
}

void Server::fail(const Job& job, const Failed& why)
{
    m_channel.say(job.id, why);
    // What a GPU fails with once, it fails with until the process ends: the caller starts another.
    if (why.code == "engine" && gpu().devices > 0 && (!m_prm || m_prm->device() == "cuda"))
        std::_Exit(1);
}

void Server::score(const Job& job, const ScoreCall& call)
{
    const Prm& prm = model(job);
    ImageFolder images(call.images, false);
    const Result result = scoreTrace(prm, images, call.trace, job.stop.get_token());
    if (const std::size_t missing = missingScores(result))
        m_channel.say(job.id, Warning{call.trace.id, "not-finite",
                                      "The model gave no finite number for " +
                                          std::to_string(missing) + " steps."});
    m_channel.say(job.id, result);
    m_channel.say(job.id, Done{});
}

void Server::explain(const Job& job, const ExplainCall& call)
{
    const Prm& prm = model(job);
    ImageFolder images(call.of.images, false);
    const auto progress = [&](double share, const std::string&) {
        m_channel.say(job.id, Progress{"explain", static_cast<std::int64_t>(share * 100), 100, -1});
    };
    m_channel.say(job.id, explainStep(prm, images, call, progress, job.stop.get_token()));
    m_channel.say(job.id, Done{});
}

bool Server::wanted(const std::string& model)
{
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_waiting.begin(), m_waiting.end(), [&](const Job& job) {
        return !job.stop.stop_requested() && job.scoreCall().model == model;
    });
}

const Prm& Server::model(const Job& job)
{
    const std::string& folder = job.scoreCall().model;
    const auto throwIfStopped = [&] {
        if (job.stop.stop_requested())
            throw EngineError("cancelled", "The call was cancelled.");
    };
    throwIfStopped();
    if (m_prm && m_folder == folder)
        return *m_prm;
    m_prm.reset(); // two models at once may not fit
    m_prm = loadPrm(folder, 0, "auto", [&](double share, const std::string&) {
        if (!wanted(folder)) // else an edit while it loads would begin the loading anew
            throwIfStopped();
        m_channel.say(job.id, Progress{"load", static_cast<std::int64_t>(share * 100), 100, -1});
    });
    m_folder = folder;
    m_channel.say(job.id, describe(*m_prm));
    return *m_prm;
}

/// Nothing is written while a trace is scored, so a write alone would tell too late.
void leaveWithTheCaller(int out)
{
    std::thread([out] {
        pollfd caller{out, 0, 0}; // an end that nobody reads is told unasked
        while (::poll(&caller, 1, -1) < 0 && errno == EINTR)
            ;
        if (caller.revents != 0)
            std::_Exit(0);
    }).detach();
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
    leaveWithTheCaller(out);
    Server(out).listen();
    return 0;
}

} // namespace steplight
