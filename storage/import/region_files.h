// SPDX-License-Identifier: GPL-3.0-or-later
// Files of regions: labelme's and COCO's. Which label of which step a region is evidence of stands
// in its attributes (storage/export/region_attributes.h). Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

/// {shapes: [{label, points, shape_type, attributes}], imagePath}: one picture a file.
class LabelmeFile final : public Format
{
public:
    std::string_view name() const override { return "labelme"; }
    std::string_view description() const override
    {
        return "labelme's regions, whose attributes name a trace and a step that are there already";
    }
    RowKind kind() const override { return RowKind::labels; }
    std::string_view annotator() const override { return "dataset:labelme"; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

/// {images, annotations: [{bbox, segmentation, attributes}]}
class CocoFile final : public Format
{
public:
    std::string_view name() const override { return "coco"; }
    std::string_view description() const override
    {
        return "COCO's regions, whose attributes name a trace and a step that are there already";
    }
    RowKind kind() const override { return RowKind::labels; }
    std::string_view annotator() const override { return "dataset:COCO"; }
    bool recognises(Json row) const override;
    std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const override;
};

} // namespace steplight
