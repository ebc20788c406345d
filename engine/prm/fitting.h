// SPDX-License-Identifier: GPL-3.0-or-later
// Scoring where memory may run out. Reads the model only; one thread a call.
#pragma once

#include "engine/core/score.h"

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace steplight {

/// `work` on one sequence of so many tokens, of which it holds as much as so many passes. Where
/// memory is full, or would be, `makeRoom` is called, the GPU's cache emptied and the work done
/// once more. Throws EngineError "memory", with how many tokens would fit, and what `work` throws.
void fitting(const Model& model, std::size_t tokens, std::size_t passes,
             const std::function<void()>& work, const std::function<void()>& makeRoom);

/// scoreMargins of all inputs in one pass. Where memory is full the GPU's cache is emptied and the
/// work done once more, several inputs in two halves. Throws EngineError "memory", with how many
/// tokens would fit, and what scoreMargins throws.
std::vector<std::vector<double>> scoreFitting(const Model& model,
                                              std::span<const ScoreInput> inputs, std::int64_t plus,
                                              std::int64_t minus, std::stop_token stop = {});

} // namespace steplight
