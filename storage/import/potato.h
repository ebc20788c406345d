// SPDX-License-Identifier: GPL-3.0-or-later
// Potato's files: reasonings that it shows for labelling, and the labels that its PRM export
// writes. Source: davidjurgens/potato, cot_segmentation.py, coding_eval_exporter.py and
// user_state_management.py. Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

/// {id, question, reasoning}: steps are cut as Potato cuts them; or {id, question, steps:
/// [{action}]}.
class PotatoTraces final : public Format
{
public:
    std::string_view name() const override { return "potato-traces"; }
    std::string_view description() const override
    {
        return "Potato's items: a question with its steps, or with a reasoning to be cut into them";
    }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

/// {instance_id, annotator, steps: [{index, reward, …}], mode}: labels of a trace that is known by
/// its id. What Potato fills in after a first error is no label of anybody.
class PotatoLabels final : public Format
{
public:
    std::string_view name() const override { return "potato-labels"; }
    std::string_view description() const override
    {
        return "Potato's PRM export: people's labels for traces that are there already";
    }
    RowKind kind() const override { return RowKind::labels; }
    std::string_view annotator() const override { return "dataset:Potato"; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

/// user_state.json, {user_id, instance_id_to_label_to_value: {id: [[{schema, name}, value]]}}: the
/// same labels as Potato keeps them for each person, each a JSON text in value.
class PotatoState final : public Format
{
public:
    std::string_view name() const override { return "potato-state"; }
    std::string_view description() const override
    {
        return "Potato's user_state.json: a person's labels for traces that are there already";
    }
    RowKind kind() const override { return RowKind::labels; }
    std::string_view annotator() const override { return "dataset:Potato"; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
