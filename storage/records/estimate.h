// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a step by no person of this project. Plain values, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace steplight {

enum class EstimateKind {
    mc,    ///< won of drawn Monte-Carlo rollouts from this step reached the right answer
    judge, ///< a stronger model's verdict and analysis
    prm,   ///< P(+) of a process reward model
    given  ///< a sign that came with the data, its origin declared in the source
};

/// "mc", "judge", "prm", "given": the words of design section 1.
std::string estimateKindWord(EstimateKind kind);
std::optional<EstimateKind> estimateKindFromWord(std::string_view word);

/// Who says it. Two estimates of one kind with different sources stand side by side.
struct EstimateSource {
    std::string name;      ///< shown to people: "o4-mini", "VL-PRM-3B", "rollouts.jsonl"
    std::string model;     ///< checkpoint folder or endpoint model name; empty when unknown
    std::string modelHash; ///< hash of the weights (prm) or empty
    std::string profile;   ///< hash of the prompt profile (prm) or empty
    std::string run;       ///< UUIDv7 of the run that produced it; empty for imported ones
    bool operator==(const EstimateSource&) const = default;
};

constexpr int countsNotTold = -1; ///< Estimate::drawn of a value that came without its counts

struct Estimate {
    EstimateKind kind = EstimateKind::mc;
    int step = 0; ///< 0-based over both sections
    EstimateSource source;
    /// 0..1, P(+) or won/drawn; judge and given: 1 right, 0 wrong, 0.5 neutral.
    /// Unset = no estimate (0 of 0 rollouts, NaN, unparsable reply), never zero.
    std::optional<double> value;
    int won = 0;          ///< mc only: rollouts that won
    int drawn = 0;        ///< mc only: rollouts drawn; 0 = no estimate, countsNotTold = value only
    std::string analysis; ///< judge only: its words on this step; untrusted
};

} // namespace steplight
