// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/local_processes.h"

#include "engine/core/device.h"
#include "engine/core/error.h"
#include "engine/core/processes.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace steplight {
namespace {

[[noreturn]] void refuse(const std::string& what)
{
    throw EngineError("processes",
                      what + ": " + std::strerror(errno) + ". Set processes to 1 to do without.");
}

/// A port of this machine that nobody listens on. It is free until the first process listens.
int freePort()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto* where = reinterpret_cast<sockaddr*>(&address);
    const bool found =
        file >= 0 && ::bind(file, where, size) == 0 && ::getsockname(file, where, &size) == 0;
    if (file >= 0)
        ::close(file);
    if (!found)
        refuse("There is no port by which the processes of a training could meet");
    return ntohs(address.sin_port);
}

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
        ::_exit(1);
    }
    if (child < 0)
        refuse("Another process for this training cannot be started");
    return child;
}

void setVariable(const char* name, const std::string& value)
{
    ::setenv(name, value.c_str(), 1);
}

} // namespace

std::int64_t localProcesses(const Recipe& recipe)
{
    if (readPlace([](const char* name) { return std::getenv(name); }) ||
        placeOf(recipe.device).device().is_cuda())
        return 1;
    constexpr std::int64_t most = 8; // each holds the model and what it computes
    const std::int64_t cores = std::min<std::int64_t>(most, at::get_num_threads());
    return std::min(recipe.processes > 0 ? recipe.processes : cores, recipe.batch);
}

LocalProcesses::LocalProcesses(const RunOptions& options, std::int64_t count)
{
    if (count < 2)
        return;
    const int threads = std::max(1, at::get_num_threads() / static_cast<int>(count));
    setVariable("WORLD_SIZE", std::to_string(count));
    setVariable("MASTER_ADDR", "127.0.0.1");
    setVariable("MASTER_PORT", std::to_string(freePort()));
    setVariable("GLOO_SOCKET_IFNAME", "lo");
    setVariable("OMP_NUM_THREADS", std::to_string(threads));
    for (std::int64_t rank = 1; rank < count; ++rank) {
        setVariable("RANK", std::to_string(rank));
        m_others.push_back(start(options));
    }
    setVariable("RANK", "0");
    at::set_num_threads(threads);
    std::cerr << count << " processes, threads of each: " << threads << '\n';
}

LocalProcesses::~LocalProcesses()
{
    for (const pid_t other : m_others)
        ::kill(other, SIGKILL);
    for (const pid_t other : m_others)
        ::waitpid(other, nullptr, 0);
}

} // namespace steplight
