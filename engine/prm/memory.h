// SPDX-License-Identifier: GPL-3.0-or-later
// What a checkpoint needs of this machine's memory, and what there is. Any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <exception>
#include <filesystem>
#include <string>

namespace steplight {

struct MemoryPlan {
    std::int64_t needed = 0; ///< bytes to hold the weights and to score one trace
    std::int64_t there = -1; ///< bytes that can be taken; -1 = unknown
    std::string place;       ///< "float32 on the CPU"

    bool fits() const { return there < 0 || needed <= there; }
    /// "16.7 GB needed, 139.2 GB free"
    std::string sentence() const;
};

/// For weights in this type on this device: their bytes, a tenth more for what is joined and
/// computed, and 64 MiB.
MemoryPlan planMemory(std::int64_t parameters, const at::TensorOptions& place);

/// What a training needs beside the model: of the learnt weights the gradient, and of this
/// process's part the optimiser's two moments and a float32 copy where weights are narrower; of a
/// pass what the layers that are kept compute, and the logits with their gradient.
struct TrainingSize {
    std::int64_t learnt = 0;
    std::int64_t processes = 1;
    std::int64_t tokens = 0; ///< of a pass
    std::int64_t width = 0;  ///< values that a layer computes of a token
    std::int64_t kept = 1;   ///< layers
    std::int64_t logits = 0; ///< of a token, where the loss is over the vocabulary
};
MemoryPlan planTraining(const TrainingSize& size, const at::TensorOptions& place);

/// Throws EngineError "memory": a machine that swaps is of no use to anybody.
void refuseWhatDoesNotFit(const std::filesystem::path& folder, const MemoryPlan& plan);

/// "16.7 GB"
std::string gigabytes(std::int64_t bytes);

/// Bytes that can be taken without swapping: MemAvailable of /proc/meminfo, less where the cgroup
/// allows less; -1 = unknown. On a GPU what its driver says is free, LibTorch's cache included.
std::int64_t memoryThere(at::Device device = at::kCPU);

/// Whether it was thrown because a machine's or a GPU's memory was full.
bool isOutOfMemory(const std::exception_ptr& error);

/// Gives back what LibTorch keeps of a GPU for reuse, in pieces that may be too small.
void emptyCache();

} // namespace steplight
