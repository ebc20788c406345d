// SPDX-License-Identifier: GPL-3.0-or-later
// What goes to a judge and comes back: batch requests with the solution and the picture, and
// replies as the Batch API or VL-PRM's scripts write them. Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

class JudgeRequests final : public Format
{
public:
    std::string_view name() const override { return "judge-requests"; }
    std::string_view description() const override
    {
        return "judge batch requests: they tell which solution a reply is about, and bring "
               "pictures";
    }
    RowKind kind() const override { return RowKind::judgeRequests; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

class JudgeReplies final : public Format
{
public:
    std::string_view name() const override { return "judge-replies"; }
    std::string_view description() const override
    {
        return "judge replies: {custom_id, verification_response}, or Batch API output lines";
    }
    RowKind kind() const override { return RowKind::judgeReplies; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
