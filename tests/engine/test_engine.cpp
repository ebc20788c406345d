// SPDX-License-Identifier: GPL-3.0-or-later
// steplight-test-engine: speaks the protocol without a model and misbehaves on request, to show
// that the window stays whole. STEPLIGHT_TEST_ENGINE (or the request's setting "test") says how:
//   ok, slow, stall, rubbish, crash, crash-once (needs STEPLIGHT_TEST_MARK), no-final,
//   wrong-version
#include "engine/protocol/call.h"
#include "engine/protocol/error.h"
#include "engine/protocol/event.h"
#include "engine/protocol/lines.h"
#include "engine/protocol/request.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <poll.h>
#include <sstream>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

using namespace steplight;
using namespace steplight::protocol;

namespace {

void write(int file, const std::string& text)
{
    if (::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        std::_Exit(1);
}

void pause(int ms)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

/// A score that a test can tell: 1 / (1 + bytes of the step).
Result resultOf(const TraceInput& trace)
{
    Result result{trace.id, {}, 1, 0};
    for (const Step& step : trace.steps)
        result.scores.push_back(1.0 / (1.0 + static_cast<double>(step.text.size())));
    return result;
}

void misbehave(const std::string& how, int out)
{
    if (how == "stall")
        pause(60'000);
    if (how == "rubbish")
        write(out, "libfoo: warning\n\xff\xfe\n{\"type\":\n{\"type\":\"dance\"}\n[1,2]\n\n");
    const char* mark = std::getenv("STEPLIGHT_TEST_MARK");
    const bool first = mark && !std::filesystem::exists(mark);
    if (how == "crash" || (how == "crash-once" && first)) {
        if (first)
            std::ofstream(mark) << "crashed";
        std::cerr << "test engine: about to crash" << std::endl;
        write(out, R"({"type":"result","trace":"torn","sco)");
        std::raise(SIGKILL);
    }
}

std::string started(const std::string& how, const std::string& id, std::int64_t total)
{
    std::string line = writeEvent({id, Started{"steplight-test-engine", "score", total, 0}});
    if (how == "wrong-version")
        line.replace(line.find("\"version\":1"), 11, "\"version\":2");
    return line;
}

/// Whether a cancel call for id comes within the time.
bool cancelledWithin(int ms, LineSplitter& lines, const std::string& id)
{
    pollfd input{STDIN_FILENO, POLLIN, 0};
    char bytes[4096];
    if (::poll(&input, 1, ms) <= 0)
        return false;
    const ssize_t got = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (got <= 0)
        std::_Exit(0);
    lines.add({bytes, static_cast<std::size_t>(got)});
    std::string other;
    while (const auto line = lines.next()) {
        const Call call = readCall(line->text, other);
        const auto* cancel = std::get_if<CancelCall>(&call.body);
        if (cancel && cancel->target == id)
            return true;
    }
    return false;
}

void answer(const std::string& how, const Call& call, LineSplitter& lines)
{
    const auto* score = std::get_if<ScoreCall>(&call.body);
    if (!score)
        return write(1, writeEvent({call.id, Done{}}));
    write(1, started(how, call.id, 1));
    misbehave(how, 1);
    if (how == "slow" && cancelledWithin(10'000, lines, call.id))
        return write(1, writeEvent({call.id, Cancelled{}}));
    write(1, writeEvent({call.id, ModelLoaded{"test", "hash", "profile", "cpu", "no model"}}));
    write(1, writeEvent({call.id, resultOf(score->trace)}));
    if (how != "no-final")
        write(1, writeEvent({call.id, Done{}}));
}

int serve(const std::string& how)
{
    LineSplitter lines;
    char bytes[65536];
    for (ssize_t got = 0; (got = ::read(STDIN_FILENO, bytes, sizeof bytes)) > 0;) {
        lines.add({bytes, static_cast<std::size_t>(got)});
        while (const auto line = lines.next()) {
            std::string id;
            const Call call = readCall(line->text, id);
            if (std::holds_alternative<TerminateCall>(call.body))
                return 0;
            answer(how, call, lines);
        }
    }
    return 0;
}

int run(const std::filesystem::path& folder, const char* lockFile, std::string how)
{
    const int lock =
        lockFile ? std::atoi(lockFile) : ::open((folder / "lock").c_str(), O_RDWR | O_CREAT, 0644);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0)
        return 1;
    std::stringstream text;
    text << std::ifstream(folder / "request.json").rdbuf();
    const RunRequest request = readRequest(text.str());
    const auto setting = request.settings.find("test");
    if (setting != request.settings.end())
        how = setting->second;
    const int out = ::open((folder / "events.jsonl").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    write(out, started(how, "", request.traces));
    std::ifstream input(folder / "input.jsonl");
    int done = 0;
    for (std::string line; std::getline(input, line); ++done) {
        if (std::filesystem::exists(folder / "cancel")) {
            write(out, writeEvent({"", Cancelled{}}));
            return 1;
        }
        if (done == 2)
            misbehave(how, out);
        write(out, writeEvent({"", resultOf(readTrace(line))}));
        pause(how == "slow" ? 50 : 0);
    }
    if (how != "no-final")
        write(out, writeEvent({"", Done{}}));
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const char* named = std::getenv("STEPLIGHT_TEST_ENGINE");
    const std::string how = named ? named : "ok";
    try {
        if (argc == 2 && !std::strcmp(argv[1], "serve"))
            return serve(how);
        if (argc >= 3 && !std::strcmp(argv[1], "run"))
            return run(argv[2], argc >= 5 ? argv[4] : nullptr, how);
    } catch (const Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 2;
}
