// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/label_form.h"

#include <algorithm>

namespace steplight {

const Label* LabelSheet::of(int step) const
{
    const auto found = std::find_if(labels.begin(), labels.end(),
                                    [step](const Label* label) { return label->step == step; });
    return found == labels.end() ? nullptr : *found;
}

std::vector<LabelSheet> sheetsOf(const std::vector<Label>& labels)
{
    std::vector<LabelSheet> sheets;
    for (const Label& label : labels) {
        const auto free = std::find_if(sheets.begin(), sheets.end(), [&](const LabelSheet& sheet) {
            return sheet.annotator == label.annotator && !sheet.of(label.step);
        });
        if (free == sheets.end())
            sheets.push_back({label.annotator, {&label}});
        else
            free->labels.push_back(&label);
    }
    return sheets;
}

} // namespace steplight
