// SPDX-License-Identifier: GPL-3.0-or-later
// libsteplight_cuda.so: the CUDA twins of the operators that engine/core/ops.cpp declares, and the
// table of what only LibTorch's CUDA half can do. core/device.cpp loads it.
#include "engine/core/device.h"
#include "engine/kernels/kernels.h"
#ifdef STEPLIGHT_NCCL
#include "engine/kernels/nccl.h"
#endif

#include <ATen/Context.h>
#include <ATen/cuda/CUDAGraph.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <torch/headeronly/version.h>
#include <torch/library.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <tuple>

namespace steplight {
namespace {

kernels::Type typeOf(const at::Tensor& x)
{
    TORCH_CHECK(x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16,
                "steplight's operators take float32 and bfloat16, not ", x.scalar_type());
    return x.scalar_type() == at::kFloat ? kernels::Type::f32 : kernels::Type::bf16;
}

// Contiguous, of the wanted type and size, on the device of x.
at::Tensor fit(const at::Tensor& y, const at::Tensor& x, at::ScalarType type, std::int64_t size)
{
    TORCH_CHECK(y.scalar_type() == type && y.numel() == size && y.device() == x.device(),
                "an operand of the type ", y.scalar_type(), " and the size ", y.sizes(),
                " fits no tensor of ", x.sizes());
    return y.contiguous();
}

void norm(const at::Tensor& x, const at::Tensor& weight, double eps, const void* delta, void* sum,
          void* normed)
{
    const std::int64_t n = x.size(-1);
    const at::Tensor w = fit(weight, x, x.scalar_type(), n);
    kernels::norm(typeOf(x),
                  {x.const_data_ptr(), delta, w.const_data_ptr(), sum, normed,
                   n == 0 ? 0 : x.numel() / n, n, static_cast<float>(eps)},
                  c10::cuda::getCurrentCUDAStream());
    C10_CUDA_KERNEL_LAUNCH_CHECK();
}

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps)
{
    const c10::cuda::CUDAGuard guard(x.device());
    const at::Tensor in = x.contiguous();
    at::Tensor normed = at::empty_like(in);
    norm(in, weight, eps, nullptr, nullptr, normed.mutable_data_ptr());
    return normed;
}

std::tuple<at::Tensor, at::Tensor> addNorm(const at::Tensor& x, const at::Tensor& delta,
                                           const at::Tensor& weight, double eps)
{
    const c10::cuda::CUDAGuard guard(x.device());
    const at::Tensor in = x.contiguous(), added = fit(delta, in, in.scalar_type(), in.numel());
    at::Tensor sum = at::empty_like(in), normed = at::empty_like(in);
    norm(in, weight, eps, added.const_data_ptr(), sum.mutable_data_ptr(),
         normed.mutable_data_ptr());
    return {std::move(sum), std::move(normed)};
}

std::tuple<at::Tensor, at::Tensor> rotateQk(const at::Tensor& qkv, const at::Tensor& cos,
                                            const at::Tensor& sin, std::int64_t heads,
                                            std::int64_t kvHeads)
{
    const c10::cuda::CUDAGuard guard(qkv.device());
    const std::int64_t T = qkv.size(0), D = cos.size(1);
    const at::Tensor in = fit(qkv, qkv, qkv.scalar_type(), T * (heads + 2 * kvHeads) * D);
    const at::Tensor c = fit(cos, qkv, at::kFloat, T * D), s = fit(sin, qkv, at::kFloat, T * D);
    at::Tensor q = at::empty({T, heads, D}, qkv.options());
    at::Tensor k = at::empty({T, kvHeads, D}, qkv.options());
    kernels::rotateQk(typeOf(qkv),
                      {in.const_data_ptr(), c.const_data_ptr<float>(), s.const_data_ptr<float>(),
                       q.mutable_data_ptr(), k.mutable_data_ptr(), T, heads, kvHeads, D},
                      c10::cuda::getCurrentCUDAStream());
    C10_CUDA_KERNEL_LAUNCH_CHECK();
    return {std::move(q), std::move(k)};
}

at::Tensor gated(const at::Tensor& gateUp)
{
    const c10::cuda::CUDAGuard guard(gateUp.device());
    const at::Tensor in = gateUp.contiguous();
    const std::int64_t T = in.size(0), f = in.size(1) / 2;
    at::Tensor out = at::empty({T, f}, in.options());
    kernels::gated(typeOf(in), in.const_data_ptr(), out.mutable_data_ptr(), T, f,
                   c10::cuda::getCurrentCUDAStream());
    C10_CUDA_KERNEL_LAUNCH_CHECK();
    return out;
}

std::tuple<at::Tensor, at::Tensor> mergeStates(const at::Tensor& a, const at::Tensor& lseA,
                                               const at::Tensor& b, const at::Tensor& lseB)
{
    const c10::cuda::CUDAGuard guard(a.device());
    const std::int64_t D = a.size(-1), rows = D == 0 ? 0 : a.numel() / D;
    const at::Tensor first = a.contiguous(), second = fit(b, a, a.scalar_type(), a.numel());
    const at::Tensor la = fit(lseA, a, at::kFloat, rows), lb = fit(lseB, a, at::kFloat, rows);
    at::Tensor out = at::empty_like(first), lse = at::empty_like(la);
    kernels::mergeStates(typeOf(a),
                         {first.const_data_ptr(), la.const_data_ptr<float>(),
                          second.const_data_ptr(), lb.const_data_ptr<float>(),
                          out.mutable_data_ptr(), lse.mutable_data_ptr<float>(), rows, D},
                         c10::cuda::getCurrentCUDAStream());
    C10_CUDA_KERNEL_LAUNCH_CHECK();
    return {std::move(out), std::move(lse)};
}

// Whether a device runs code that the plug-in has: of the same major version and no newer minor
// one.
bool isCompiledFor(int index)
{
    constexpr std::array compiled{STEPLIGHT_CUDA_CODE}; // 86 = compute capability 8.6
    cudaDeviceProp properties;
    C10_CUDA_CHECK(cudaGetDeviceProperties(&properties, index));
    return std::any_of(compiled.begin(), compiled.end(), [&](int code) {
        return code / 10 == properties.major && code % 10 <= properties.minor;
    });
}

int devices()
{
    int usable = 0;
    while (usable < c10::cuda::device_count() && isCompiledFor(usable))
        ++usable;
    return usable;
}

void name(int index, char* text, std::size_t bytes)
{
    cudaDeviceProp properties;
    C10_CUDA_CHECK(cudaGetDeviceProperties(&properties, index));
    std::snprintf(text, bytes, "%s", properties.name);
}

void memory(int index, std::int64_t* there, std::int64_t* all)
{
    at::globalContext().lazyInitDevice(at::kCUDA); // or the allocator knows of no device
    const auto device = static_cast<c10::DeviceIndex>(index);
    const c10::cuda::CUDAGuard guard(device);
    std::size_t free = 0, total = 0;
    C10_CUDA_CHECK(cudaMemGetInfo(&free, &total));
    namespace allocator = c10::cuda::CUDACachingAllocator;
    const auto stats = allocator::getDeviceStats(device);
    *there = static_cast<std::int64_t>(free) + stats.reserved_bytes[0].current -
             stats.allocated_bytes[0].current;
    *all = static_cast<std::int64_t>(total);
}

std::int64_t peak(int index)
{
    namespace allocator = c10::cuda::CUDACachingAllocator;
    at::globalContext().lazyInitDevice(at::kCUDA);
    const auto device = static_cast<c10::DeviceIndex>(index);
    const std::int64_t most = allocator::getDeviceStats(device).allocated_bytes[0].peak;
    allocator::resetPeakStats(device);
    return most;
}

void emptyCache()
{
    c10::cuda::CUDACachingAllocator::emptyCache();
}

void* capture(int index, void (*work)(void*), void* context)
{
    const c10::cuda::CUDAGuard device(static_cast<c10::DeviceIndex>(index));
    auto graph = std::make_unique<at::cuda::CUDAGraph>();
    const c10::cuda::CUDAStreamGuard guard(c10::cuda::getStreamFromPool());
    c10::cuda::device_synchronize(); // what the default stream still writes may be read here
    graph->capture_begin();
    try {
        work(context);
    } catch (...) {
        graph->capture_end(); // or no stream could capture again
        throw;
    }
    graph->capture_end();
    return graph.release();
}

void replay(void* graph)
{
    static_cast<at::cuda::CUDAGraph*>(graph)->replay();
}

void release(void* graph)
{
    auto* recorded = static_cast<at::cuda::CUDAGraph*>(graph);
    const auto pool = recorded->pool();
    delete recorded;
    try {
        c10::cuda::CUDACachingAllocator::emptyCache(pool); // no other graph would take it
    } catch (const c10::Error&) {
        // A GPU that has failed frees nothing; whoever let the graph go knows what it failed with.
    }
}

} // namespace
} // namespace steplight

TORCH_LIBRARY_IMPL(steplight, CUDA, m)
{
    m.impl("rms_norm", steplight::rmsNorm);
    m.impl("add_norm", steplight::addNorm);
    m.impl("rotate_qk", steplight::rotateQk);
    m.impl("gated", steplight::gated);
    m.impl("merge_states", steplight::mergeStates);
}

extern "C" __attribute__((visibility("default"))) const steplight::CudaTable* steplightCuda()
{
#ifdef STEPLIGHT_NCCL
    constexpr auto join = steplight::joinNccl;
#else
    constexpr decltype(steplight::CudaTable::joinNccl) join = nullptr;
#endif
    static constexpr steplight::CudaTable table{TORCH_VERSION,      steplight::devices,
                                                steplight::name,    steplight::memory,
                                                steplight::peak,    steplight::emptyCache,
                                                steplight::capture, steplight::replay,
                                                steplight::release, join};
    return &table;
}
