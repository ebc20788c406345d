// SPDX-License-Identifier: GPL-3.0-or-later
// Solutions as one text with a tag after each step, and a sign for each tag. Nobody says that
// people set the signs, so they come in as "given". Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

/// {input, label}: the question and the steps, each step followed by "ки"; the label is the same
/// text with + or - for each tag.
class MathShepherd final : public Format
{
public:
    std::string_view name() const override { return "math-shepherd"; }
    std::string_view description() const override
    {
        return "Math-Shepherd: tagged steps with signs that Monte-Carlo rollouts gave";
    }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

/// {question, process, labels}: the steps apart from the question, the signs in a list.
class OpenrSteps final : public Format
{
public:
    std::string_view name() const override { return "openr"; }
    std::string_view description() const override
    {
        return "openr's training form: a question, its tagged steps, and a list of signs";
    }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
