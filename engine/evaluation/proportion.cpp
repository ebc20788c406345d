// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/proportion.h"

#include <algorithm>
#include <cmath>

namespace steplight {

std::optional<Interval> wilson(double hits, double all)
{
    if (!(all > 0 && hits >= 0 && hits <= all))
        return std::nullopt;
    constexpr double z = 1.959963984540054; // of 97.5 %
    const double share = hits / all, square = z * z / all;
    const double middle = (share + square / 2) / (1 + square);
    const double half = z / (1 + square) * std::sqrt(share * (1 - share) / all + square / 4 / all);
    // At 0 and 1 the bound is exactly that; rounding must not carry it past.
    return Interval{hits == 0 ? 0 : std::max(0.0, middle - half),
                    hits == all ? 1 : std::min(1.0, middle + half)};
}

std::optional<double> mcnemar(std::int64_t onlyFirst, std::int64_t onlySecond)
{
    const auto all = static_cast<double>(onlyFirst + onlySecond);
    if (onlyFirst < 0 || onlySecond < 0 || all == 0)
        return std::nullopt;
    double tail = 0; // of a fair coin
    for (std::int64_t i = 0; i <= std::min(onlyFirst, onlySecond); ++i) {
        const auto k = static_cast<double>(i);
        tail += std::exp(std::lgamma(all + 1) - std::lgamma(k + 1) - std::lgamma(all - k + 1) -
                         all * std::log(2.0));
    }
    return std::min(1.0, 2 * tail);
}

std::optional<double> passAtK(std::int64_t n, std::int64_t right, std::int64_t k)
{
    if (k < 1 || k > n || right < 0 || right > n)
        return std::nullopt;
    if (n - right < k)
        return 1;
    double none = 1;
    for (std::int64_t i = n - right + 1; i <= n; ++i)
        none *= 1 - static_cast<double>(k) / static_cast<double>(i);
    return 1 - none;
}

} // namespace steplight
