// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/kernels.h"

#include <cuda_bf16.h>

#include <algorithm>

namespace steplight::kernels {
namespace {

constexpr int threads = 256; // of a block

// W neighbours that travel in one load: 16 bytes of bfloat16 where the shape allows.
template <class Number, int N> struct alignas(sizeof(Number) * N) Pack {
    using T = Number;
    static constexpr int W = N;
    T value[W];
};

template <class P> __device__ P load(const typename P::T* from)
{
    return *reinterpret_cast<const P*>(from);
}

template <class P> __device__ void store(typename P::T* to, const P& pack)
{
    *reinterpret_cast<P*>(to) = pack;
}

__device__ float number(float x)
{
    return x;
}
__device__ float number(__nv_bfloat16 x)
{
    return __bfloat162float(x);
}
template <class T> __device__ T rounded(float x);
template <> __device__ float rounded<float>(float x)
{
    return x;
}
template <> __device__ __nv_bfloat16 rounded<__nv_bfloat16>(float x)
{
    return __float2bfloat16(x);
}

// The sum over the block, in every thread.
__device__ float blockSum(float x)
{
    __shared__ float warps[threads / 32];
    for (int step = 16; step > 0; step /= 2)
        x += __shfl_xor_sync(0xffffffffu, x, step);
    if (threadIdx.x % 32 == 0)
        warps[threadIdx.x / 32] = x;
    __syncthreads();
    float all = 0;
    for (int i = 0; i < threads / 32; ++i)
        all += warps[i];
    return all;
}

// One block a row; the second reading comes from the cache. Rounds as the reference does: the sum,
// then the normed value, then its product with the weight.
template <class P> __global__ void normRow(Norm a)
{
    using T = typename P::T;
    constexpr int W = P::W;
    const T* x = static_cast<const T*>(a.x) + blockIdx.x * a.n;
    const T* delta = static_cast<const T*>(a.delta);
    const T* weight = static_cast<const T*>(a.weight);
    T* sum = static_cast<T*>(a.sum);
    T* normed = static_cast<T*>(a.normed) + blockIdx.x * a.n;
    if (delta) {
        delta += blockIdx.x * a.n;
        sum += blockIdx.x * a.n;
    }
    float squares = 0;
    for (std::int64_t i = threadIdx.x * W; i < a.n; i += threads * W) {
        P p = load<P>(x + i);
        if (delta) {
            const P d = load<P>(delta + i);
            for (int j = 0; j < W; ++j)
                p.value[j] = rounded<T>(number(p.value[j]) + number(d.value[j]));
            store(sum + i, p);
        }
        for (int j = 0; j < W; ++j)
            squares += number(p.value[j]) * number(p.value[j]);
    }
    const float scale = rsqrtf(blockSum(squares) / static_cast<float>(a.n) + a.eps);
    const T* from = delta ? sum : x; // each thread reads back what it wrote itself
    for (std::int64_t i = threadIdx.x * W; i < a.n; i += threads * W) {
        P p = load<P>(from + i);
        const P w = load<P>(weight + i);
        for (int j = 0; j < W; ++j)
            p.value[j] =
                rounded<T>(number(rounded<T>(number(p.value[j]) * scale)) * number(w.value[j]));
        store(normed + i, p);
    }
}

// Each thread turns W pairs (i, i + D/2) of one head.
template <class P> __global__ void rotatePairs(RotateQk a)
{
    using T = typename P::T;
    constexpr int W = P::W;
    const std::int64_t half = a.headDim / 2, packs = half / W, turned = a.heads + a.kvHeads;
    const std::int64_t all = a.tokens * turned * packs;
    for (std::int64_t i = blockIdx.x * std::int64_t{threads} + threadIdx.x; i < all;
         i += gridDim.x * std::int64_t{threads}) {
        const std::int64_t channel = i % packs * W, head = i / packs % turned;
        const std::int64_t token = i / packs / turned;
        const T* from = static_cast<const T*>(a.qkv) +
                        (token * (turned + a.kvHeads) + head) * a.headDim + channel;
        T* to =
            head < a.heads
                ? static_cast<T*>(a.q) + (token * a.heads + head) * a.headDim + channel
                : static_cast<T*>(a.k) + (token * a.kvHeads + head - a.heads) * a.headDim + channel;
        P x = load<P>(from), y = load<P>(from + half);
        for (int j = 0; j < W; ++j) {
            const float c = a.cos[token * a.headDim + channel + j];
            const float s = a.sin[token * a.headDim + channel + j];
            const float u = number(x.value[j]), v = number(y.value[j]);
            x.value[j] = rounded<T>(u * c - v * s);
            y.value[j] = rounded<T>(v * c + u * s);
        }
        store(to, x);
        store(to + half, y);
    }
}

template <class P> __global__ void gatedPacks(const typename P::T* gateUp, typename P::T* out,
                                              std::int64_t rows, std::int64_t n)
{
    using T = typename P::T;
    constexpr int W = P::W;
    const std::int64_t packs = n / W;
    for (std::int64_t i = blockIdx.x * std::int64_t{threads} + threadIdx.x; i < rows * packs;
         i += gridDim.x * std::int64_t{threads}) {
        const std::int64_t row = i / packs, column = i % packs * W;
        P gate = load<P>(gateUp + row * 2 * n + column);
        const P up = load<P>(gateUp + row * 2 * n + n + column);
        for (int j = 0; j < W; ++j) {
            const float g = number(gate.value[j]);
            gate.value[j] = rounded<T>(g / (1.0f + expf(-g)) * number(up.value[j]));
        }
        store(out + row * n + column, gate);
    }
}

template <class P> __global__ void mergePacks(MergeStates a)
{
    using T = typename P::T;
    constexpr int W = P::W;
    const std::int64_t packs = a.n / W;
    for (std::int64_t i = blockIdx.x * std::int64_t{threads} + threadIdx.x; i < a.rows * packs;
         i += gridDim.x * std::int64_t{threads}) {
        const std::int64_t row = i / packs;
        const float most = fmaxf(a.lseA[row], a.lseB[row]);
        const bool seen = most > -INFINITY; // else 0, not exp(-inf + inf)
        const float weightA = seen ? expf(a.lseA[row] - most) : 0;
        const float weightB = seen ? expf(a.lseB[row] - most) : 0;
        const float both = seen ? weightA + weightB : 1;
        P x = load<P>(static_cast<const T*>(a.a) + i * W);
        const P y = load<P>(static_cast<const T*>(a.b) + i * W);
        for (int j = 0; j < W; ++j)
            x.value[j] =
                rounded<T>((number(x.value[j]) * weightA + number(y.value[j]) * weightB) / both);
        store(static_cast<T*>(a.out) + i * W, x);
        if (i % packs == 0)
            a.lse[row] = seen ? most + logf(both) : most;
    }
}

// Enough blocks for `items` threads, at most what fills any GPU many times over: the loops do the
// rest.
unsigned blocksFor(std::int64_t items)
{
    return static_cast<unsigned>(
        std::clamp<std::int64_t>((items + threads - 1) / threads, 1, 65535));
}

bool aligned(std::initializer_list<const void*> pointers)
{
    return std::all_of(pointers.begin(), pointers.end(),
                       [](const void* p) { return reinterpret_cast<std::uintptr_t>(p) % 16 == 0; });
}

// Calls `act` with the widest pack of at most 16 bytes that divides `n`, else of one number.
template <class Act> void launch(Type type, std::int64_t n, bool wide, Act act)
{
    if (type == Type::bf16 && wide && n % 8 == 0)
        act(Pack<__nv_bfloat16, 8>());
    else if (type == Type::bf16)
        act(Pack<__nv_bfloat16, 1>());
    else if (wide && n % 4 == 0)
        act(Pack<float, 4>());
    else
        act(Pack<float, 1>());
}

} // namespace

void norm(Type type, const Norm& a, cudaStream_t stream)
{
    if (a.rows == 0)
        return; // a grid of no blocks is an error
    launch(type, a.n, aligned({a.x, a.delta, a.weight, a.sum, a.normed}), [&](auto pack) {
        using P = decltype(pack);
        normRow<P><<<static_cast<unsigned>(a.rows), threads, 0, stream>>>(a);
    });
}

void rotateQk(Type type, const RotateQk& a, cudaStream_t stream)
{
    launch(type, a.headDim / 2, aligned({a.qkv, a.q, a.k}), [&](auto pack) {
        using P = decltype(pack);
        const std::int64_t items = a.tokens * (a.heads + a.kvHeads) * (a.headDim / 2 / P::W);
        rotatePairs<P><<<blocksFor(items), threads, 0, stream>>>(a);
    });
}

void gated(Type type, const void* gateUp, void* out, std::int64_t rows, std::int64_t n,
           cudaStream_t stream)
{
    launch(type, n, aligned({gateUp, out}), [&](auto pack) {
        using P = decltype(pack);
        gatedPacks<P><<<blocksFor(rows * (n / P::W)), threads, 0, stream>>>(
            static_cast<const typename P::T*>(gateUp), static_cast<typename P::T*>(out), rows, n);
    });
}

void mergeStates(Type type, const MergeStates& a, cudaStream_t stream)
{
    launch(type, a.n, aligned({a.a, a.b, a.out}), [&](auto pack) {
        using P = decltype(pack);
        mergePacks<P><<<blocksFor(a.rows * (a.n / P::W)), threads, 0, stream>>>(a);
    });
}

} // namespace steplight::kernels
