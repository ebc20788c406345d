// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/policy/budget.h"

#include "engine/policy/synthesis.h"

#include <cmath>

namespace steplight {

// The regularised incomplete beta function at whole numbers is a tail of the binomial distribution:
// P(Beta(c + 1, n - c + 1) < x) = P(more than c of n + 1 throws succeed with chance x).
double chanceBelow(double threshold, const Estimate& estimate)
{
    const auto throws = static_cast<double>(estimate.total + 1);
    double sum = 0;
    for (std::int64_t wins = estimate.correct + 1; wins <= estimate.total + 1; ++wins) {
        const auto k = static_cast<double>(wins);
        sum += std::exp(std::lgamma(throws + 1) - std::lgamma(k + 1) - std::lgamma(throws - k + 1) +
                        k * std::log(threshold) + (throws - k) * std::log1p(-threshold));
    }
    return sum;
}

bool isDecided(const Estimate& estimate, double threshold, double decided)
{
    const double below = chanceBelow(threshold, estimate);
    return below >= decided || 1 - below >= decided;
}

} // namespace steplight
