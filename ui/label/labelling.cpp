// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/labelling.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace steplight {

namespace {

bool speaks(const Estimate& estimate)
{
    return estimate.value && !std::isnan(*estimate.value) &&
           (estimate.kind != EstimateKind::mc || estimate.drawn != 0);
}

} // namespace

bool isWrong(const Verdict& verdict)
{
    return verdict.state == LabelState::rated && verdict.rating < 0;
}

void Labelling::setTrace(const TraceDetail& detail, const std::string& annotator)
{
    if (detail.trace.id != m_detail.trace.id || annotator != m_annotator)
        m_pending.clear();
    m_detail = detail;
    m_annotator = annotator;
}

void Labelling::setLabels(std::vector<Label> labels)
{
    m_detail.labels = std::move(labels);
    if (!m_pending.empty())
        m_pending.pop_front();
}

void Labelling::addPending(const LabelAction& action)
{
    m_pending.push_back(action);
}

const Label* Labelling::mine(int step) const
{
    const Label* found = nullptr;
    for (const Label& label : m_detail.labels)
        if (label.step == step && label.annotator == m_annotator &&
            label.verdict.state != LabelState::unlabelled)
            found = &label;
    return found;
}

std::vector<const Label*> Labelling::others(int step) const
{
    std::vector<const Label*> found;
    for (const Label& label : m_detail.labels)
        if (label.step == step && label.annotator != m_annotator &&
            label.verdict.state != LabelState::unlabelled)
            found.push_back(&label);
    return found;
}

bool Labelling::isDecided(int step) const
{
    return verdictAt(step).state != LabelState::unlabelled;
}

Verdict Labelling::confirmedAt(int step) const
{
    if (const Label* label = mine(step))
        return label->verdict;
    Verdict nothing;
    nothing.state = LabelState::unlabelled;
    return nothing;
}

Verdict Labelling::verdictAt(int step) const
{
    for (auto action = m_pending.rbegin(); action != m_pending.rend(); ++action)
        for (const StepVerdict& each : action->verdicts)
            if (each.step == step)
                return each.verdict;
    return confirmedAt(step);
}

int Labelling::labelledCount() const
{
    int count = 0;
    for (int step = 0; step < steps(); ++step)
        count += mine(step) ? 1 : 0;
    return count;
}

int Labelling::firstError() const
{
    for (int step = 0; step < steps(); ++step)
        if (isWrong(verdictAt(step)))
            return step;
    return -1;
}

int Labelling::nextUndecided(int from, bool firstErrorMode) const
{
    const int error = firstErrorMode ? firstError() : -1;
    const int end = error < 0 ? steps() : error;
    for (int i = 1; i <= steps(); ++i) {
        const int step = (from + i) % steps();
        if (step < end && !isDecided(step))
            return step;
    }
    return -1;
}

int Labelling::nextDisagreement(int from) const
{
    for (int i = 1; i <= steps(); ++i)
        if (const int step = (from + i) % steps();
            disagreementOf(m_detail, step) >= disagreementFrom)
            return step;
    return -1;
}

std::vector<StepVerdict> Labelling::verdictsFor(int step, const Verdict& verdict,
                                                bool endTrace) const
{
    std::vector<StepVerdict> verdicts;
    if (endTrace && isWrong(verdict)) {
        Verdict right;
        right.rating = 1;
        for (int earlier = 0; earlier < step; ++earlier)
            if (!isDecided(earlier))
                verdicts.push_back({earlier, right, 0});
    }
    verdicts.push_back({step, verdict, 0});
    return verdicts;
}

LitCell cellOf(const TraceDetail& detail, int step)
{
    LitCell cell;
    if (step >= 0 && step < static_cast<int>(detail.trace.steps.size()))
        cell.section = detail.trace.steps[static_cast<std::size_t>(step)].section;
    for (const Estimate& estimate : detail.estimates) {
        if (estimate.step != step || !speaks(estimate))
            continue;
        switch (estimate.kind) {
        case EstimateKind::mc:
            cell.mc = estimate.value;
            break;
        case EstimateKind::judge:
            cell.judge = estimate.value;
            break;
        case EstimateKind::prm:
            cell.prm = estimate.value;
            break;
        case EstimateKind::given:
            cell.given = estimate.value;
            break;
        }
    }
    return cell;
}

std::vector<EstimateKind> kindsAt(const TraceDetail& detail, int step)
{
    std::set<EstimateKind> kinds;
    for (const Estimate& estimate : detail.estimates)
        if (estimate.step == step && speaks(estimate))
            kinds.insert(estimate.kind);
    return {kinds.begin(), kinds.end()};
}

double disagreementOf(const TraceDetail& detail, int step)
{
    double low = 2, high = -1;
    for (const Estimate& estimate : detail.estimates) {
        if (estimate.step != step || estimate.kind == EstimateKind::given || !speaks(estimate))
            continue;
        low = std::min(low, *estimate.value);
        high = std::max(high, *estimate.value);
    }
    return std::max(0.0, high - low);
}

} // namespace steplight
