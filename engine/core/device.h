// SPDX-License-Identifier: GPL-3.0-or-later
// Where a model computes: the CPU, or a GPU that the plug-in libsteplight_cuda.so (engine/kernels)
// opens. LibTorch's CUDA half is no part of the engine, so that a machine without a GPU needs none
// of it. Any thread, after the first call of gpu().
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace c10d {
class Backend;
class Store;
} // namespace c10d

namespace steplight {

// What only the CUDA side of LibTorch can do. The plug-in exports `steplightCuda`, a CudaEntry.
// Functions throw c10::Error.
struct CudaTable {
    const char* libtorch; // the version that the plug-in was built against
    int (*devices)();     // the first of those that the plug-in is compiled for
    // Of device `index`; `bytes` may be cut off, never unterminated.
    void (*name)(int index, char* text, std::size_t bytes);
    // Bytes that can still be taken, what LibTorch keeps for reuse included, and all.
    void (*memory)(int index, std::int64_t* there, std::int64_t* all);
    // The most bytes that tensors took since this was asked last.
    std::int64_t (*peak)(int index);
    void (*emptyCache)();
    // Records what `work` launches on device `index`, on a stream of its own, as a graph that
    // `replay` runs again over the same tensors. Run the work once before, so that nothing is
    // initialised while recording.
    void* (*capture)(int index, void (*work)(void* context), void* context);
    void (*replay)(void* graph);
    void (*release)(void* graph);
    // A group of processes that sum on their GPUs, found through their common store; the caller
    // owns the reference. `timeout` in milliseconds. Null where the plug-in was built without NCCL.
    c10d::Backend* (*joinNccl)(c10d::Store* store, int rank, int size, std::int64_t timeout);
};
using CudaEntry = const CudaTable*();

struct Gpu {
    std::string sentence;             // what was found, without a full stop: "no NVIDIA driver"
    std::string file;                 // the plug-in; empty = none is there
    const CudaTable* table = nullptr; // where the plug-in is loaded
    int devices = 0;                  // GPUs that it can use
};

// Looks for a driver and the plug-in and loads it, once a process. Call it first in main: LibTorch
// looks for its CUDA half once, for good. The plug-in lies beside the program or in
// ../lib/steplight; STEPLIGHT_PLUGIN names another, which is loaded even without a driver.
const Gpu& gpu();

// "NVIDIA H200"
std::string nameOf(const Gpu& found, int index);

// "cpu", "cuda" or "auto" (CUDA where a GPU answers) -> bfloat16 on CUDA, float32 on the CPU. Of
// the processes of one machine each takes a GPU of its own, by LOCAL_RANK or SLURM_LOCALID. Throws
// EngineError "device".
at::TensorOptions placeOf(std::string_view wanted);

// "bfloat16 on NVIDIA H200", "float32 on the CPU"
std::string describe(const at::TensorOptions& place);

// Whether it was thrown because a machine's or a GPU's memory was full. LibTorch's allocator and
// oneDNN throw no class of their own for that: they are known by their words.
bool isOutOfMemory(const std::exception_ptr& error);

// From now on freed memory stays the process's own until it ends. By itself the C library gives
// large pieces back and takes them anew, page by page, in every pass: a tenth of the time of a
// training step on the CPU.
void keepFreedMemory();

// Gives back what LibTorch keeps of a GPU for reuse, in pieces that may be too small.
void giveBackMemory();

} // namespace steplight
