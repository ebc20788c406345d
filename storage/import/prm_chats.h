// SPDX-License-Identifier: GPL-3.0-or-later
// PRM training chats: one step a turn, answered "+" or "-" ("<+>", "<->"). Reads VisualPRM's
// {conversations:[{from,value}]} and VL-PRM's {messages:[{role,content}]}, which is also what the
// export vlprm-chat writes. Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

class PrmChats final : public Format
{
public:
    std::string_view name() const override { return "vlprm-chat"; }
    std::string_view description() const override
    {
        return "PRM training chats, a step a turn answered + or - (VL-PRM, VisualPRM, our export)";
    }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
