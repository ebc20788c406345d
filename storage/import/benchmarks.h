// SPDX-License-Identifier: GPL-3.0-or-later
// Benchmarks whose steps people have rated: their ratings come in as labels. Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

/// process_correctness: 1 right, 0 neutral, -1 wrong.
class VisualProcessBench final : public Format
{
public:
    std::string_view name() const override { return "visualprocessbench"; }
    std::string_view description() const override
    {
        return "VisualProcessBench: solutions with a human rating for each step";
    }
    std::string_view annotator() const override { return "dataset:VisualProcessBench"; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

/// label: the first wrong step, -1 when there is none. What comes after it nobody has rated.
class ProcessBench final : public Format
{
public:
    std::string_view name() const override { return "processbench"; }
    std::string_view description() const override
    {
        return "ProcessBench: solutions with the first error that people found";
    }
    std::string_view annotator() const override { return "dataset:ProcessBench"; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

/// task_gt: 1 marks the BAD step.
class VlrmBench final : public Format
{
public:
    std::string_view name() const override { return "vlrmbench"; }
    std::string_view description() const override
    {
        return "VLRMBench: solutions whose bad steps are marked";
    }
    std::string_view annotator() const override { return "dataset:VLRMBench"; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
