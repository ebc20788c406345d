// SPDX-License-Identifier: GPL-3.0-or-later
// A step with a PRM's score and what is known of it. Plain values, any thread.
#pragma once

#include <optional>
#include <vector>

namespace steplight {

struct JudgedStep {
    double plus = 0;              ///< P(+); no number where the model gave none
    std::optional<double> target; ///< of it, in [0, 1]; right from 0.5 on; unset: not counted
    bool perception = false;
    bool neutral = false; ///< judged neither right nor wrong, so no first error; has no target
};
using JudgedTrace = std::vector<JudgedStep>;

inline bool isRight(const JudgedStep& step)
{
    return *step.target >= 0.5;
}

/// Whether it can be measured.
inline bool counts(const JudgedStep& step)
{
    return step.target && step.plus >= 0 && step.plus <= 1;
}

} // namespace steplight
