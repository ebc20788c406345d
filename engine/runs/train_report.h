// SPDX-License-Identifier: GPL-3.0-or-later
// What a training says while it learns: means since the last time, twice a second at most, and the
// time left. One thread.
#pragma once

#include "engine/core/checkpoint.h"
#include "engine/core/train.h"
#include "engine/protocol/event.h"

#include <chrono>
#include <functional>

namespace steplight {

using SayFn = std::function<void(const protocol::Event&)>;

class TrainReport
{
public:
    /// `sections`: say those of a PRM apart.
    TrainReport(SayFn say, std::int64_t updates, std::int64_t firstStep, bool sections);

    /// After an update: `epoch` with its fraction.
    void note(const TrainState& state, double epoch, const StepResult& result, double rate);
    /// After something else took time.
    void restart();

private:
    using Clock = std::chrono::steady_clock;
    void say(const TrainState& state, double epoch, double norm, double rate);

    SayFn m_say;
    std::int64_t m_updates, m_firstStep;
    bool m_sections;
    /// m_since: tokens are counted from it.
    Clock::time_point m_begin = Clock::now(), m_said = m_begin, m_since = m_begin;
    LossTally m_tally;
    std::int64_t m_tokens = 0;
};

} // namespace steplight
