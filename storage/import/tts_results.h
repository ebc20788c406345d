// SPDX-License-Identifier: GPL-3.0-or-later
// VL-PRM's test-time-scaling results: a question with N scored candidate solutions. Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

class TtsResults final : public Format
{
public:
    std::string_view name() const override { return "vlprm-tts"; }
    std::string_view description() const override
    {
        return "VL-PRM test-time-scaling results: every candidate with its PRM score";
    }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
