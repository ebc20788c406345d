// SPDX-License-Identifier: GPL-3.0-or-later
// The processes that train one model together, through c10d: gloo for tensors on the CPU, NCCL for
// those on GPUs, where the plug-in has it. Started by torchrun, Slurm or by hand. All of them call
// the same functions in the same order; one thread each.
#pragma once

#include <ATen/core/Tensor.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace steplight {

struct ProcessPlace {
    int rank = 0;
    int size = 1;
    std::string address; // where rank 0 listens; or a file's whole path: all are on this machine
    std::uint16_t port = 0;
};

// RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT (torchrun, by hand; a file has no port); else
// SLURM_PROCID, SLURM_NTASKS, the first host of SLURM_JOB_NODELIST and port 20000 + SLURM_JOB_ID
// mod 20000. Nothing for a process on its own. Throws EngineError "config" when only a part is
// there.
std::optional<ProcessPlace>
readPlace(const std::function<const char*(const char* name)>& environment);

class Processes
{
public:
    Processes() = default; // one process on its own: what follows does nothing
    // Waits until all are there. A process that is gone, or silent for `timeout`, makes the calls
    // of the others throw EngineError "processes".
    static Processes join(const ProcessPlace& place, std::chrono::milliseconds timeout);
    static Processes fromEnvironment(std::chrono::milliseconds timeout = std::chrono::minutes(10));

    int rank() const;
    int size() const;
    bool local() const; // all were started on this machine, and have their share of its threads
    // In place; every process gets the same bits. Contiguous tensors.
    void sum(at::Tensor tensor) const;
    void broadcast(at::Tensor tensor, int from) const;
    // The same of many: neighbours of one type travel together, since a message costs much
    // however short it is.
    void sum(std::span<const at::Tensor> tensors) const;
    void broadcast(std::span<const at::Tensor> tensors, int from) const;
    // Whether all say yes; also a barrier.
    bool all(bool yes) const;
    // What each process has to say, by rank; every process gets it.
    std::vector<std::string> gather(const std::string& mine) const;

private:
    struct Group;
    std::shared_ptr<Group> m_group; // shared: copies speak for the same process
};

} // namespace steplight
