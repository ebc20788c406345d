// SPDX-License-Identifier: GPL-3.0-or-later
// VL-PRM rollouts: a question with one tagged solution and Monte-Carlo counts for its steps, in the
// layouts of VQAv2, DVQA and RAVEN; also rows with the question only. Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

class VlprmRollouts final : public Format
{
public:
    std::string_view name() const override { return "vlprm-rollouts"; }
    std::string_view description() const override
    {
        return "VL-PRM rollouts with Monte-Carlo counts (VQAv2, DVQA, RAVEN), or their questions";
    }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
