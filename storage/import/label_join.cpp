// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/label_join.h"

#include "storage/content.h"
#include "storage/error.h"
#include "storage/estimates.h"
#include "storage/labels.h"
#include "storage/reading.h"

#include <algorithm>

namespace steplight {
namespace {

/// By the data's id or, where no trace has it, by the trace's own.
std::string traceOf(Project& project, const TraceLabels& said)
{
    const std::string id(excerpt(said.externalId));
    const auto found = tracesByExternalId(project, said.externalId);
    if (found.size() > 1)
        throw BadRow(std::to_string(found.size()) + " traces have the id " + id);
    if (found.size() == 1)
        return found.front();
    if (hasTrace(project, said.externalId))
        return said.externalId;
    throw BadRow("no trace has the id " + id + ": import its file first, then this one again");
}

void checkFits(Project& project, const std::string& trace, const TraceLabels& said)
{
    const std::string id(excerpt(said.externalId));
    const auto steps = traceSteps(project, trace).size();
    if (said.steps != 0 && steps != said.steps)
        throw BadRow(std::to_string(said.steps) + " steps, but the trace " + id + " has " +
                     std::to_string(steps));
    if (!said.anyPicture)
        return;
    if (const auto pictures = traceQuestion(project, trace).images.size(); pictures != 1)
        throw BadRow("no image_index, but the question of the trace " + id + " has " +
                     std::to_string(pictures) + " pictures");
}

/// Labels that one action may hold: of one annotator, a step once.
std::vector<std::vector<Label>> actionsOf(std::vector<Label> labels)
{
    std::vector<std::vector<Label>> actions;
    for (auto& label : labels) {
        const auto free = std::find_if(actions.begin(), actions.end(), [&](const auto& action) {
            return action.front().annotator == label.annotator &&
                   std::none_of(action.begin(), action.end(),
                                [&](const Label& other) { return other.step == label.step; });
        });
        if (free == actions.end())
            actions.push_back({std::move(label)});
        else
            free->push_back(std::move(label));
    }
    return actions;
}

/// A picture has a file of its own, so the regions of one label may come in several: the label that
/// has some of them gives way to one that has all.
void joinRegions(Project& project, const std::string& trace, std::vector<Label>& labels)
{
    const auto known = currentLabels(project, trace);
    const auto join = [&](Label& label) {
        const auto same = std::find_if(known.begin(), known.end(), [&](const Label& other) {
            Verdict words = other.verdict;
            words.regions = label.verdict.regions;
            return other.annotator == label.annotator && other.step == label.step &&
                   words == label.verdict;
        });
        if (same == known.end())
            return false;
        auto all = same->verdict.regions;
        for (const Region& region : label.verdict.regions)
            if (std::find(all.begin(), all.end(), region) == all.end())
                all.push_back(region);
        const bool nothingNew = all.size() == same->verdict.regions.size();
        label.verdict.regions = std::move(all);
        label.supersedes = {same->id};
        return nothingNew;
    };
    std::erase_if(labels, join);
}

} // namespace

void addLabels(Project& project, const std::string& traceId, std::vector<Label> labels,
               const Format& format)
{
    for (auto& label : labels) {
        label.traceId = traceId;
        if (label.annotator.empty())
            label.annotator = format.annotator();
        label.program = STEPLIGHT_VERSION;
    }
    try {
        for (const auto& action : actionsOf(std::move(labels)))
            addDatasetLabels(project, action);
    } catch (const StorageError& error) {
        if (error.code() != "bad-label")
            throw;
        throw BadRow(error.what());
    }
}

void keepLabels(Project& project, TraceLabels said, const Format& format)
{
    const std::string trace = traceOf(project, said);
    checkFits(project, trace, said);
    for (auto& label : said.labels)
        if (label.annotator.empty())
            label.annotator = format.annotator();
    if (said.ofRegions)
        joinRegions(project, trace, said.labels);
    addLabels(project, trace, std::move(said.labels), format);
    addEstimates(project, trace, said.estimates);
}

} // namespace steplight
