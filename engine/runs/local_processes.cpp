// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/local_processes.h"

#include "engine/core/device.h"
#include "engine/core/error.h"
#include "engine/core/processes.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ifaddrs.h>
#include <iostream>
#include <string>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace steplight {
namespace {

constexpr int neverBegan = 127;
constexpr auto loopback = "lo";

/// This program once more on the same folder; what it takes from the environment is there.
pid_t start(const RunOptions& options)
{
    std::vector<std::string> words{"steplight-engine", "run", options.folder.string()};
    if (!options.images.empty())
        words.insert(words.end(), {"--images", options.images.string()});
    if (!options.model.empty())
        words.insert(words.end(), {"--model", options.model.string()});
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) { // what may be called here is little: the parent has threads
        if (::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::getppid() == parent)
            ::execv("/proc/self/exe", pointers.data());
        ::_exit(neverBegan);
    }
    if (child < 0)
        throw EngineError("engine",
                          std::string("Another process for this training cannot be started: ") +
                              std::strerror(errno) + ". Set processes to 1 to do without.");
    return child;
}

void setVariable(const char* name, const std::string& value)
{
    ::setenv(name, value.c_str(), 1);
}

/// Who waits for one that was killed, or never began, would wait in vain: so ends this process, as
/// if it had been killed itself, and the run can be taken up.
void endWithAny(const std::stop_token& stop, const std::vector<pid_t>& others)
{
    while (!stop.stop_requested()) {
        for (const pid_t other : others) {
            siginfo_t end{};
            if (::waitid(P_PID, static_cast<id_t>(other), &end, WEXITED | WNOHANG | WNOWAIT) != 0 ||
                end.si_pid == 0 || (end.si_code == CLD_EXITED && end.si_status != neverBegan))
                continue;
            std::cerr << "Another process of this training was ended by "
                      << (end.si_code == CLD_EXITED ? "error " : "signal ") << end.si_status
                      << ". Start the run again to go on from its last checkpoint." << std::endl;
            std::_Exit(1);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

/// Some sandboxes have no network at all, not even to themselves: then loopback has no address.
bool canReachItself()
{
    ifaddrs* all = nullptr;
    if (::getifaddrs(&all) != 0)
        return false;
    bool found = false;
    for (const ifaddrs* one = all; one; one = one->ifa_next)
        found = found || (one->ifa_addr && std::strcmp(one->ifa_name, loopback) == 0 &&
                          one->ifa_addr->sa_family == AF_INET);
    ::freeifaddrs(all);
    return found;
}

int threadsOf(const Recipe& recipe)
{
    return recipe.threads > 0 ? recipe.threads : at::get_num_threads();
}

} // namespace

std::int64_t localProcesses(const Recipe& recipe)
{
    const auto place = readPlace([](const char* name) { return std::getenv(name); });
    if ((place && place->size > 1) || placeOf(recipe.device).device().is_cuda())
        return 1;
    if (!canReachItself()) {
        std::cerr << "There is no loopback interface, so one process trains.\n";
        return 1;
    }
    constexpr std::int64_t most = 8; // each holds the model and what it computes
    const std::int64_t oneEach = std::min<std::int64_t>(most, threadsOf(recipe));
    return std::min(recipe.processes > 0 ? recipe.processes : oneEach, recipe.batch);
}

LocalProcesses::LocalProcesses(const RunOptions& options, const Recipe& recipe, std::int64_t count)
    : m_meeting(std::filesystem::absolute(options.folder) / "processes")
{
    if (count < 2)
        return;
    const int threads = std::max(1, threadsOf(recipe) / static_cast<int>(count));
    std::filesystem::remove(m_meeting); // of one that was killed
    setVariable("WORLD_SIZE", std::to_string(count));
    setVariable("MASTER_ADDR", m_meeting.string());
    setVariable("GLOO_SOCKET_IFNAME", loopback);
    setVariable("OMP_NUM_THREADS", std::to_string(threads));
    for (std::int64_t rank = 1; rank < count; ++rank) {
        setVariable("RANK", std::to_string(rank));
        m_others.push_back(start(options));
    }
    setVariable("RANK", "0");
    at::set_num_threads(threads);
    std::cerr << count << " processes, threads of each: " << threads << '\n';
    m_watch = std::jthread([this](const std::stop_token& stop) { endWithAny(stop, m_others); });
}

LocalProcesses::~LocalProcesses()
{
    if (m_others.empty())
        return;
    m_watch.request_stop();
    m_watch.join();
    for (const pid_t other : m_others)
        ::kill(other, SIGKILL);
    for (const pid_t other : m_others)
        ::waitpid(other, nullptr, 0);
    std::error_code unimportant;
    std::filesystem::remove(m_meeting, unimportant);
}

} // namespace steplight
