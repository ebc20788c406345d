// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/event_loop_probe.h"

#include <time.h>

#include <algorithm>
#include <utility>

namespace steplight::bench {
namespace {

using Clock = std::chrono::steady_clock;

double processorTime()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

} // namespace

EventLoopProbe::EventLoopProbe()
    : m_workedAt(processorTime()), m_thread(&EventLoopProbe::post, this)
{
}

EventLoopProbe::~EventLoopProbe()
{
    m_stop = true;
    m_thread.join();
}

// Posts on time whatever the GUI thread does: a long stall is felt by each event that falls in it.
void EventLoopProbe::post()
{
    for (auto next = Clock::now(); !m_stop; next += std::chrono::milliseconds(1)) {
        std::this_thread::sleep_until(next);
        QMetaObject::invokeMethod(
            this,
            [this, posted = Clock::now()] {
                m_waits.push_back(
                    std::chrono::duration<double, std::milli>(Clock::now() - posted).count());
                const double now = processorTime();
                m_longestWork = std::max(m_longestWork, now - std::exchange(m_workedAt, now));
            },
            Qt::QueuedConnection);
    }
}

double EventLoopProbe::longest() const
{
    return m_waits.empty() ? 0 : *std::max_element(m_waits.begin(), m_waits.end());
}

double EventLoopProbe::quantile(double q) const
{
    if (m_waits.empty())
        return 0;
    auto sorted = m_waits;
    const auto at = static_cast<std::ptrdiff_t>(q * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), sorted.begin() + at, sorted.end());
    return sorted[static_cast<std::size_t>(at)];
}

} // namespace steplight::bench
