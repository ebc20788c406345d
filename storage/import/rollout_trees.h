// SPDX-License-Identifier: GPL-3.0-or-later
// What OmegaPRM leaves behind, as openr writes it and MATH-APS is published: beginnings of
// solutions with the share of rollouts that they win. Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

/// {question, final_answer, reasoning_steps: [{solution_prefix, mc_value}]}. A beginning that goes
/// on in no other is a trace, cut where other beginnings end.
class MathAps final : public Format
{
public:
    std::string_view name() const override { return "math-aps"; }
    std::string_view description() const override
    {
        return "MATH-APS, openr's OmegaPRM: beginnings of solutions with Monte-Carlo values";
    }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

/// {question, final_answer, reasoning_steps: {text, mc_value, children: […]}}. Each way from the
/// root to a leaf is a trace.
class MathApsTree final : public Format
{
public:
    std::string_view name() const override { return "math-aps-tree"; }
    std::string_view description() const override
    {
        return "MATH-APS as a tree: every way from the root to a leaf is a trace";
    }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
