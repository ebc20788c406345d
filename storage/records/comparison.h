// SPDX-License-Identifier: GPL-3.0-or-later
// Two PRMs that were measured on the same traces (docs/evaluation.md). Plain values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace steplight {

/// A bin of a reliability diagram.
struct ReliabilityBin {
    double plus = 0, right = 0; ///< mean P(+); share of right steps
    double low = 0, high = 0;   ///< 95 % interval of right
};

struct Comparison {
    std::map<std::string, double> metrics;
    std::int64_t at = 0; ///< milliseconds since 1970 UTC
    std::array<std::vector<ReliabilityBin>, 2> reliability;
    /// A trace in which the two differ much, and at which step.
    struct Row {
        std::string trace;
        std::string question; ///< the first words of its text
        int step = 0;         ///< 0-based
        double target = 0;
        std::array<double, 2> plus{};
    };
    std::vector<Row> rows; ///< the greatest difference first
};

} // namespace steplight
