// SPDX-License-Identifier: GPL-3.0-or-later
// What a key press means, without widgets: decided steps, the next one, first errors,
// disagreement. Pure functions of values; any thread.
#pragma once

#include "storage/records/trace_detail.h"
#include "storage/records/trace_row.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace steplight {

struct StepVerdict {
    int step = wholeTrace; ///< 0-based over both sections, or wholeTrace
    Verdict verdict;
    std::int64_t focusMs = 0;             ///< the step had the focus, idle trimmed at 30 s
    std::vector<EstimateKind> shown = {}; ///< the step's estimates that were on the screen
};

/// One key press: all of it is stored in one transaction and undone as one.
struct LabelAction {
    std::string traceId;
    std::vector<StepVerdict> verdicts;
    Visibility visibility = Visibility::open; ///< what was on the screen when it was made
};

constexpr double disagreementFrom = 0.5; ///< max - min over mc, judge, prm

bool isWrong(const Verdict& verdict); ///< rated -1

/// One annotator's view of a trace's labels, with those that are asked for and not yet confirmed.
class Labelling
{
public:
    /// The same trace and annotator again keep what is pending.
    void setTrace(const TraceDetail& detail, const std::string& annotator);
    /// The confirmed ones: the answer to the oldest pending action, whatever became of it.
    void setLabels(std::vector<Label> labels);
    void addPending(const LabelAction& action);

    const TraceDetail& detail() const { return m_detail; }
    int steps() const { return static_cast<int>(m_detail.trace.steps.size()); }
    /// This annotator's current label of a step (or wholeTrace); nullptr = none.
    const Label* mine(int step) const;
    /// Its verdict; unlabelled when there is none.
    Verdict confirmedAt(int step) const;
    /// Labels of all other annotators on a step.
    std::vector<const Label*> others(int step) const;
    bool isDecided(int step) const; ///< labelled in any way, or about to be
    /// What this annotator says of a step, pending included; unlabelled when nothing.
    Verdict verdictAt(int step) const;
    int labelledCount() const;
    /// The first step that this annotator rated wrong, or -1.
    int firstError() const;

    /// After from, then from the start; in first-error mode never past the first error. -1 = none.
    int nextUndecided(int from, bool firstErrorMode) const;
    /// The next step whose estimates disagree, after from, then from the start; -1 = none.
    int nextDisagreement(int from) const;

    /// The verdicts of one key press on step. With endTrace and a wrong verdict, the undecided
    /// steps before it are right; the tail is left alone.
    std::vector<StepVerdict> verdictsFor(int step, const Verdict& verdict, bool endTrace) const;

private:
    TraceDetail m_detail;
    std::string m_annotator;
    std::deque<LabelAction> m_pending; ///< oldest first
};

/// The estimates of one step as a cell of light: for each kind the last one that has a value.
LitCell cellOf(const TraceDetail& detail, int step);
/// The kinds of estimates that say something of a step, in their order.
std::vector<EstimateKind> kindsAt(const TraceDetail& detail, int step);
/// Largest gap between mc, judge and prm on one step, of whatever source; 0 when fewer than two
/// speak.
double disagreementOf(const TraceDetail& detail, int step);

} // namespace steplight
