// SPDX-License-Identifier: GPL-3.0-or-later
// Label Studio's tasks, as it exports them and as we do (storage/export/label_studio_form.cpp).
// Source: Label Studio's documentation, "Export annotations", "Import pre-annotations". Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

/// {data: {question, steps, images}, annotations: [{result, completed_by}], predictions}
class LabelStudio final : public Format
{
public:
    std::string_view name() const override { return "label-studio"; }
    std::string_view description() const override
    {
        return "Label Studio's tasks: traces with choices and regions of their steps";
    }
    std::string_view annotator() const override { return "dataset:Label Studio"; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
