// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing among whole solutions of one question: all pooled strategies look at the same ones. One
// thread a call.
#pragma once

#include "engine/search/models.h"
#include "engine/search/selection.h"
#include "engine/search/strategy.h"

namespace steplight::search {

struct Pooled {
    Whole solution;
    std::optional<StepScores> steps; // of each step
    std::optional<StepScores> whole; // of the response as one step
};

// n solutions, scored as these strategies need it. Those without the policy's form are not scored.
std::vector<Pooled> makePool(std::int64_t n, std::span<const Strategy> wanted,
                             const Models& models);

struct Chosen {
    std::optional<std::size_t> index; // in the pool; of a vote the first with its answer
    Cost cost;                        // as if the strategy were the only one
};

// A pooled strategy's choice among at least one; unset where no solution has an answer. Solutions
// without the policy's form have no vote and are never chosen. Of equals the first seen. Best of n
// where no solution could be scored: the first that has the form.
Chosen chooseFrom(Strategy strategy, std::span<const Pooled> pool, Rule rule);

} // namespace steplight::search
