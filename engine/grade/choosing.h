// SPDX-License-Identifier: GPL-3.0-or-later
// Which of N solutions, or which answer, is chosen by a PRM's scores of their steps or by vote
// (pipeline.md §5). Any thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace steplight {

enum class Aggregation { mean, min, last, product, odds };
inline constexpr std::array aggregations{Aggregation::mean, Aggregation::min, Aggregation::last,
                                         Aggregation::product, Aggregation::odds};
std::string_view nameOf(Aggregation aggregation);

/// One number for a solution from P(+) of each of its steps, at least one. odds: the mean of p / (1
/// - p), p at most 1 - 1e-4 (MM-PRM, 2505.13427).
double aggregated(Aggregation aggregation, std::span<const double> scores);

/// The first of the greatest; unset when none has a number.
std::optional<std::size_t> firstBest(std::span<const std::optional<double>> values);

/// The answer with the greatest sum of weights, the first seen of equals, as it was first written:
/// those that are the same (answer.h) are one. Empty answers do not count; empty when there is no
/// other.
std::string voted(std::span<const std::string> answers, std::span<const double> weights);

} // namespace steplight
