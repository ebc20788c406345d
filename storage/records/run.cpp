// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/records/run.h"

#include <array>
#include <utility>

namespace steplight {
namespace {

constexpr std::array<std::pair<RunState, std::string_view>, 5> stateWords{{
    {RunState::waiting, "waiting"},
    {RunState::running, "running"},
    {RunState::done, "done"},
    {RunState::failed, "failed"},
    {RunState::cancelled, "cancelled"},
}};

} // namespace

std::string settingOf(const Run& run, const std::string& name)
{
    const auto found = run.settings.find(name);
    return found == run.settings.end() ? std::string() : found->second;
}

std::optional<double> metricOf(const Run& run, const std::string& name)
{
    const auto found = run.metrics.find(name);
    return found == run.metrics.end() ? std::nullopt : std::optional(found->second);
}

std::string_view runStateWord(RunState state)
{
    return stateWords[static_cast<std::size_t>(state)].second;
}

std::optional<RunState> runStateFromWord(std::string_view word)
{
    for (const auto& [state, known] : stateWords)
        if (known == word)
            return state;
    return std::nullopt;
}

} // namespace steplight
