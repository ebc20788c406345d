// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/fitting.h"

#include "engine/core/error.h"
#include "engine/prm/memory.h"

#include <algorithm>

namespace steplight {
namespace {

/// Bytes that one token takes at the peak of a layer: the stream, its norm and sum, q, k, v, what
/// attention gives, and the three products of the MLP.
std::int64_t bytesOfToken(const Model& model)
{
    const TextConfig& t = model.config.text;
    const std::int64_t values = 5 * t.hidden + 2 * t.kvHeads * t.headDim() + 3 * t.intermediate;
    return values * static_cast<std::int64_t>(model.text.embed.element_size());
}

[[noreturn]] void refuse(const Model& model, std::span<const ScoreInput> inputs)
{
    std::size_t longest = 0;
    for (const ScoreInput& input : inputs)
        longest = std::max(longest, input.ids.size());
    const std::int64_t there = memoryThere(model.text.embed.device());
    std::string sentence = "There is not enough memory for a trace of " + std::to_string(longest) +
                           " tokens, images included.";
    const std::int64_t fit = there / bytesOfToken(model);
    if (there >= 0)
        sentence += " " + gigabytes(there) + " are free";
    if (there >= 0 && fit < static_cast<std::int64_t>(longest)) // else the images were too much
        sentence += ", enough for about " + std::to_string(fit) + " tokens";
    sentence += there >= 0 ? "." : "";
    throw EngineError("memory", sentence +
                                    " Lower max_pixels in the profile, shorten the trace, or "
                                    "choose another device.");
}

/// Empty where memory ran out.
std::vector<std::vector<double>> tried(const Model& model, std::span<const ScoreInput> inputs,
                                       std::int64_t plus, std::int64_t minus, std::stop_token stop)
{
    try {
        return scoreMargins(model, inputs, plus, minus, std::move(stop));
    } catch (...) {
        if (!isOutOfMemory(std::current_exception()))
            throw;
    }
    return {};
}

} // namespace

std::vector<std::vector<double>> scoreFitting(const Model& model,
                                              std::span<const ScoreInput> inputs, std::int64_t plus,
                                              std::int64_t minus, std::stop_token stop)
{
    auto result = tried(model, inputs, plus, minus, stop);
    if (!result.empty() || inputs.empty())
        return result;
    const std::size_t half = (inputs.size() + 1) / 2;
    for (std::size_t from = 0; from < inputs.size(); from += half) {
        emptyCache(); // what the work held is free by then, since its tensors are gone
        const auto part = inputs.subspan(from, std::min(half, inputs.size() - from));
        const auto scores = tried(model, part, plus, minus, stop);
        if (scores.empty())
            refuse(model, part);
        result.insert(result.end(), scores.begin(), scores.end());
    }
    return result;
}

} // namespace steplight
