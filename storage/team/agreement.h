// SPDX-License-Identifier: GPL-3.0-or-later
// How well people agree about the same steps (docs/team.md). Called on the project's thread; the
// project is only read.
#pragma once

#include "storage/project.h"
#include "storage/records/label.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace steplight {

/// A figure and the middle 95 % of what 1,000 resamples of the traces give, with a fixed seed.
/// Unset where it cannot be told; low and high also where one resample in ten cannot tell.
struct Estimated {
    std::optional<double> value, low, high;
};

struct PairAgreement {
    std::string one, other; ///< annotators, in alphabetical order
    std::int64_t units = 0; ///< that both have rated
    Estimated kappa;
};

/// Of one table of ratings; coefficients.h says what they are. `alpha` is ordinal, and stands where
/// the same ratings agree, not where neighbours do.
struct Coefficients {
    std::int64_t units = 0; ///< that two people or more have rated
    Estimated share, alpha, ac1;
    std::vector<PairAgreement> pairs;
};

struct RegionAgreement {
    std::int64_t pairs = 0; ///< of people who both marked something for the same step
    Estimated overlap;      ///< mean intersection over union
};

/// What was said while the same was visible.
struct Agreement {
    Visibility visibility = Visibility::open;
    std::vector<std::string> annotators;
    Coefficients steps;                ///< -1, 0, +1
    Coefficients firstErrors;          ///< the number of the first step rated -1, or that none is
    Coefficients firstErrorsWithinOne; ///< the same, where a neighbouring step agrees too
    RegionAgreement regions;
};

/// Of the traces that the query gives, one for each visibility with labels in it; words.h says what
/// counts as a person's word. A first error counts where every step before it is rated, none where
/// all are. Throws QueryError.
std::vector<Agreement> agreement(Project& project, const std::string& query);

} // namespace steplight
