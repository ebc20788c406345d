// SPDX-License-Identifier: GPL-3.0-or-later
// How candidates are judged by a PRM's P(+), and which of them is chosen. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace steplight::search {

// plus: P(+) as it is. reference: the published pipeline's reward, which falls with the length of
// the PRM's prompt (pipeline.md §7, 22); it is no probability, and it is here to reproduce results.
enum class Rule { plus, reference };

struct Judged {
    double reward = 0; // the greater the better; -1: rejected
    double minus = 0;  // P(-)
};

// length: tokens of the PRM's prompt up to the label, image tokens included; at least 1.
// reference: P(+)^0.3 / length^0.6, and -1 where P(-) is the greater.
Judged judge(Rule rule, double plus, std::int64_t length);

// Puts candidates in the order in which choose() takes them: what is rejected lies below all else,
// by P(-).
double rankOf(const Judged& judged);

// The greatest reward; where all are rejected, the least P(-); where none could be judged, the
// first (pipeline.md §7, 26). Of equals the first seen. At least one candidate.
std::size_t choose(std::span<const std::optional<Judged>> candidates);

} // namespace steplight::search
