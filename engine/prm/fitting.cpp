// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/fitting.h"

#include "engine/core/device.h"
#include "engine/core/error.h"
#include "engine/prm/memory.h"

#include <algorithm>

namespace steplight {
namespace {

/// Bytes that a pass over so many tokens takes.
std::int64_t bytesOf(const Model& model, std::size_t tokens)
{
    return bytesOfPass(model.config.text, static_cast<std::int64_t>(tokens),
                       static_cast<std::int64_t>(model.text.embed.element_size()));
}

/// Bytes free beside the reserve; -1 = unknown.
std::int64_t roomFor(const Model& model)
{
    const std::int64_t there = memoryThere(model.text.embed.device());
    return there < 0 ? there : std::max<std::int64_t>(0, there - memoryReserve);
}

bool hasRoom(const Model& model, std::size_t tokens)
{
    const std::int64_t room = roomFor(model);
    return room < 0 || bytesOf(model, tokens) <= room;
}

/// `what` has so many tokens: "a trace", "3 traces".
[[noreturn]] void refuse(const Model& model, const std::string& what, std::size_t tokens,
                         std::size_t passes = 1)
{
    const std::string room =
        roomInWords(roomFor(model), bytesOf(model, passes), static_cast<std::int64_t>(tokens));
    throw EngineError("memory", "There is not enough memory for " + what + " of " +
                                    std::to_string(tokens) + " tokens, images included" +
                                    (room.empty() ? "" : "; " + room) +
                                    ". Lower max_pixels in the profile, shorten the trace, or "
                                    "choose another device.");
}

/// False where memory ran out.
bool ran(const std::function<void()>& work)
{
    try {
        work();
        return true;
    } catch (...) {
        if (!isOutOfMemory(std::current_exception()))
            throw;
    }
    return false;
}

/// Empty where memory ran out, or would: what LibTorch's kernels cannot get in threads of their own
/// ends the process.
std::vector<std::vector<double>> tried(const Model& model, std::span<const ScoreInput> inputs,
                                       std::int64_t plus, std::int64_t minus, std::stop_token stop)
{
    std::vector<std::vector<double>> margins;
    if (hasRoom(model, tokensOfPass(model, inputs)))
        ran([&] { margins = scoreMargins(model, inputs, plus, minus, std::move(stop)); });
    return margins;
}

} // namespace

void fitting(const Model& model, std::size_t tokens, std::size_t passes,
             const std::function<void()>& work, const std::function<void()>& makeRoom)
{
    if (hasRoom(model, passes * tokens) && ran(work))
        return;
    makeRoom();
    giveBackMemory();
    if (!hasRoom(model, passes * tokens) || !ran(work))
        refuse(model, "a trace", tokens, passes);
}

std::vector<std::vector<double>> scoreFitting(const Model& model,
                                              std::span<const ScoreInput> inputs, std::int64_t plus,
                                              std::int64_t minus, std::stop_token stop)
{
    auto result = tried(model, inputs, plus, minus, stop);
    if (!result.empty() || inputs.empty())
        return result;
    const std::size_t half = (inputs.size() + 1) / 2;
    for (std::size_t from = 0; from < inputs.size(); from += half) {
        giveBackMemory(); // what the work held is free by then, since its tensors are gone
        const auto part = inputs.subspan(from, std::min(half, inputs.size() - from));
        const auto scores = tried(model, part, plus, minus, stop);
        if (scores.empty())
            refuse(model, part.size() == 1 ? "a trace" : std::to_string(part.size()) + " traces",
                   tokensOfPass(model, part));
        result.insert(result.end(), scores.begin(), scores.end());
    }
    return result;
}

} // namespace steplight
