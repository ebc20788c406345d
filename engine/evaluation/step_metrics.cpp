// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/step_metrics.h"

#include "engine/evaluation/ranking.h"

#include <algorithm>

namespace steplight {
namespace {

Values tallied(std::span<const JudgedTrace> traces, const Thresholds& thresholds)
{
    TraceSums sums;
    for (const JudgedTrace& trace : traces)
        sums.add(trace, thresholds);
    return sums.values();
}

JudgedTrace ofSection(const JudgedTrace& trace, bool perception)
{
    JudgedTrace part;
    std::copy_if(trace.begin(), trace.end(), std::back_inserter(part),
                 [&](const JudgedStep& step) { return step.perception == perception; });
    return part;
}

/// At most `most` of the scores, equally far apart in rank; rising.
std::vector<double> candidates(std::span<const JudgedTrace> traces, std::size_t most)
{
    std::vector<double> scores;
    for (const JudgedTrace& trace : traces)
        for (const JudgedStep& step : trace)
            if (counts(step))
                scores.push_back(step.plus);
    std::sort(scores.begin(), scores.end());
    scores.erase(std::unique(scores.begin(), scores.end()), scores.end());
    std::vector<double> kept;
    for (std::size_t i = 0; i < std::min(most, scores.size()); ++i)
        kept.push_back(scores[i * scores.size() / std::min(most, scores.size())]);
    return kept;
}

} // namespace

Values stepMetrics(std::span<const JudgedTrace> traces, const Thresholds& thresholds)
{
    Ranking all, perception, reasoning;
    for (const JudgedTrace& trace : traces) {
        all.add(trace);
        perception.add(ofSection(trace, true));
        reasoning.add(ofSection(trace, false));
    }
    Values values = tallied(traces, thresholds);
    for (const auto& [name, ranking] :
         {std::pair("auc", &all), {"perception_auc", &perception}, {"reasoning_auc", &reasoning}}) {
        ranking->sort();
        if (const auto area = ranking->area())
            values[name] = *area;
    }
    return values;
}

std::optional<double> bestThreshold(std::span<const JudgedTrace> traces, const char* name)
{
    std::optional<double> best;
    double greatest = -1;
    for (const double threshold : candidates(traces, 200)) {
        const Values values = tallied(traces, {threshold, threshold});
        const auto found = values.find(name);
        if (found == values.end() || found->second <= greatest)
            continue;
        greatest = found->second;
        best = threshold;
    }
    return best;
}

} // namespace steplight
