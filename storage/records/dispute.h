// SPDX-License-Identifier: GPL-3.0-or-later
// Where people differ about a trace, as the page Adjudication shows it. Names stand apart from what
// was said: the page shows letters. Plain values, any thread.
#pragma once

#include "storage/records/trace_detail.h"

#include <optional>
#include <string>
#include <vector>

namespace steplight {

/// A trace of the list.
struct Dispute {
    std::string traceId;
    std::string question; ///< first 120 characters of its text
    int open = 0;         ///< steps, the trace as a whole counted as one, with rivals
    /// Share of agreeing pairs of current labels, mean over what two or more have labelled.
    double agreement = 1;
};

struct DisputedStep {
    struct Said {
        int voice = 0; ///< index in DisputedTrace::voices
        Verdict verdict;
    };
    int step = wholeTrace;
    std::vector<Said> said;           ///< by each on their own, in order of voices
    std::optional<Verdict> decision;  ///< what an adjudicator put in its place
    bool open = false;                ///< current labels are rivals
    std::vector<std::string> current; ///< ids of the labels that a decision replaces
};

struct DisputedTrace {
    TraceDetail detail;              ///< without estimates, judge replies and labels
    std::vector<std::string> voices; ///< names: A, B, C …; another order in each trace
    std::vector<DisputedStep> steps; ///< those that somebody labelled; the trace as a whole first

    const DisputedStep* at(int step) const
    {
        for (const DisputedStep& one : steps)
            if (one.step == step)
                return &one;
        return nullptr;
    }
    int open() const
    {
        int count = 0;
        for (const DisputedStep& one : steps)
            count += one.open ? 1 : 0;
        return count;
    }
};

} // namespace steplight
