// SPDX-License-Identifier: GPL-3.0-or-later
// Solutions of problems, and by Monte-Carlo how promising their steps are (pipeline.md §7, 3-9):
// from a prefix of a solution the policy writes on, and the share of right answers is the estimate
// of the prefix's last step. Prefixes are truly continued: the same assistant's turn goes on after
// them, and the answer is read from both. One thread a call.
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
    std::vector<PolicyStep> begun = {};    // steps that stand: every solution goes on after them
    std::vector<std::string> options = {}; // which answer and key may name by their letters
};

// From which prefixes the policy writes on.
enum class EstimateBy {
    flat,  // every one, as the published pipeline does
    omega, // where a binary search for the first error of a wrong solution looks
    tree   // the same, again and again from the most instructive wrong rollout there is: OmegaPRM
};

// arXiv 2406.06592, §3.3 and §4, whose constants these are; 20 searches are openr's.
struct TreeSearch {
    std::int64_t searches = 20; // of a problem
    double alpha = 0.5;         // Q(s, r) = alpha^(1 - MC(s)) beta^(tokens of r / length)
    double beta = 0.9;
    double length = 500;
    double exploration = 0.125; // c of U(s) = c sqrt(sum of N) / (1 + N(s))
};

struct SynthesisOptions {
    std::int64_t solutions = 4; // of each problem
    EstimateBy by = EstimateBy::flat;
    std::int64_t rollouts = 16; // from a prefix, at the most; 0 = no estimates
    // Stops sooner where the Beta posterior says with this probability on which side of `threshold`
    // the chance of success lies (budget.h); 0 = never.
    double decided = 0;
    double threshold = 0.2;
    TreeSearch search;
    bool keepRollouts = false; // flat, omega: hand over what was written from each prefix
    std::uint64_t seed = 0;    // with problem, solution and step it decides every draw
    WriteOptions write;
};

struct Estimate {
    std::int64_t correct = 0;
    std::int64_t total = 0; // 0 = none: not asked for, or no room to write on
};

struct Synthesised {
    std::string problem;
    std::int64_t index = 0;          // among the problem's solutions
    std::string response;            // as written
    std::optional<PolicyTurn> turn;  // unset: the response does not have the policy's form
    std::optional<bool> correct;     // unset without a key or an answer
    std::vector<Estimate> estimates; // by step; empty when none were asked for
    std::int64_t tokens = 0;         // of what was written in one go: of the response, or behind
                                     // the node from which a tree wrote it on
    double logProb = 0;              // ln P of them all, under the model alone
};

// What was written from one prefix.
struct Continuation {
    std::string text; // behind the prefix
    bool correct = false;
    std::int64_t tokens = 0;
    double logProb = 0; // ln P of them all, under the model alone
};

// A prefix that has been written on from. The root, which comes first, is the bare question.
struct SearchNode {
    std::int64_t parent = -1;      // its longest proper prefix among the nodes; -1: it is the root
    std::vector<PolicyStep> steps; // from the parent on
    Estimate estimate;             // MC(s); the root's are of a tree's solutions, otherwise 0 of 0
    std::int64_t visits = 0;       // N(s): searches that began with one of its rollouts
    std::optional<double> prior;   // Q(s, r) of the rollout that led here, when it was chosen
    std::vector<Continuation> rollouts;
};

struct SearchNodes {
    std::string problem;
    std::int64_t index = 0;        // of the one solution; 0 of a tree of them all
    std::vector<SearchNode> nodes; // parents first
};

struct SynthesisUsage {
    std::int64_t promptTokens = 0; // each request's once, image tokens included
    std::int64_t imageTokens = 0;
    std::int64_t solutionTokens = 0; // written
    std::int64_t rolloutTokens = 0;
    std::int64_t rollouts = 0;
    std::int64_t estimates = 0;
    std::int64_t decided = 0; // of them: stopped before all their rollouts
    double seconds = 0;       // of writing
};

// The policy: Policy::write, or whatever keeps its contract.
using WriteFn = std::function<Usage(const Policy::NextRequest& next, const WriteOptions& options,
                                    const Policy::WrittenFn& written, std::stop_token stop)>;
using NextProblem = std::function<std::optional<Problem>()>; // nothing: that was the last one

// What comes of the problems.
struct SynthesisNews {
    std::function<void(Synthesised&&)> made;
    // Before the solutions whose estimates they are.
    std::function<void(SearchNodes&&)> nodes = {};
    // Of a tree: that was its last solution.
    std::function<void(const std::string& problem)> grown = {};
    // A problem cannot be worked on ("image", "input"); the others go on.
    std::function<void(const std::string& problem, const EngineError& error)> refused;
};

// Hands over each solution when its last estimate is there; of a tree, all of a problem's at once,
// and behind its solutions those that it searched for first errors as well. A problem's next
// rollouts come before the next problem's solutions, so little is open at a time. After a stop
// request it returns soon; what had begun is dropped. Throws what `write` throws, but for what
// `refused` is told.
SynthesisUsage synthesise(const PolicyForm& form, const SynthesisOptions& options,
                          const WriteFn& write, const NextProblem& next, const SynthesisNews& news,
                          std::stop_token stop = {});

} // namespace steplight
