// SPDX-License-Identifier: GPL-3.0-or-later
// Totals of a project, as the verb stats prints them. Called on the project's thread.
#pragma once

#include "storage/project.h"

#include <cstdint>

namespace steplight {

struct Stats {
    std::int64_t questions = 0;
    std::int64_t traces = 0;
    std::int64_t steps = 0;
    std::int64_t images = 0;                            ///< distinct pictures that are there
    std::int64_t imagesMissing = 0;                     ///< distinct references without a picture
    std::int64_t mc = 0, judge = 0, prm = 0, given = 0; ///< estimates that have a value
    std::int64_t labels = 0;                            ///< current ones, withdrawn left out
    std::int64_t labelRows = 0;                         ///< all that were ever written
    std::int64_t runs = 0;
};

Stats stats(Project& project);

/// What a project's card on the start page shows; quick at any size.
struct CardCounts {
    std::int64_t traces = 0;
    std::int64_t labels = 0; ///< current ones, withdrawn left out
};
CardCounts cardCounts(Project& project);

} // namespace steplight
