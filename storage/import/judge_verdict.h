// SPDX-License-Identifier: GPL-3.0-or-later
// What a judge's reply says of the steps of one trace (docs/formats.md). Any thread.
#pragma once

#include "storage/records/estimate.h"
#include "storage/records/trace.h"
#include "storage/records/trace_detail.h"

#include <string>
#include <vector>

namespace steplight {

struct JudgeVerdict {
    JudgeReply reply; ///< correct and firstError unset when the reply cannot be parsed
    std::vector<Estimate> estimates;
    bool parsed() const { return reply.correct.has_value(); }
};

/// "Correct": all steps are right. "Incorrect": the last numbered analysis is the first error,
/// the steps before it are right and the later ones unjudged. Anything else, or an analysis that
/// the trace has no step for, is not parsed.
JudgeVerdict readVerdict(const std::string& raw, const std::vector<Step>& steps,
                         const EstimateSource& source);

} // namespace steplight
