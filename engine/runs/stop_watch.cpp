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

bool asked(const std::filesystem::path& cancel)
{
    std::error_code ignored; // a folder that cannot be read asks for nothing
    return signalled || std::filesystem::exists(cancel, ignored);
}

} // namespace

StopWatch::StopWatch(const std::filesystem::path& folder)
{
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
    const std::filesystem::path cancel = folder / "cancel";
    if (asked(cancel))
        m_stop.request_stop();
    m_thread = std::jthread([this, cancel](std::stop_token ending) {
        while (!ending.stop_requested() && !m_stop.stop_requested()) {
            if (asked(cancel))
                m_stop.request_stop();
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    });
}

} // namespace steplight
