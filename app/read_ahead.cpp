// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/read_ahead.h"

#include "storage/labels.h"
#include "storage/runs.h"

namespace steplight {

std::string viewSetting(const std::string& imageHash)
{
    return "view:" + imageHash;
}

OpenedTrace readTrace(Project& project, const std::string& traceId)
{
    OpenedTrace opened;
    opened.answers = trainingAnswers(project, traceId);
    opened.detail = readDetail(project, traceId, opened.answers.has_value());
    const auto& images = opened.detail.question.images;
    if (!images.empty() && !images.front().hash.empty())
        opened.view = setting(project, viewSetting(images.front().hash));
    return opened;
}

TraceDetail readDetail(Project& project, const std::string& traceId, bool inTraining)
{
    TraceDetail detail = traceDetail(project, traceId);
    if (inTraining)
        detail.labels = currentLabels(project, traceId);
    return detail;
}

Neighbour readNeighbour(Project& project, const Listing& listing, const std::string& traceId,
                        bool forward)
{
    Neighbour found;
    found.dataVersion = project.dataVersion(); // first: what changes while it is read is newer
    if (const auto next = nextTrace(project, listing, traceId, forward))
        found.trace = std::make_shared<const OpenedTrace>(readTrace(project, *next));
    return found;
}

Neighbour neighbour(Project& project, const Listing& listing, const std::string& traceId,
                    bool forward, const Neighbour& ahead)
{
    if (ahead.dataVersion < 0 || ahead.dataVersion != project.dataVersion())
        return readNeighbour(project, listing, traceId, forward);
    Neighbour same = ahead;
    same.held = true;
    return same;
}

} // namespace steplight
