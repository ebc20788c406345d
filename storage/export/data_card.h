// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside an exported file and says how it came about. Any thread.
#pragma once

#include "storage/records/transfer.h"

#include <cstdint>
#include <string>

namespace steplight {

/// What a training set's labels come to; a form of people's labels has none of it.
struct SignCounts {
    std::int64_t plus = 0, minus = 0;
};

/// JSON. signs: null for people's labels as they are, on which no rule was used.
std::string cardText(const ExportRecipe& recipe, const ExportReport& report,
                     const SignCounts* signs, std::size_t annotators);

} // namespace steplight
