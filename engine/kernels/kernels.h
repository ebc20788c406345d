// SPDX-License-Identifier: GPL-3.0-or-later
// Launchers of kernels.cu: device pointers, sizes and a stream, no LibTorch, so that nvcc compiles
// them in seconds. All tensors are contiguous, of the one type that is named; float32 inside.
// Shapes as in core/ops.h. They return before the work is done; cudaGetLastError says of a launch
// that failed. Any thread.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace steplight::kernels {

enum class Type { f32, bf16 };

// normed = rms_norm(x + delta) * weight, sum = x + delta; without `delta` (null) only normed is
// written. x, delta, sum, normed [rows, n], weight [n]
struct Norm {
    const void* x;
    const void* delta;
    const void* weight;
    void* sum;
    void* normed;
    std::int64_t rows, n;
    float eps;
};
void norm(Type type, const Norm& a, cudaStream_t stream);

// qkv [tokens, (heads + 2 kvHeads) * headDim] -> q [tokens, heads, headDim], k [tokens, kvHeads,
// headDim]; cos, sin [tokens, headDim], both halves alike
struct RotateQk {
    const void* qkv;
    const float* cos;
    const float* sin;
    void* q;
    void* k;
    std::int64_t tokens, heads, kvHeads, headDim;
};
void rotateQk(Type type, const RotateQk& a, cudaStream_t stream);

// gateUp [rows, 2n] -> out [rows, n]
void gated(Type type, const void* gateUp, void* out, std::int64_t rows, std::int64_t n,
           cudaStream_t stream);

// a, b, out [rows, n]; lseA, lseB, lse [rows], -infinity = no key was seen
struct MergeStates {
    const void* a;
    const float* lseA;
    const void* b;
    const float* lseB;
    void* out;
    float* lse;
    std::int64_t rows, n;
};
void mergeStates(Type type, const MergeStates& a, cudaStream_t stream);

} // namespace steplight::kernels
