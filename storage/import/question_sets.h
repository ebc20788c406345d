// SPDX-License-Identifier: GPL-3.0-or-later
// Benchmarks that bring questions and no solutions. Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

/// {id, question, options, answer, subject, level, image}
class MathVision final : public Format
{
public:
    std::string_view name() const override { return "mathvision"; }
    std::string_view description() const override { return "MathVision: questions with pictures"; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

/// {image, question, options, answer} with {caption, explanation, deduction} (PuzzleVQA) or
/// {solution} (AlgoPuzzleVQA).
class PuzzleVqa final : public Format
{
public:
    std::string_view name() const override { return "puzzlevqa"; }
    std::string_view description() const override
    {
        return "PuzzleVQA and AlgoPuzzleVQA: puzzles with pictures and options";
    }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

/// {id, avr_question, answer, f_perception_…, c_perception_…}: five questions of one picture.
class Marvel final : public Format
{
public:
    std::string_view name() const override { return "marvel"; }
    std::string_view description() const override
    {
        return "MARVEL: abstract puzzles, each with its questions of perception";
    }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
