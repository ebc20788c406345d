// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/search/policy_writer.h"

#include "engine/policy/seed.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace steplight::search {

// Continuations of a prefix of which no step is whole yet.
struct PolicyWriter::Draft {
    std::size_t prefix = 0;
    std::int64_t first = 0; // index of its first continuation
    std::int64_t count = 1;
    std::int64_t tokens = 0; // written, the prefix's too
    std::string text;        // that stands after the prefix
    std::string key;
    int attempts = 0;
};

PolicyWriter::PolicyWriter(const PolicyForm& form, const Reading& reading,
                           const WriteOptions& options, const WriteFn& write,
                           const Problem& problem, std::uint64_t seed, std::stop_token stop)
    : m_form(form), m_reading(reading), m_options(options), m_write(write), m_problem(problem),
      m_seed(seed), m_stop(std::move(stop))
{
}

std::vector<Whole> PolicyWriter::writeWhole(std::int64_t count)
{
    WriteOptions options = m_options;
    options.stops.clear();
    std::vector<Whole> all(static_cast<std::size_t>(count));
    for (Written& written : ask({requestOf({}, count, "solutions")}, options)) {
        Whole& whole = all.at(static_cast<std::size_t>(written.rollout));
        whole.response = asUtf8(written.text);
        whole.turn = m_reading.whole(whole.response);
        whole.tokens = static_cast<std::int64_t>(written.logProbs.size());
        whole.logProb = std::accumulate(written.logProbs.begin(), written.logProbs.end(), 0.0);
    }
    return all;
}

std::vector<std::vector<Continuation>> PolicyWriter::writeOn(std::span<const Prefix> prefixes)
{
    if (m_reading.stop().empty())
        throw EngineError("profile", "The policy's form does not say where a step ends, so it "
                                     "cannot be stopped after one.");
    std::vector<std::vector<Continuation>> all(prefixes.size());
    std::vector<Draft> drafts;
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
        const Prefix& prefix = prefixes[i];
        all[i].resize(static_cast<std::size_t>(prefix.count));
        drafts.push_back({i, 0, prefix.count, prefix.tokens, {}, prefix.key, 0});
    }
    while (!drafts.empty())
        drafts = writeDrafts(drafts, prefixes, all);
    return all;
}

// Returns what is to be gone on with.
std::vector<PolicyWriter::Draft>
PolicyWriter::writeDrafts(const std::vector<Draft>& drafts, std::span<const Prefix> prefixes,
                          std::vector<std::vector<Continuation>>& all)
{
    constexpr int mostAttempts = 4; // a heading, and blank lines around it
    WriteOptions options = m_options;
    options.stops = {m_reading.stop()};
    std::vector<WriteRequest> requests;
    std::vector<const Draft*> asked;
    for (const Draft& draft : drafts) {
        const std::int64_t room = m_options.maxTokens - draft.tokens;
        if (room < 1)
            continue;
        requests.push_back(requestOf(m_reading.standing(prefixes[draft.prefix].steps) + draft.text,
                                     draft.count, draft.key));
        requests.back().maxTokens = room;
        asked.push_back(&draft);
    }
    if (requests.empty())
        return {};
    std::vector<Draft> unfinished;
    for (const Written& written : askOrNothing(requests, options)) {
        Draft draft = *asked.at(written.request);
        const auto tokens = static_cast<std::int64_t>(written.logProbs.size());
        draft.first += written.rollout;
        draft.tokens += tokens;
        draft.text += asUtf8(written.text);
        Continuation& one = all[draft.prefix].at(static_cast<std::size_t>(draft.first));
        one.tokens += tokens;
        const bool stopped = written.finish == "stop" && !written.ended;
        if (auto next = m_reading.next(prefixes[draft.prefix].steps, draft.text, stopped)) {
            one.step = std::move(next->step);
            one.answer = std::move(next->answer);
        } else if (stopped && ++draft.attempts < mostAttempts) {
            draft.count = 1;
            draft.text += options.stops.front();
            draft.key.append(".").append(std::to_string(written.rollout));
            unfinished.push_back(std::move(draft));
        }
    }
    return unfinished;
}

WriteRequest PolicyWriter::requestOf(std::string written, std::int64_t count,
                                     const std::string& key) const
{
    WriteRequest request;
    request.system = m_form.system;
    request.user = m_problem.user;
    request.imageBytes = m_problem.imageBytes;
    request.written = std::move(written);
    request.rollouts = count;
    request.seed = seedOf(m_seed, m_problem.id, key);
    return request;
}

// In the order of the requests and their rollouts.
std::vector<Written> PolicyWriter::ask(const std::vector<WriteRequest>& requests,
                                       const WriteOptions& options)
{
    std::vector<Written> all;
    std::size_t next = 0;
    m_write([&] { return next < requests.size() ? std::optional(requests[next++]) : std::nullopt; },
            options, [&](Written&& written) { all.push_back(std::move(written)); }, m_stop);
    if (m_stop.stop_requested())
        throw EngineError("cancelled", "The search was cancelled.");
    std::sort(all.begin(), all.end(), [](const Written& a, const Written& b) {
        return std::tie(a.request, a.rollout) < std::tie(b.request, b.rollout);
    });
    return all;
}

// One that has no room costs itself: then each is asked alone.
std::vector<Written> PolicyWriter::askOrNothing(const std::vector<WriteRequest>& requests,
                                                const WriteOptions& options)
{
    try {
        return ask(requests, options);
    } catch (const EngineError& error) {
        const bool fresh = requests.front().written == m_reading.standing({});
        if (error.code() != "input" || (requests.size() == 1 && fresh))
            throw;
    }
    std::vector<Written> all;
    for (std::size_t i = 0; requests.size() > 1 && i < requests.size(); ++i)
        for (Written& written : askOrNothing({requests[i]}, options)) {
            written.request = i;
            all.push_back(std::move(written));
        }
    return all;
}

} // namespace steplight::search
