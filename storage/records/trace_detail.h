// SPDX-License-Identifier: GPL-3.0-or-later
// One trace with all that is known of it: what the Label page shows and `show` prints. Any thread.
#pragma once

#include "storage/records/continuation.h"
#include "storage/records/estimate.h"
#include "storage/records/label.h"
#include "storage/records/question.h"
#include "storage/records/trace.h"

#include <optional>
#include <vector>

namespace steplight {

/// A judge's reply as a whole; its words on single steps are estimates.
struct JudgeReply {
    EstimateSource source;
    std::optional<bool> correct;   ///< its conclusion; unset when the reply could not be parsed
    std::optional<int> firstError; ///< 0-based step; later steps are unjudged
    std::string raw;               ///< kept whole, also when unparsable
};

struct TraceDetail {
    Question question;
    Trace trace;
    std::vector<Estimate> estimates;      ///< by step, then kind, then source
    std::vector<JudgeReply> judgeReplies; ///< by source, the newest last
    std::vector<Label> labels;            ///< current rows of every annotator
    std::vector<Label> history;           ///< superseded rows, all of training, oldest first
    std::vector<ContinuedStep> continued; ///< from its rewritten steps, by step
    std::optional<Origin> origin;         ///< set: it is a continuation itself
};

} // namespace steplight
