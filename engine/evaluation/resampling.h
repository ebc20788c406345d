// SPDX-License-Identifier: GPL-3.0-or-later
// The bootstrap over questions: solutions of one question are no independent cases. Any thread, one
// an object.
#pragma once

#include "engine/evaluation/proportion.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace steplight {

/// Draws as many of `size` as there are, with putting back.
class Resampling
{
public:
    /// The same draws for a seed on every machine. size of at least 1.
    Resampling(std::size_t size, std::uint64_t seed) : m_random(seed), m_times(size) {}
    /// How often each was drawn; valid until the next call.
    std::span<const double> next();

private:
    std::mt19937_64 m_random;
    std::vector<double> m_times;
};

/// The middle 95 % of what resamples gave, between two values in proportion (as numpy.percentile).
/// Unset where fewer than nine in ten of `resamples` gave a value at all.
std::optional<Interval> percentiles(std::vector<double> values, std::size_t resamples);

} // namespace steplight
