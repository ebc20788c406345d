// SPDX-License-Identifier: GPL-3.0-or-later
// How people's labels and machines' estimates of one trace become the signs that a PRM is trained
// on. The rules stand in docs/formats.md. Any thread.
#pragma once

#include "storage/records/trace_detail.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

using Dropped = std::map<std::string, std::int64_t>; ///< reason -> rows or labels

struct TrainingLabels {
    /// true = "+". The first steps of the trace; at most one "-", and it is the last.
    std::vector<bool> signs; ///< empty = the trace is left out, but for softRule
    /// softRule alone: P(+) of the first steps instead of signs; unset where nobody counted.
    std::vector<std::optional<double>> soft;
    Dropped dropped;
};

/// "human-first", "human", "paper", "judge", "consensus", "mc-hard": signs.
const std::vector<std::string>& trainingRules();
/// Probabilities, which a training can learn and a chat cannot say.
inline constexpr std::string_view softRule = "mc-soft";

/// Whether a rule says something of a trace that has rollouts and nothing else: no label, no given
/// sign, no reply of a judge.
bool speaksOfCountsAlone(std::string_view rule);

/// rule is one of trainingRules() or softRule. threshold: a Monte-Carlo value at or below it is an
/// error. base, of human-first alone: which rule speaks where neither people nor the data do,
/// "paper", "judge", "consensus" or "mc-hard".
TrainingLabels fuse(const TraceDetail& detail, std::string_view rule, double threshold,
                    std::string_view base = "paper");

/// What is known of a step, to measure a PRM by.
struct KnownStep {
    std::optional<double> target; ///< P(+) as it should be; unset: nobody says, or not the same
    bool neutral = false;         ///< people rated it neutral, or the data came with that
    bool byPeople = false;
};

/// By the same rules, one for each step: what people and the data say of steps behind an error
/// counts, too, what machines say there does not.
std::vector<KnownStep> knownSteps(const TraceDetail& detail, std::string_view rule,
                                  double threshold);

} // namespace steplight
