// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/train.h"

#include <ATen/ATen.h>

#include <cmath>
#include <exception>
#include <numeric>
#include <random>

#include "engine/core/device.h"
#include "engine/core/error.h"

namespace steplight {

namespace {

double weightOf(std::span<const Batch> batches, const Processes& processes)
{
    at::Tensor weight = at::zeros({1}, at::kDouble);
    for (const Batch& batch : batches)
        weight += batch.labels.weight.sum(at::kDouble);
    processes.sum(weight);
    return weight.item<double>();
}

void sumOverProcesses(StepResult& result, const Processes& processes)
{
    const Tally &r = result.tally.reasoning, &p = result.tally.perception;
    const auto count = [](std::int64_t n) { return static_cast<double>(n); };
    const at::Tensor all =
        at::tensor({count(r.labels), count(r.right), r.weight, r.loss, count(p.labels),
                    count(p.right), p.weight, p.loss, count(result.tokens)},
                   at::kDouble);
    processes.sum(all);
    const double* v = all.const_data_ptr<double>();
    const auto whole = [](double n) { return static_cast<std::int64_t>(n); };
    result.tally = {{whole(v[0]), whole(v[1]), v[2], v[3]}, {whole(v[4]), whole(v[5]), v[6], v[7]}};
    result.tokens = whole(v[8]);
}

// Sums in float32. A parameter that has a gradient in one process gets one in all.
void sumGradients(std::span<const Parameter> parameters, const Processes& processes)
{
    if (processes.size() == 1)
        return;
    const at::Tensor has = at::zeros({static_cast<std::int64_t>(parameters.size())});
    for (std::size_t i = 0; i < parameters.size(); ++i)
        has[static_cast<std::int64_t>(i)] = parameters[i].tensor.grad().defined() ? 1.0 : 0.0;
    processes.sum(has);
    // Few at a time: all in float32 would take twice the room of bfloat16 gradients once more.
    constexpr std::int64_t most = 1 << 22; // numbers, as in a message
    std::vector<at::Tensor> weights, sums;
    std::int64_t size = 0;
    const auto sumThese = [&] {
        processes.sum(sums);
        for (std::size_t i = 0; i < weights.size(); ++i)
            weights[i].mutable_grad() = sums[i].to(weights[i].scalar_type());
        weights.clear();
        sums.clear();
        size = 0;
    };
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const at::Tensor& weight = parameters[i].tensor;
        if (has[static_cast<std::int64_t>(i)].item<float>() == 0)
            continue;
        if (size > 0 && size + weight.numel() > most)
            sumThese();
        const at::Tensor own =
            weight.grad().defined() ? weight.grad() : at::zeros_like(weight.detach());
        weights.push_back(weight);
        sums.push_back(own.to(at::kFloat));
        size += weight.numel();
    }
    sumThese();
}

} // namespace

StepResult trainStep(const Model& model, AdamW& optimiser, std::span<const Batch> batches,
                     const StepOptions& options, double rate, std::stop_token stop)
{
    const Processes& processes = optimiser.processes;
    const double weight = weightOf(batches, processes);
    StepResult result;
    result.skipped = !(weight > 0);
    if (result.skipped)
        return result;
    std::exception_ptr failure;
    try {
        for (const Batch& batch : batches) {
            result.tally += addGradients(model, batch, options.gradients, 1 / weight, stop);
            result.tokens += batch.packed.sequence.ids.size(0);
        }
    } catch (...) {
        failure = std::current_exception();
    }
    // The others would wait in vain for this one's gradients.
    if (!processes.all(!failure)) {
        clearGradients(optimiser.parameters);
        if (processes.all(!failure || isOutOfMemory(failure)))
            throw EngineError("memory", "Memory ran out in an update; the weights are as before.");
        if (failure)
            std::rethrow_exception(failure);
        throw EngineError("processes", "Another process of this training failed in this step; its "
                                       "own log says why.");
    }
    sumGradients(optimiser.parameters, processes);
    sumOverProcesses(result, processes);
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
