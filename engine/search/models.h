// SPDX-License-Identifier: GPL-3.0-or-later
// What a search asks of the two models, for one question. Plain values and functions, so that tests
// can write and score by a script.
#pragma once

#include "engine/text/profile.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace steplight::search {

// A whole solution, as the policy writes it in one go.
struct Whole {
    std::string response;
    std::optional<PolicyTurn> turn; // unset: the response does not have the policy's form
    std::int64_t tokens = 0;        // written
    std::optional<double> logProb = std::nullopt; // ln P of them all; unset: nobody wrote it down
};

// What is to be written on from.
struct Prefix {
    std::vector<PolicyStep> steps;
    std::int64_t tokens = 0; // written for them
    std::int64_t count = 1;  // of continuations
    std::string key;         // with run and question it decides the draws: each has its own
};

// One step more, or the answer that ends the solution, or both. Neither: what was written has no
// form, or was cut by the length.
struct Continuation {
    PolicyStep step;
    std::string answer;
    std::int64_t tokens = 0;
};

struct StepScores {
    std::vector<double> plus;     // P(+) of each step
    std::int64_t tokens = 0;      // of the whole sequence
    std::int64_t askedTokens = 0; // of these, before the last step's label
};

struct Models {
    std::function<std::vector<Whole>(std::int64_t count)> writeWhole;
    // For each prefix its continuations; fewer than asked for where there is no room for them.
    std::function<std::vector<std::vector<Continuation>>(std::span<const Prefix>)> writeOn;
    // Of solutions or beginnings of them, each a list of steps. Unset: could not be scored.
    std::function<std::vector<std::optional<StepScores>>(std::span<const std::vector<std::string>>)>
        score;
};

// What was written, and what was read by the PRM: the length of every sequence, though what they
// share is computed once. Policy prompts are not counted.
struct Cost {
    std::int64_t policyTokens = 0;
    std::int64_t prmTokens = 0;
};

} // namespace steplight::search
