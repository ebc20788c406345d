// SPDX-License-Identifier: GPL-3.0-or-later
// Turns a run folder's `cancel` file, its deletion, SIGTERM and SIGINT into a stop request. One
// object a process.
#pragma once

#include <filesystem>
#include <stop_token>
#include <thread>

namespace steplight {

class StopWatch
{
public:
    /// Installs the signal handlers and looks every 100 ms on its own thread.
    explicit StopWatch(const std::filesystem::path& folder);

    std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::jthread m_thread;
};

} // namespace steplight
