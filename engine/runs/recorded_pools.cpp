// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/recorded_pools.h"

#include "engine/core/error.h"
#include "engine/grade/answer.h"
#include "engine/protocol/error.h"
#include "engine/protocol/event.h"
#include "engine/text/policy_steps.h"

#include <fstream>

namespace steplight {
namespace {

search::Whole wholeOf(const protocol::Searched::Pooled& one)
{
    search::Whole whole{one.response, {}, one.tokens, one.logProb};
    if (!one.steps.empty())
        whole.turn = PolicyTurn{policyStepsOf(one.steps), one.answer};
    return whole;
}

} // namespace

RecordedPools::RecordedPools(const std::filesystem::path& folder, const std::string& policyHash)
    : m_folder(folder)
{
    std::ifstream events(folder / "events.jsonl", std::ios::binary);
    for (std::string line; std::getline(events, line);) {
        try {
            const protocol::Event event = protocol::readEvent(line);
            if (const auto* model = std::get_if<protocol::ModelLoaded>(&event.body);
                model && model->role == "policy" && model->hash != policyHash)
                throw EngineError("input", "The solutions in " + folder.string() +
                                               " were written by another policy (its hash "
                                               "differs). Search with that one.");
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

std::vector<search::Whole> RecordedPools::take(const protocol::TraceInput& question,
                                               std::int64_t count) const
{
    const auto found = m_pools.find(question.id);
    const std::size_t wanted = static_cast<std::size_t>(count);
    if (found == m_pools.end() || found->second.size() < wanted)
        throw EngineError("input", m_folder.string() + " holds fewer than " +
                                       std::to_string(count) + " solutions of the question.");
    std::vector<search::Whole> all(found->second.begin(), found->second.begin() + count);
    for (search::Whole& one : all) // earlier ones were written down as they were written
        if (one.turn)
            one.turn->answer = chosenOption(one.turn->answer, question.options);
    return all;
}

} // namespace steplight
