// SPDX-License-Identifier: GPL-3.0-or-later
// What a checkpoint needs of this machine's memory, and what there is. Any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include "engine/core/config.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace steplight {

struct MemoryPlan {
    std::int64_t needed = 0;   ///< bytes
    std::int64_t there = -1;   ///< bytes that can be taken; -1 = unknown
    std::string place;         ///< "float32 on the CPU"
    at::TensorOptions where{}; ///< the same

    bool fits() const { return there < 0 || needed <= there; }
    /// "16.7 GB needed, 139.2 GB free"
    std::string sentence() const;
};

/// To hold the weights in this type on this device and to score one trace with one picture: the
/// weights' bytes and a tenth more for what is joined, a pass of 4096 tokens (or as many as the
/// model takes), a look at `pixels` (the profile's limit), and the reserve.
MemoryPlan planMemory(const Config& config, std::int64_t parameters, std::int64_t pixels,
                      const at::TensorOptions& place);
/// The same of a model that scores or writes, on a device as placeOf() has it. Where a CPU has no
/// room for it as float32, it is read as bfloat16, which most checkpoints are stored as, if that
/// fits; who leaves the device open ("auto") gets the CPU where a GPU is too small.
MemoryPlan planUse(const Config& config, std::int64_t parameters, std::int64_t pixels,
                   std::string_view device);

/// What a training needs beside the model: of the learnt weights the gradient, and of this
/// process's part the optimiser's two moments and a float32 copy where weights are narrower; of a
/// pass what the layers that are kept compute, and the logits with their gradient; of a vision
/// model that learns, what all its blocks compute of a picture.
struct TrainingSize {
    std::int64_t learnt = 0;
    std::int64_t processes = 1;
    std::int64_t tokens = 0;  ///< of a pass
    std::int64_t width = 0;   ///< values that a layer computes of a token
    std::int64_t kept = 1;    ///< layers
    std::int64_t logits = 0;  ///< of a token, where the loss is over the vocabulary
    std::int64_t patches = 0; ///< of a pass, where the vision model learns
    std::int64_t look = 0;    ///< values that its blocks compute of a patch
};
MemoryPlan planTraining(const TrainingSize& size, const at::TensorOptions& place);
/// Throws EngineError "memory" before anything is begun.
void refuseTrainingThatDoesNotFit(const MemoryPlan& plan);
/// Throws EngineError "memory" for a pass that ran out of it, with how many tokens would fit.
[[noreturn]] void refusePass(TrainingSize size, const at::TensorOptions& place);

/// Throws EngineError "memory": a machine that swaps is of no use to anybody.
void refuseWhatDoesNotFit(const std::filesystem::path& folder, const MemoryPlan& plan);

/// "16.7 GB"
std::string gigabytes(std::int64_t bytes);

/// "1.2 GB are free, enough for about 300": the second half where that is less than was wanted.
/// Empty where nobody knows what is there.
std::string roomInWords(std::int64_t there, std::int64_t each, std::int64_t wanted);

/// Bytes that a pass without gradients over so many tokens takes, and a look at so many patches,
/// beside the weights; `each` is the size of a value. At the peak of a layer a token has the
/// stream, its norm and sum, q, k, v, what attention gives, and the three products of the MLP.
std::int64_t bytesOfPass(const TextConfig& text, std::int64_t tokens, std::int64_t each);
std::int64_t bytesOfLook(const VisionConfig& vision, std::int64_t patches, std::int64_t each);

/// What a policy keeps of so many written tokens: keys and values of all layers.
std::int64_t bytesOfCache(const TextConfig& text, std::int64_t tokens, std::int64_t each);

/// Kept free beside what is counted: LibTorch's own tables, kernels that are made on the way. Once
/// a process: whoever adds two plans takes one off.
constexpr std::int64_t memoryReserve = 64 * 1024 * 1024;

/// Bytes that can be taken without swapping: MemAvailable of /proc/meminfo, less where the cgroup
/// or a limit of this process (ulimit -v) allows less; -1 = unknown. On a GPU what its driver says
/// is free, LibTorch's cache included.
std::int64_t memoryThere(at::Device device = at::kCPU);

/// For where that it is full is all that is known.
inline constexpr const char* memoryIsFull =
    "The memory is full. Close other programs, lower max_pixels in the profile, or take a larger "
    "machine.";

} // namespace steplight
