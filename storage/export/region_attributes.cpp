// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/region_attributes.h"

namespace steplight {

JsonRow regionAttributes(const Label& label, const Region& region)
{
    const Verdict& verdict = label.verdict;
    JsonRow attributes{{"trace_id", label.traceId},
                       {"step_index", label.step},
                       {"error_type", errorKindWord(verdict.errorKind)},
                       {"image_index", region.image},
                       {"annotator", label.annotator},
                       {"rating", ratingWord(verdict)}};
    const auto add = [&attributes](const char* key, const std::string& text) {
        if (!text.empty())
            attributes[key] = text;
    };
    add("reason", verdict.reason);
    add("comment", verdict.comment);
    for (const auto& [kind, reason] : verdict.overrules)
        attributes["overrules"][estimateKindWord(kind)] = reason;
    attributes["shape"] = shapeWord(region.shape);
    attributes["kind"] = regionKindWord(region.kind);
    if (region.span)
        attributes["span"] = {region.span->begin, region.span->end};
    add("note", region.note);
    add("visible", std::string(visibilityWord(label.visibility)));
    add("guideline", label.guideline);
    attributes["date"] = label.createdAt;
    if (label.focusMs > 0)
        attributes["time"] = label.focusMs;
    return attributes;
}

} // namespace steplight
