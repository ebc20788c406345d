// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/train_report.h"

namespace steplight {

using namespace protocol;

namespace {

constexpr auto sayInterval = std::chrono::milliseconds(500);

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

TrainReport::TrainReport(SayFn say, std::int64_t updates, std::int64_t firstStep, bool sections)
    : m_say(std::move(say)), m_updates(updates), m_firstStep(firstStep), m_sections(sections)
{
}

void TrainReport::restart()
{
    m_tokens = 0;
    m_since = Clock::now();
}

void TrainReport::note(const TrainState& state, double epoch, const StepResult& result, double rate)
{
    m_tally += result.tally;
    m_tokens += result.tokens;
    if (Clock::now() - m_said < sayInterval && state.step < m_updates)
        return;
    say(state, epoch, result.norm, rate);
    const double each = secondsSince(m_begin) / static_cast<double>(state.step - m_firstStep);
    m_say({"", Progress{"train", state.step, m_updates,
                        each * static_cast<double>(m_updates - state.step)}});
    m_tally = {};
    m_said = Clock::now();
    restart();
}

void TrainReport::say(const TrainState& state, double epoch, double norm, double rate)
{
    Metrics metrics{{{"step", static_cast<double>(state.step)},
                     {"epoch", epoch},
                     {"rate", rate},
                     {"norm", norm},
                     {"skipped", static_cast<double>(state.skipped)},
                     {"tokens_per_second", static_cast<double>(m_tokens) / secondsSince(m_since)}}};
    for (const auto& [prefix, tally] : {std::pair<std::string, Tally>{"", m_tally.all()},
                                        {"perception_", m_tally.perception},
                                        {"reasoning_", m_tally.reasoning}})
        if (tally.labels > 0 && (prefix.empty() || m_sections)) {
            metrics.values[prefix + "loss"] = tally.meanLoss();
            metrics.values[prefix + "accuracy"] = tally.accuracy();
        }
    m_say({"", metrics});
}

} // namespace steplight
