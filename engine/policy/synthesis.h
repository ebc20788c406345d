// SPDX-License-Identifier: GPL-3.0-or-later
// Solutions of problems, and by flat Monte-Carlo how promising each of their steps is (pipeline.md
// §7, 3-9): from every prefix of a solution the policy writes on, and the share of right answers is
// the step's estimate. Prefixes are truly continued: the same assistant's turn goes on after them,
// and the answer is read from both. One thread a call.
#pragma once

#include "engine/policy/policy.h"
#include "engine/text/profile.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace steplight {

struct Problem {
    std::string id;
    std::string user; // the policy's turn
    std::vector<std::string> imageBytes;
    std::string answer;          // the key; empty: nothing can be graded, nothing is estimated
    std::set<std::int64_t> done; // indices of solutions that an earlier start has made
};

struct SynthesisOptions {
    std::int64_t solutions = 4; // of each problem
    std::int64_t rollouts = 16; // from each prefix; 0 = no estimates
    std::uint64_t seed = 0;     // with problem, solution and step it decides every draw
    WriteOptions write;
};

struct Estimate {
    std::int64_t correct = 0;
    std::int64_t total = 0;
};

struct Synthesised {
    std::string problem;
    std::int64_t index = 0;          // among the problem's solutions
    std::string response;            // as written
    std::optional<PolicyTurn> turn;  // unset: the response does not have the policy's form
    std::optional<bool> correct;     // unset without a key or an answer
    std::vector<Estimate> estimates; // by step; empty when none were asked for
    std::int64_t tokens = 0;         // of the response
    double logProb = 0;              // ln P of them all, under the model alone
};

struct SynthesisUsage {
    std::int64_t promptTokens = 0; // each request's once, image tokens included
    std::int64_t imageTokens = 0;
    std::int64_t solutionTokens = 0; // written
    std::int64_t rolloutTokens = 0;
    double seconds = 0; // of writing
};

// The policy: Policy::write, or whatever keeps its contract.
using WriteFn = std::function<Usage(const Policy::NextRequest& next, const WriteOptions& options,
                                    const Policy::WrittenFn& written, std::stop_token stop)>;
using NextProblem = std::function<std::optional<Problem>()>; // nothing: that was the last one
using SynthesisedFn = std::function<void(Synthesised&&)>;
// A problem cannot be worked on ("image", "input"); the others go on.
using RefusedFn = std::function<void(const std::string& problem, const EngineError& error)>;

// Hands over each solution when its last estimate is there. A problem's next rollouts come before
// the next problem's solutions, so little is open at a time. After a stop request it returns soon;
// what had begun is dropped. Throws what `write` throws, but for what `refused` is told.
SynthesisUsage synthesise(const PolicyForm& form, const SynthesisOptions& options,
                          const WriteFn& write, const NextProblem& next, const SynthesisedFn& made,
                          const RefusedFn& refused, std::stop_token stop = {});

} // namespace steplight
