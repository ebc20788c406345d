// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/memory.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <new>
#include <sstream>

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

} // namespace

std::string gigabytes(std::int64_t bytes)
{
    std::ostringstream out;
    out << std::fixed << std::setprecision(1) << static_cast<double>(bytes) / 1e9 << " GB";
    return out.str();
}

std::string MemoryPlan::sentence() const
{
    return gigabytes(needed) + " needed" + (there < 0 ? "" : ", " + gigabytes(there) + " free");
}

MemoryPlan planMemory(std::int64_t parameters, const at::TensorOptions& place)
{
    const auto each = static_cast<std::int64_t>(place.dtype().itemsize());
    const std::int64_t weights = parameters * each;
    return {weights + weights / 10 + 64 * 1024 * 1024, memoryThere(place.device()),
            describe(place)};
}

MemoryPlan planTraining(const TrainingSize& size, const at::TensorOptions& place)
{
    MemoryPlan plan = planMemory(0, place);
    const auto each = static_cast<std::int64_t>(place.dtype().itemsize());
    constexpr std::int64_t wide = sizeof(float);
    plan.needed += size.learnt * each;
    plan.needed += size.learnt * (2 * wide + (each < wide ? wide : 0)) / size.processes;
    plan.needed += size.tokens * size.width * size.kept * each;
    plan.needed += 3 * size.tokens * size.logits * wide; // with the softmax and the gradient
    return plan;
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
    const std::int64_t all = machines();
    const std::int64_t most = numberIn("/sys/fs/cgroup/memory.max");
    const std::int64_t used = numberIn("/sys/fs/cgroup/memory.current");
    if (most < 0 || used < 0)
        return all;
    const std::int64_t left = std::max<std::int64_t>(0, most - used);
    return all < 0 ? left : std::min(all, left);
}

bool isOutOfMemory(const std::exception_ptr& error)
{
    try {
        std::rethrow_exception(error);
    } catch (const std::bad_alloc&) {
        return true;
    } catch (const c10::OutOfMemoryError&) {
        return true;
    } catch (const c10::Error& other) { // LibTorch has a class for a full GPU, but none for this
        return std::string(other.what_without_backtrace()).find("can't allocate memory") !=
               std::string::npos;
    } catch (...) {
        return false;
    }
}

void emptyCache()
{
    if (gpu().table)
        gpu().table->emptyCache();
}

} // namespace steplight
