// SPDX-License-Identifier: GPL-3.0-or-later
// Shares of independent trials: what is known of them, and of two on the same cases. Any thread.
#pragma once

#include <cstdint>
#include <optional>

namespace steplight {

struct Interval {
    double low = 0, high = 0;
};

/// 95 % interval of a share (Wilson 1927). Unset when there is nothing, or hits are not 0 … all.
std::optional<Interval> wilson(double hits, double all);

/// Two-sided exact McNemar test: how likely two that are equally good differ so much, `onlyFirst`
/// cases that only the first got right and `onlySecond` the other way round. Unset when they never
/// differ.
std::optional<double> mcnemar(std::int64_t onlyFirst, std::int64_t onlySecond);

/// The chance that one of k of n solutions, drawn without putting back, is among the `right` ones:
/// 1 - C(n - right, k) / C(n, k) (2107.03374). Unset unless 1 <= k <= n and 0 <= right <= n.
std::optional<double> passAtK(std::int64_t n, std::int64_t right, std::int64_t k);

} // namespace steplight
