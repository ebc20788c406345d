// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of steps and traces that are worked out from estimates and labels. Called in the
// transaction that changes those. For storage's own files.
#pragma once

#include "storage/project.h"
#include "storage/records/label.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace steplight {

/// Bits of steps.marks and traces.marks: what current labels say.
enum Mark : int {
    markWrong = 1 << 0,
    markNeutral = 1 << 1,
    markRight = 1 << 2,
    markSkipped = 1 << 3,
    markCannotJudge = 1 << 4,
    markBadQuestion = 1 << 5,
    markWrongKey = 1 << 6,
    markRivals = 1 << 7,    ///< two current labels that do not say the same
    markErrorKind = 1 << 8, ///< shifted left by ErrorKind: perception is 1 << 9, ...
    markAnyLabel = 0x7F
};

/// What a step's row holds: the value of the newest source of each kind, and marks.
struct StepLights {
    std::optional<double> mc, judge, prm, given;
    int marks = 0;
};

struct Range {
    std::optional<double> least, most;
    double sum = 0;
    int count = 0;

    void add(std::optional<double> value);
    double spread() const { return count < 2 ? 0 : *most - *least; }
    std::optional<double> mean() const { return count ? std::optional(sum / count) : std::nullopt; }
};

/// Numbers, from 1, of the first steps called wrong (records/trace_row.h says when).
struct FirstErrors {
    std::optional<int> mc, judge, prm, person;
};

/// What the steps of a trace say together.
struct Facts {
    Range mc, judge, prm, given;
    FirstErrors first;
    int marks = 0;
    int labelled = 0;
    bool undecided = false;
    double disagreement = 0;
    bool judgeOnly = false, lowConfidence = false;
    bool convincing() const; ///< of a trace whose answer is wrong
    bool someWrong() const;
};
Facts factsOf(const std::vector<StepLights>& steps);

int marksOf(const Verdict& verdict);
/// One label out of marks, for a cell of a list: the worst rating wins over states.
Verdict verdictOfMarks(int marks);

/// The bit of traces.sources that stands for this source; the keys from 62 on share one.
constexpr std::int64_t sourceBit(std::int64_t source)
{
    return std::int64_t{1} << (source < 62 ? source : 62);
}

/// After labels of this step (or of the trace as a whole, step -1) have changed.
void refreshMarks(Project& project, std::int64_t traceKey, int step);
/// After estimates, judge replies, marks or traces.correct have changed.
void refreshTrace(Project& project, std::int64_t traceKey);

} // namespace steplight
