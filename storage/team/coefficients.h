// SPDX-License-Identifier: GPL-3.0-or-later
// Coefficients of agreement between raters, on a plain table. Pure functions, any thread. Unset
// where there is nothing to tell: nobody shares a unit, or nobody ever varies (0 of 0), which is
// neither 0 nor 1.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace steplight {

/// One thing that was rated, a column for each rater; unset = not rated by that one.
struct Unit {
    std::vector<std::optional<int>> ratings;
    int times = 1; ///< how often it counts: what a bootstrap drew
};
using Ratings = std::vector<Unit>;

/// Which two ratings agree: the same ones, or also neighbours.
enum class Match { exact, withinOne };

/// Two raters or more have rated it.
bool isShared(const Unit& unit);

/// 0..1: the share of agreeing pairs of ratings in a unit, over the shared units.
std::optional<double> agreeingShare(const Ratings& ratings, Match match = Match::exact);

/// Cohen 1960 between two columns, on the units that both rated; Match::withinOne weighs as Cohen
/// 1968. At most 1.
std::optional<double> cohensKappa(const Ratings& ratings, std::size_t one, std::size_t other,
                                  Match match = Match::exact);

/// Gwet 2008, with missing ratings as Gwet 2014: AC1, with Match::withinOne as weights AC2. The
/// categories are those that occur. At most 1.
std::optional<double> gwetsCoefficient(const Ratings& ratings, Match match = Match::exact);

/// Krippendorff 2011, ordinal; missing ratings allowed. At most 1.
std::optional<double> krippendorffsAlpha(const Ratings& ratings);

} // namespace steplight
