// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/stop_watch.h"

#include <atomic>
#include <chrono>
#include <csignal>

namespace steplight {
namespace {

std::atomic<bool> signalled{false}; // lock-free, so a signal handler may write it

void onSignal(int)
{
    signalled = true;
}

/// A folder that was deleted asks, too: nobody will read what is still written there. One that
/// cannot be read does not.
bool asked(const std::filesystem::path& folder)
{
    std::error_code ignored;
    return signalled || std::filesystem::exists(folder / "cancel", ignored) ||
           std::filesystem::status(folder, ignored).type() == std::filesystem::file_type::not_found;
}

} // namespace

StopWatch::StopWatch(const std::filesystem::path& folder)
{
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
    if (asked(folder))
        m_stop.request_stop();
    m_thread = std::jthread([this, folder](std::stop_token ending) {
        while (!ending.stop_requested() && !m_stop.stop_requested()) {
            if (asked(folder))
                m_stop.request_stop();
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    });
}

} // namespace steplight
