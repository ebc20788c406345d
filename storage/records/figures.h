// SPDX-License-Identifier: GPL-3.0-or-later
// What one person's labels come to: how many, how long, how they agree with gold. For that person
// and for who keeps the project. Plain values, any thread.
#pragma once

#include "storage/records/label.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace steplight {

/// Answers beside a gold answer.
struct GoldFigures {
    std::int64_t traces = 0, steps = 0; ///< that both have rated
    std::int64_t agreeing = 0;          ///< of the steps
    std::int64_t firstErrors = 0;       ///< traces where both have found one or that none is
    std::int64_t firstErrorsExact = 0;  ///< of these, the same
    std::int64_t regions = 0;           ///< steps where both marked an area
    double overlapSum = 0;              ///< of intersection over union, over these
    std::optional<double> overlap() const
    {
        return regions > 0 ? std::optional(overlapSum / static_cast<double>(regions))
                           : std::nullopt;
    }
};

/// Of what was said under one visibility; figures of different ones are never added up.
struct ModeFigures {
    Visibility visibility = Visibility::open;
    std::int64_t today = 0, week = 0, steps = 0; ///< labelled; week: the last seven days
    std::int64_t right = 0, neutral = 0, wrong = 0, unrated = 0;
    std::map<ErrorKind, std::int64_t> kinds; ///< of those rated wrong; none = not said
    /// Time per step with idle trimmed, over the timed ones: labels from elsewhere have none.
    std::int64_t timed = 0;
    std::int64_t lowMs = 0, medianMs = 0, highMs = 0; ///< quartiles
    std::int64_t accepts = 0;                         ///< timed steps rated right
    std::int64_t quickAccepts = 0;                    ///< of these, in under quickMs
    std::optional<GoldFigures> gold;
};
constexpr std::int64_t quickMs = 500;

struct DayFigure {
    std::int64_t began = 0; ///< local midnight, milliseconds since 1970 UTC
    std::int64_t steps = 0;
};

struct Figures {
    std::string annotator;
    std::vector<ModeFigures> modes; ///< those with a label
    std::vector<DayFigure> days;    ///< the last 14, oldest first, all modes
    std::optional<GoldFigures> training;
};

} // namespace steplight
