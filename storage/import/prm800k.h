// SPDX-License-Identifier: GPL-3.0-or-later
// PRM800K: solutions whose steps people rated, with alternatives for a step. Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

/// The path that was taken is one trace; each other rated completion is one more, that ends with
/// it.
class Prm800k final : public Format
{
public:
    std::string_view name() const override { return "prm800k"; }
    std::string_view description() const override
    {
        return "PRM800K: solutions with people's ratings, alternatives included";
    }
    std::string_view annotator() const override { return "dataset:PRM800K"; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
