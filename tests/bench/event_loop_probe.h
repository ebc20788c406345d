// SPDX-License-Identifier: GPL-3.0-or-later
// How long an event waits for the event loop: a thread of its own posts one a millisecond and the
// GUI thread notes when it arrives. Made, read and destroyed on the GUI thread.
#pragma once

#include <QObject>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace steplight::bench {

class EventLoopProbe final : public QObject
{
public:
    EventLoopProbe();
    ~EventLoopProbe() override;

    /// Of all events so far; milliseconds.
    double longest() const;
    double quantile(double q) const;
    std::size_t events() const { return m_waits.size(); }
    /// The longest that the GUI thread worked between two of them; milliseconds of processor time,
    /// so that other programs on the machine have no part in it.
    double longestWork() const { return m_longestWork; }

private:
    void post();

    std::vector<double> m_waits; ///< milliseconds
    double m_workedAt; ///< processor time of the GUI thread at the last event, milliseconds
    double m_longestWork = 0;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace steplight::bench
