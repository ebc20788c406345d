// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/train.h"

#include <ATen/ATen.h>

#include <cmath>
#include <numeric>
#include <random>

#include "engine/core/error.h"

namespace steplight {

StepResult trainStep(const Model& model, AdamW& optimiser, std::span<const Batch> batches,
                     const StepOptions& options, double rate, std::stop_token stop)
{
    double weight = 0;
    for (const Batch& batch : batches)
        weight += batch.labels.weight.sum(at::kDouble).item<double>();
    if (!(weight > 0))
        throw EngineError("input", "The labels of a step weigh nothing together. Check the class "
                                   "and section weights.");
    StepResult result;
    try {
        for (const Batch& batch : batches)
            result.tally += addGradients(model, batch, options.gradients, 1 / weight, stop);
    } catch (...) {
        clearGradients(optimiser.parameters);
        throw;
    }
    result.norm = clipGradients(optimiser.parameters, options.clip);
    result.skipped = !std::isfinite(result.norm);
    if (!result.skipped)
        update(optimiser, rate);
    clearGradients(optimiser.parameters);
    return result;
}

std::vector<std::size_t> epochOrder(std::size_t count, std::uint64_t seed, std::uint64_t epoch)
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t(0));
    // mt19937_64 is the same everywhere; std::shuffle is not.
    std::mt19937_64 random(seed * 0x9e3779b97f4a7c15 + epoch);
    for (std::size_t i = count; i > 1; --i)
        std::swap(order[i - 1], order[random() % i]);
    return order;
}

} // namespace steplight
