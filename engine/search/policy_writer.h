// SPDX-License-Identifier: GPL-3.0-or-later
// A policy as a search asks it (models.h): whole solutions, and single steps from a prefix, which
// is truly continued, as in a synthesis. One thread an object.
#pragma once

#include "engine/policy/synthesis.h"
#include "engine/search/models.h"
#include "engine/search/reading.h"

#include <stop_token>

namespace steplight::search {

class PolicyWriter
{
public:
    // All are to outlive it. The options' stops are not used.
    PolicyWriter(const PolicyForm& form, const Reading& reading, const WriteOptions& options,
                 const WriteFn& write, const Problem& problem, std::uint64_t seed,
                 std::stop_token stop);

    // Both throw what `write` throws, and EngineError "cancelled" after a stop request.
    // The same texts as a synthesis of the same seed and sampling writes.
    std::vector<Whole> writeWhole(std::int64_t count);
    // What is written of one solution has at most options.maxTokens in all. Where a prefix leaves
    // no room, its continuations are empty. Throws "profile" where nothing says where a step ends.
    std::vector<std::vector<Continuation>> writeOn(std::span<const Prefix> prefixes);

private:
    struct Draft;
    std::vector<Draft> writeDrafts(const std::vector<Draft>& drafts,
                                   std::span<const Prefix> prefixes,
                                   std::vector<std::vector<Continuation>>& all);
    std::vector<Written> ask(const std::vector<WriteRequest>& requests,
                             const WriteOptions& options);
    std::vector<Written> askOrNothing(const std::vector<WriteRequest>& requests,
                                      const WriteOptions& options);
    WriteRequest requestOf(std::string written, std::int64_t count, const std::string& key) const;

    const PolicyForm& m_form;
    const Reading& m_reading;
    const WriteOptions& m_options;
    const WriteFn& m_write;
    const Problem& m_problem;
    std::uint64_t m_seed;
    std::stop_token m_stop;
};

} // namespace steplight::search
