// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/memory.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <new>
#include <sstream>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

#include "engine/core/device.h"
#include "engine/core/error.h"

namespace steplight {
namespace {

std::int64_t numberIn(const char* file)
{
    std::ifstream in(file);
    std::int64_t bytes = -1; // stays so for "max", too
    in >> bytes;
    return in ? bytes : -1;
}

std::int64_t machines()
{
    std::ifstream in("/proc/meminfo");
    for (std::string word; in >> word;)
        if (word == "MemAvailable:") {
            std::int64_t kibibytes = 0;
            return in >> kibibytes ? kibibytes * 1024 : -1;
        }
    return -1;
}

/// Of this process's address space; -1 = no limit.
std::int64_t addressesLeft()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return -1;
    const std::int64_t pages = numberIn("/proc/self/statm");
    const auto most = static_cast<std::int64_t>(limit.rlim_cur);
    return pages < 0 ? -1 : std::max<std::int64_t>(0, most - pages * ::sysconf(_SC_PAGESIZE));
}

std::int64_t cached()
{
    std::ifstream in("/sys/fs/cgroup/memory.stat");
    std::int64_t bytes = 0, sum = 0;
    for (std::string word; in >> word >> bytes;)
        sum += word == "inactive_file" || word == "active_file" ? bytes : 0;
    return sum;
}

/// The less of two, of which either may be unknown.
std::int64_t less(std::int64_t a, std::int64_t b)
{
    return a < 0 || b < 0 ? std::max(a, b) : std::min(a, b);
}

} // namespace

std::string gigabytes(std::int64_t bytes)
{
    std::ostringstream out;
    out << std::fixed << std::setprecision(1) << static_cast<double>(bytes) / 1e9 << " GB";
    return out.str();
}

std::string roomInWords(std::int64_t there, std::int64_t each, std::int64_t wanted)
{
    if (there < 0)
        return {};
    const std::int64_t fit = there / each;
    return gigabytes(there) + " are free" +
           (fit < wanted ? ", enough for about " + std::to_string(fit) : "");
}

std::string MemoryPlan::sentence() const
{
    return gigabytes(needed) + " needed" + (there < 0 ? "" : ", " + gigabytes(there) + " free");
}

MemoryPlan planMemory(const Config& config, std::int64_t parameters, std::int64_t pixels,
                      const at::TensorOptions& place)
{
    constexpr std::int64_t longTrace = 4096;
    const auto each = static_cast<std::int64_t>(place.dtype().itemsize());
    const std::int64_t weights = parameters * each;
    const std::int64_t tokens = std::min(longTrace, config.text.maxPositions);
    const std::int64_t patches = pixels / (config.vision.patch * config.vision.patch);
    return {weights + weights / 10 + bytesOfPass(config.text, tokens, each) +
                bytesOfLook(config.vision, patches, each) + memoryReserve,
            memoryThere(place.device()), describe(place), place};
}

MemoryPlan planUse(const Config& config, std::int64_t parameters, std::int64_t pixels,
                   std::string_view device)
{
    const at::TensorOptions place = placeOf(device);
    const MemoryPlan best = planMemory(config, parameters, pixels, place);
    if (best.fits())
        return best;
    MemoryPlan other = best;
    if (place.device().is_cpu())
        other = planMemory(config, parameters, pixels, place.dtype(at::kBFloat16));
    else if (device == "auto")
        other = planUse(config, parameters, pixels, "cpu");
    return other.fits() ? other : best;
}

MemoryPlan planTraining(const TrainingSize& size, const at::TensorOptions& place)
{
    MemoryPlan plan{memoryReserve, memoryThere(place.device()), describe(place)};
    const auto each = static_cast<std::int64_t>(place.dtype().itemsize());
    constexpr std::int64_t wide = sizeof(float);
    plan.needed += size.learnt * each;
    plan.needed += size.learnt * (2 * wide + (each < wide ? wide : 0)) / size.processes;
    plan.needed += size.tokens * size.width * size.kept * each;
    plan.needed += 3 * size.tokens * size.logits * wide; // with the softmax and the gradient
    plan.needed += size.patches * size.look * each;
    return plan;
}

void refuseTrainingThatDoesNotFit(const MemoryPlan& plan)
{
    if (!plan.fits())
        throw EngineError("memory", "This training does not fit: " + plan.sentence() +
                                        ". Lower the tokens of a pass, learn adapters (lora_rank), "
                                        "or take a larger machine. Nothing was begun.");
}

void refusePass(TrainingSize size, const at::TensorOptions& place)
{
    const std::int64_t tokens = size.tokens;
    const auto neededFor = [&](std::int64_t count) {
        size.tokens = count;
        return planTraining(size, place).needed;
    };
    const std::string room =
        roomInWords(memoryThere(place.device()), neededFor(1) - neededFor(0), tokens);
    throw EngineError("memory",
                      "There is not enough memory to learn from " + std::to_string(tokens) +
                          " tokens in a pass" + (room.empty() ? "" : "; " + room) +
                          ". Set tokens lower, recompute on, learn adapters (lora_rank), or "
                          "take a larger machine. What was learnt up to the last checkpoint "
                          "is kept.");
}

void refuseWhatDoesNotFit(const std::filesystem::path& folder, const MemoryPlan& plan)
{
    if (!plan.fits())
        throw EngineError("memory", folder.string() + " takes " + gigabytes(plan.needed) +
                                        " of memory as " + plan.place + ", and " +
                                        gigabytes(plan.there) +
                                        " are free. Nothing was loaded. Close other programs, or "
                                        "score on a larger machine.");
}

std::int64_t memoryThere(at::Device device)
{
    if (device.is_cuda()) {
        std::int64_t there = 0, all = 0;
        gpu().table->memory(std::max<int>(device.index(), 0), &there, &all);
        return there;
    }
    const std::int64_t all = less(machines(), addressesLeft());
    const std::int64_t most = numberIn("/sys/fs/cgroup/memory.max");
    const std::int64_t used = numberIn("/sys/fs/cgroup/memory.current");
    if (most < 0 || used < 0)
        return all;
    // What was read of files counts as used, and goes when something else needs the room.
    return less(all, std::max<std::int64_t>(0, most - std::max<std::int64_t>(0, used - cached())));
}

std::int64_t bytesOfPass(const TextConfig& text, std::int64_t tokens, std::int64_t each)
{
    const std::int64_t values =
        5 * text.hidden + 2 * text.kvHeads * text.headDim() + 3 * text.intermediate;
    return tokens * values * each;
}

std::int64_t bytesOfLook(const VisionConfig& vision, std::int64_t patches, std::int64_t each)
{
    const std::int64_t values = 8 * vision.hidden + 3 * vision.intermediate;
    const std::int64_t pixels = vision.patchValues() * static_cast<std::int64_t>(sizeof(float));
    return patches * (values * each + pixels);
}

std::int64_t bytesOfCache(const TextConfig& text, std::int64_t tokens, std::int64_t each)
{
    return tokens * 2 * text.layers * text.kvHeads * text.headDim() * each;
}

} // namespace steplight
