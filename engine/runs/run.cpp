// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/run.h"

#include "engine/core/device.h"
#include "engine/core/error.h"
#include "engine/prm/memory.h"
#include "engine/protocol/error.h"
#include "engine/protocol/request.h"
#include "engine/runs/evaluate_run.h"
#include "engine/runs/event_log.h"
#include "engine/runs/folder_lock.h"
#include "engine/runs/judge_run.h"
#include "engine/runs/local_processes.h"
#include "engine/runs/memory_plan.h"
#include "engine/runs/score_run.h"
#include "engine/runs/search_run.h"
#include "engine/runs/stop_watch.h"
#include "engine/runs/synthesize_run.h"
#include "engine/runs/train_run.h"
#include "engine/runs/turn.h"

#include <c10/util/Exception.h>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <optional>
#include <set>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace steplight {
namespace {

namespace fs = std::filesystem;
using namespace protocol;

constexpr auto ourName = "steplight-engine " STEPLIGHT_VERSION;

std::string readRequestFile(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw EngineError("malformed", path.string() + " cannot be opened. Check its permissions.");
    std::string text(maxRequestBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

/// Sends what this process and its libraries print to engine.log. Returns the stderr that was
/// before, or -1 when that was engine.log already.
int redirectToLog(const fs::path& folder)
{
    const int file =
        ::open((folder / "engine.log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0)
        return -1;
    struct stat log {
    }, before{};
    const bool same = ::fstat(file, &log) == 0 && ::fstat(STDERR_FILENO, &before) == 0 &&
                      log.st_ino == before.st_ino && log.st_dev == before.st_dev;
    const int terminal = same ? -1 : ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    ::dup2(file, STDERR_FILENO);
    ::dup2(file, STDOUT_FILENO);
    ::close(file);
    return terminal;
}

/// It has no final event, so that it can be started again and goes on where it was.
class Interrupted : public std::runtime_error
{
public:
    explicit Interrupted(const std::string& why)
        : std::runtime_error(why + " Start the run again to go on where it was.")
    {
    }
};

/// Whether a run that ended so can end otherwise another time: a signal (a time limit, a machine
/// that is shut down, the death of another process; a cancel is a file), a full disk, a lost
/// process; and where a training has a checkpoint to go on from also what may be mended: a GPU or
/// memory that another program held, a model's folder that was not there.
bool mayGoOn(const fs::path& folder, const std::string& code)
{
    static const std::set<std::string> mended{"memory",  "device", "config",
                                              "weights", "model",  "engine"};
    if (code == "cancelled")
        return fs::exists(folder) && !fs::exists(folder / "cancel");
    std::error_code none;
    return code == "processes" || code == "disk" ||
           (mended.contains(code) && fs::is_directory(folder / "checkpoints", none) &&
            !fs::is_empty(folder / "checkpoints", none));
}

template <class Work> Event interruptible(const fs::path& folder, const Work& work)
{
    try {
        return work();
    } catch (const EngineError& error) {
        if (mayGoOn(folder, error.code()))
            throw Interrupted(error.code() == "cancelled" ? "The run was interrupted."
                                                          : error.what());
        throw;
    } catch (const std::exception& error) { // LibTorch's and the allocator's
        if (!mayGoOn(folder, "engine"))
            throw;
        const auto* torch = dynamic_cast<const c10::Error*>(&error);
        throw Interrupted(isOutOfMemory(std::current_exception()) ? memoryIsFull
                          : torch ? std::string("LibTorch: ") + torch->what_without_backtrace()
                                  : error.what());
    }
}

void train(const RunOptions& options, RunRequest request, bool fits, EventLog& log,
           const std::stop_token& stop)
{
    const Recipe recipe = recipeOf(options, request);
    if (recipe.lora && request.modelHash.empty()) // a checkpoint is of adapters, not of the rest
        request.modelHash = log.past().modelHash;
    const LocalProcesses others(options, recipe, fits ? localProcesses(recipe) : 1);
    trainRun(
        options, request, Processes::fromEnvironment(),
        [&](const Event& event) { log.write(event); }, stop);
}

Event perform(const RunOptions& options, const RunRequest& request, EventLog& log,
              const std::stop_token& stop)
{
    std::optional<Turn> turn;
    if (options.turn && request.kind != "evaluate") // which takes seconds and loads no model
        turn.emplace(options.folder, stop);
    const MemoryPlan memory = planRun(options, request).value_or(MemoryPlan());
    const auto done = static_cast<std::int64_t>(log.past().finished());
    log.write(
        {"", Started{ourName, request.kind, request.traces, done, memory.needed, memory.there}});
    if (memory.needed > 0)
        std::cerr << "memory: " << memory.sentence() << ", as " << memory.place << '\n';
    if (request.kind == "score")
        scoreRun(options, request, log, stop);
    else if (request.kind == "judge")
        judgeRun(options, request, log, stop);
    else if (request.kind == "synthesize")
        synthesizeRun(options, request, log, stop);
    else if (request.kind == "search")
        searchRun(options, request, log, stop);
    else if (request.kind == "evaluate")
        evaluateRun(options, request, log, stop);
    else if (request.kind == "train")
        train(options, request, memory.fits(), log, stop);
    else
        return {"", Failed{"kind", "This engine cannot do runs of kind \"" + request.kind +
                                       "\"; it can do: evaluate, judge, score, search, synthesize, "
                                       "train."}};
    return {"", Done{}};
}

Event endOf(const RunOptions& options, EventLog& log)
{
    const StopWatch watch(options.folder);
    RunRequest request;
    try {
        request = readRequest(readRequestFile(options.folder / "request.json"));
    } catch (const Error& error) {
        log.write({"", Started{ourName, "", 0, static_cast<std::int64_t>(log.past().finished())}});
        return {"", Failed{error.code(), error.what()}};
    }
    return interruptible(options.folder,
                         [&] { return perform(options, request, log, watch.token()); });
}

/// One of the places where exceptions end: they become the final event. Throws Interrupted.
Event carryOut(const RunOptions& options, EventLog& log)
{
    const auto kept = [&] {
        const std::size_t results = log.past().finished();
        return results == 0 ? std::string() : " Results kept: " + std::to_string(results) + ".";
    };
    try {
        return endOf(options, log);
    } catch (const EngineError& error) {
        if (error.code() == "cancelled")
            return {"", Cancelled{}};
        return {"", Failed{error.code(), error.what() + kept()}};
    } catch (const Interrupted&) {
        throw;
    } catch (const c10::Error& error) {
        if (isOutOfMemory(std::current_exception()))
            return {"", Failed{"memory", memoryIsFull + kept()}};
        return {"", Failed{"engine", std::string("LibTorch: ") + error.what_without_backtrace() +
                                         "." + kept()}};
    } catch (const std::exception& error) {
        if (isOutOfMemory(std::current_exception()))
            return {"", Failed{"memory", memoryIsFull + kept()}};
        return {"", Failed{"engine", error.what() + kept()}};
    }
}

int rankHere()
{
    try {
        const auto place = readPlace([](const char* name) { return std::getenv(name); });
        return place ? place->rank : 0;
    } catch (const EngineError&) { // whoever trains here says what is missing
        return 0;
    }
}

bool isOver(const fs::path& folder)
{
    std::ifstream events(folder / "events.jsonl");
    for (std::string line; std::getline(events, line);)
        try {
            if (isFinal(readEvent(line)))
                return true;
        } catch (const Error&) { // rubbish hides no other line
        }
    return false;
}

/// A process of a training beside the first one, which alone has the lock and writes events.
int helpToTrain(const RunOptions& options)
{
    try {
        const RunRequest request = readRequest(readRequestFile(options.folder / "request.json"));
        if (request.kind != "train")
            return 0;               // one process does all of it
        if (isOver(options.folder)) // the first process says so, and does not wait
            return 0;
        const StopWatch watch(options.folder);
        trainRun(
            options, request, Processes::fromEnvironment(), [](const Event&) {}, watch.token());
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}

std::string sentenceOf(const Event& final)
{
    if (const auto* failed = std::get_if<Failed>(&final.body))
        return "failed: " + failed->detail;
    return std::holds_alternative<Done>(final.body) ? "done" : "cancelled";
}

void say(int terminal, const std::string& sentence)
{
    std::cerr << sentence << std::endl;
    const std::string line = sentence + '\n';
    if (terminal >= 0 && ::write(terminal, line.data(), line.size()) < 0)
        std::cerr << "(nobody reads the terminal any more)\n";
}

} // namespace

int runFolder(const RunOptions& options)
{
    if (!fs::exists(options.folder / "request.json")) {
        std::cerr << options.folder.string() << " is no run folder: it has no request.json.\n";
        return 1;
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file-size limit is an error of write, like a full disk
    if (rankHere() > 0)
        return helpToTrain(options);
    int terminal = -1;
    try {
        const FolderLock lock(options.folder, options.lockFile);
        EventLog log(options.folder);
        if (log.past().final) {
            std::cerr << "This run is over (" << sentenceOf(*log.past().final)
                      << "). Nothing was changed; make a new run for more.\n";
            return std::holds_alternative<Done>(log.past().final->body) ? 0 : 1;
        }
        terminal = redirectToLog(options.folder);
        if (::nice(5) == -1)
            std::cerr << "the priority stays as it is\n";
        const Event final = carryOut(options, log);
        say(terminal, sentenceOf(final));
        log.write(final);
        return std::holds_alternative<Done>(final.body) ? 0 : 1;
    } catch (const Interrupted& interrupted) {
        say(terminal, interrupted.what());
        return 1;
    } catch (const EngineError& error) {
        say(terminal, error.what());
        return 1;
    }
}

} // namespace steplight
