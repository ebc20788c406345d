// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/resampling.h"

#include <algorithm>
#include <cmath>

namespace steplight {

std::span<const double> Resampling::next()
{
    std::fill(m_times.begin(), m_times.end(), 0);
    // Not std::uniform_int_distribution, which every library does in its own way. 53 bits: no bias
    // that could be seen.
    for (std::size_t i = 0; i < m_times.size(); ++i) {
        const double share = static_cast<double>(m_random() >> 11U) * 0x1p-53;
        m_times[static_cast<std::size_t>(share * static_cast<double>(m_times.size()))] += 1;
    }
    return m_times;
}

std::optional<Interval> percentiles(std::vector<double> values, std::size_t resamples)
{
    if (values.empty() || static_cast<double>(values.size()) < 0.9 * static_cast<double>(resamples))
        return std::nullopt;
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        const double place = share * static_cast<double>(values.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, values.size() - 1);
        return values[below] + (place - std::floor(place)) * (values[above] - values[below]);
    };
    return Interval{at(0.025), at(0.975)};
}

} // namespace steplight
