// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/recorded_pools.h"

#include "engine/core/error.h"
#include "engine/protocol/error.h"
#include "engine/protocol/event.h"

#include <fstream>

namespace steplight {
namespace {

search::Whole wholeOf(const protocol::Searched::Pooled& one)
{
    search::Whole whole{one.response, {}, one.tokens};
    if (one.steps.empty())
        return whole;
    whole.turn.emplace();
    for (const Step& step : one.steps)
        whole.turn->steps.push_back({step.section == Section::perception, step.text});
    whole.turn->answer = one.answer;
    return whole;
}

} // namespace

RecordedPools::RecordedPools(const std::filesystem::path& folder) : m_folder(folder)
{
    std::ifstream events(folder / "events.jsonl", std::ios::binary);
    for (std::string line; std::getline(events, line);) {
        try {
            const protocol::Event event = protocol::readEvent(line);
            const auto* searched = std::get_if<protocol::Searched>(&event.body);
            if (!searched || searched->pool.empty() || m_pools.contains(searched->question))
                continue;
            for (const auto& one : searched->pool)
                m_pools[searched->question].push_back(wholeOf(one));
        } catch (const protocol::Error&) {
            // As where a run goes on: a line that was cut off hides no other.
        }
    }
    if (m_pools.empty())
        throw EngineError("input", folder.string() + " holds no solutions to choose from. Name the "
                                                     "folder of a search that has a pool.");
}

std::vector<search::Whole> RecordedPools::take(const std::string& question,
                                               std::int64_t count) const
{
    const auto found = m_pools.find(question);
    const std::size_t wanted = static_cast<std::size_t>(count);
    if (found == m_pools.end() || found->second.size() < wanted)
        throw EngineError("input", m_folder.string() + " holds fewer than " +
                                       std::to_string(count) + " solutions of the question.");
    return {found->second.begin(), found->second.begin() + count};
}

} // namespace steplight
