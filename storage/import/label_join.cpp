// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/label_join.h"

#include "storage/content.h"
#include "storage/estimates.h"
#include "storage/labels.h"
#include "storage/reading.h"

namespace steplight {

void keepLabels(Project& project, TraceLabels said, const Format& format)
{
    const std::string id(excerpt(said.externalId));
    const auto found = tracesByExternalId(project, said.externalId);
    if (found.empty())
        throw BadRow("no trace has the id " + id + ": import its file first, then this one again");
    if (found.size() > 1)
        throw BadRow(std::to_string(found.size()) + " traces have the id " + id);
    const auto steps = traceDetail(project, found.front()).trace.steps.size();
    if (steps != said.steps)
        throw BadRow(std::to_string(said.steps) + " steps, but the trace " + id + " has " +
                     std::to_string(steps));
    for (auto& label : said.labels) {
        label.traceId = found.front();
        if (label.annotator.empty())
            label.annotator = format.annotator();
    }
    addDatasetLabels(project, said.labels);
    addEstimates(project, found.front(), said.estimates);
}

} // namespace steplight
