// SPDX-License-Identifier: GPL-3.0-or-later
// Whether right steps score above wrong ones, whatever the threshold. Any thread.
#pragma once

#include "engine/evaluation/judged_step.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace steplight {

class Ranking
{
public:
    /// group: of the trace's question, for resampling. Steps that do not count are passed over.
    void add(const JudgedTrace& trace, std::size_t group = 0);
    /// Once, after the last step.
    void sort();

    /// The chance that a right step scores above a wrong one, equal scores counting half (AUC).
    /// weights: how often each group counts; empty = once. Unset where one class is missing.
    std::optional<double> area(std::span<const double> weights = {}) const;

    /// What passes as the threshold falls, from (0, 0) to (1, 1): the shares of the wrong and of
    /// the right steps (ROC). At most `most` points; empty where one class is missing.
    struct Point {
        double wrong = 0, right = 0;
    };
    std::vector<Point> curve(std::size_t most) const;

private:
    struct Step {
        double plus;
        std::uint32_t group;
        bool right;
    };
    std::vector<Step> m_steps; ///< by falling score
};

} // namespace steplight
