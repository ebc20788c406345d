// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/fusion.h"

#include "storage/export/rules.h"
#include "storage/export/training_set.h"
#include "storage/listing.h"

namespace steplight {
namespace {

constexpr std::int64_t tracesPerProgress = 50;

void count(RuleOutcome& outcome, const TraceDetail& detail, const TrainingLabels& labels)
{
    ++outcome.traces;
    for (const auto& [reason, times] : labels.dropped)
        outcome.dropped[reason] += times;
    if (labels.signs.empty())
        return;
    const auto steps = static_cast<std::int64_t>(labels.signs.size());
    const RowKind kind = kindOf(labels.signs, detail.trace.steps);
    outcome.minus += kind != RowKind::correct;
    outcome.plus += steps - (kind != RowKind::correct);
    ++(kind == RowKind::correct           ? outcome.correct
       : kind == RowKind::perceptionError ? outcome.perceptionErrors
                                          : outcome.reasoningErrors);
    for (const Label& label : detail.labels) {
        const Verdict& said = label.verdict;
        if (said.state != LabelState::rated || said.rating == 0 || label.step < 0 ||
            label.step >= steps)
            continue;
        ++outcome.compared;
        outcome.agreeing += (said.rating > 0) == labels.signs[static_cast<std::size_t>(label.step)];
    }
}

} // namespace

std::vector<RuleOutcome> compareRules(Project& project, const std::string& query, double threshold,
                                      const FusionProgressed& progressed, std::stop_token stop)
{
    std::vector<RuleOutcome> outcomes;
    for (const std::string& rule : trainingRules())
        outcomes.emplace_back().rule = rule;
    const auto traces = candidates(project, query);
    const auto total = static_cast<std::int64_t>(traces.size());
    std::int64_t done = 0;
    for (const Candidate& trace : traces) {
        if (stop.stop_requested())
            return {};
        const TraceDetail detail = traceDetail(project, trace.key);
        for (RuleOutcome& outcome : outcomes)
            count(outcome, detail, fuse(detail, outcome.rule, threshold));
        if (++done % tracesPerProgress == 0 && progressed)
            progressed(done, total);
    }
    return outcomes;
}

void eachByRule(Project& project, const std::string& query, std::string_view rule, double threshold,
                const std::function<void(const RuleRow&)>& row)
{
    for (const Candidate& trace : candidates(project, query)) {
        const TraceDetail detail = traceDetail(project, trace.key);
        TrainingLabels labels = fuse(detail, rule, threshold);
        RuleRow one{detail.trace.id, std::move(labels.signs), {}};
        for (const auto& [reason, times] : labels.dropped)
            one.dropped.push_back(reason);
        row(one);
    }
}

} // namespace steplight
