// SPDX-License-Identifier: GPL-3.0-or-later
// Sums between GPUs through NCCL, for trainings of many processes; CudaTable::joinNccl.
#include "engine/kernels/nccl.h"

#define USE_C10D_NCCL // or the header is empty
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#pragma GCC diagnostic pop

namespace steplight {

c10d::Backend* joinNccl(c10d::Store* store, int rank, int size, std::int64_t timeout)
{
    const auto shared = c10::intrusive_ptr<c10d::Store>::reclaim_copy(store);
    auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = std::chrono::milliseconds(timeout);
    // gloo's keys are in the same store
    return c10::make_intrusive<c10d::ProcessGroupNCCL>(
               c10::make_intrusive<c10d::PrefixStore>("nccl", shared), rank, size, options)
        .release();
}

} // namespace steplight
