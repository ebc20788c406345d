// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/processes.h"

#define USE_C10D_GLOO // or the header is empty
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#pragma GCC diagnostic pop

#include <ATen/ATen.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "engine/core/device.h"
#include "engine/core/error.h"

namespace steplight {
namespace {

using Environment = std::function<const char*(const char*)>;

std::string textOf(const Environment& environment, const char* name)
{
    const char* value = environment(name);
    return value ? value : "";
}

std::int64_t numberOf(const Environment& environment, const char* name, std::int64_t most)
{
    const std::string text = textOf(environment, name);
    std::int64_t value = -1;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size() || value < 0 || value > most)
        throw EngineError("config", std::string("The environment's ") + name + " is \"" + text +
                                        "\", not a number from 0 to " + std::to_string(most) +
                                        ". Start all processes through torchrun or srun, or set "
                                        "RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT.");
    return value;
}

// "node[03-05,9],other" -> "node03"
std::string firstHost(const std::string& list)
{
    const std::size_t end = list.find_first_of("[,");
    if (end == std::string::npos || list[end] == ',')
        return list.substr(0, end);
    const std::size_t number = list.find_first_of("-,]", end);
    return list.substr(0, end) + list.substr(end + 1, number - end - 1);
}

bool isFile(const std::string& address)
{
    return address.starts_with('/');
}

ProcessPlace checked(ProcessPlace place)
{
    if (place.size < 1 || place.rank >= place.size || (place.size > 1 && place.address.empty()))
        throw EngineError("config", "The environment says process " + std::to_string(place.rank) +
                                        " of " + std::to_string(place.size) + ", reached at \"" +
                                        place.address +
                                        "\", which cannot be. Check RANK, "
                                        "WORLD_SIZE and MASTER_ADDR.");
    return place;
}

std::shared_ptr<gloo::transport::Device> network()
{
    const char* interface = std::getenv("GLOO_SOCKET_IFNAME");
    return interface ? c10d::ProcessGroupGloo::createDeviceForInterface(interface)
                     : c10d::ProcessGroupGloo::createDefaultDevice();
}

template <typename Call> void guarded(const Call& call)
{
    try {
        call();
    } catch (const std::exception& e) {
        throw EngineError("processes", std::string("Another process of this training is gone or "
                                                   "did not answer in time (") +
                                           e.what() +
                                           "). The last checkpoint is kept; start all processes "
                                           "again to resume from it.");
    }
}

std::vector<std::int64_t> sizesOf(const std::vector<at::Tensor>& flat)
{
    std::vector<std::int64_t> sizes;
    for (const at::Tensor& one : flat)
        sizes.push_back(one.numel());
    return sizes;
}

// Hands the tensors out laid end to end, and takes back what became of them.
template <typename Work> void together(std::span<const at::Tensor> tensors, const Work& work)
{
    constexpr std::int64_t most = 1 << 22; // numbers in a message, but for a larger tensor alone
    for (std::size_t begin = 0, end; begin < tensors.size(); begin = end) {
        std::vector<at::Tensor> flat;
        std::int64_t size = 0;
        for (end = begin; end < tensors.size(); ++end) {
            const at::Tensor& next = tensors[end];
            if (end > begin && (next.options().dtype() != tensors[begin].options().dtype() ||
                                size + next.numel() > most))
                break;
            size += next.numel();
            flat.push_back(next.reshape({-1}));
        }
        const at::Tensor message = at::cat(flat);
        work(message);
        const std::vector<at::Tensor> parts = message.split_with_sizes(sizesOf(flat));
        for (std::size_t i = begin; i < end; ++i)
            tensors[i].copy_(parts[i - begin].view_as(tensors[i]));
    }
}

// Where the processes find each other. torchrun serves one itself, which outlives its restarts;
// each of them counts from nothing.
c10::intrusive_ptr<c10d::Store> storeAt(const ProcessPlace& place,
                                        std::chrono::milliseconds timeout)
{
    if (isFile(place.address))
        return c10::make_intrusive<c10d::FileStore>(place.address, place.size);
    const Environment environment = [](const char* name) { return std::getenv(name); };
    const bool torchruns = textOf(environment, "TORCHELASTIC_USE_AGENT_STORE") == "True";
    c10d::TCPStoreOptions options;
    options.port = place.port;
    options.isServer = place.rank == 0 && !torchruns;
    options.waitWorkers = !torchruns;
    options.numWorkers = static_cast<std::size_t>(place.size);
    options.timeout = timeout;
    auto store = c10::make_intrusive<c10d::TCPStore>(place.address, options);
    if (!torchruns)
        return store;
    return c10::make_intrusive<c10d::PrefixStore>(
        "steplight" + textOf(environment, "TORCHELASTIC_RESTART_COUNT"), store);
}

} // namespace

std::optional<ProcessPlace> readPlace(const Environment& environment)
{
    constexpr int most = 1 << 20;
    ProcessPlace place;
    if (environment("RANK") || environment("WORLD_SIZE")) {
        place.rank = static_cast<int>(numberOf(environment, "RANK", most));
        place.size = static_cast<int>(numberOf(environment, "WORLD_SIZE", most));
        place.address = textOf(environment, "MASTER_ADDR");
        if (place.size > 1 && !isFile(place.address))
            place.port = static_cast<std::uint16_t>(numberOf(environment, "MASTER_PORT", 65535));
    } else if (environment("SLURM_PROCID") && environment("SLURM_NTASKS")) {
        place.rank = static_cast<int>(numberOf(environment, "SLURM_PROCID", most));
        place.size = static_cast<int>(numberOf(environment, "SLURM_NTASKS", most));
        place.address = firstHost(textOf(environment, "SLURM_JOB_NODELIST"));
        const std::int64_t job = numberOf(environment, "SLURM_JOB_ID", INT64_MAX);
        place.port = static_cast<std::uint16_t>(20000 + job % 20000);
    } else {
        return std::nullopt;
    }
    return checked(place);
}

struct Processes::Group {
    c10::intrusive_ptr<c10d::Store> store; // unless torchrun does, rank 0 serves it
    c10::intrusive_ptr<c10d::ProcessGroupGloo> gloo;
    std::chrono::milliseconds timeout;
    bool local = false;
    c10::intrusive_ptr<c10d::Backend> nccl; // joined when the first tensor on a GPU comes

    // Gives `work` the tensor and whoever can send it: as it is, or as a copy on the CPU.
    template <typename Work> void carry(const at::Tensor& tensor, const Work& work)
    {
        if (tensor.is_cuda() && !nccl && gpu().table->joinNccl)
            nccl = c10::intrusive_ptr<c10d::Backend>::reclaim(gpu().table->joinNccl(
                store.get(), gloo->getRank(), gloo->getSize(), timeout.count()));
        std::vector<at::Tensor> list{tensor};
        if (!tensor.is_cuda() || nccl)
            return work(tensor.is_cuda() ? *nccl : *gloo, list);
        list[0] = tensor.to(at::kCPU);
        work(*gloo, list);
        tensor.copy_(list[0]);
    }
};

Processes Processes::join(const ProcessPlace& place, std::chrono::milliseconds timeout)
{
    Processes all;
    if (place.size == 1)
        return all;
    guarded([&] {
        auto group = std::make_shared<Group>();
        group->timeout = timeout;
        group->local = isFile(place.address);
        group->store = storeAt(place, timeout);
        auto how = c10d::ProcessGroupGloo::Options::create(timeout);
        how->devices = {network()};
        group->gloo =
            c10::make_intrusive<c10d::ProcessGroupGloo>(group->store, place.rank, place.size, how);
        all.m_group = std::move(group);
    });
    return all;
}

Processes Processes::fromEnvironment(std::chrono::milliseconds timeout)
{
    const auto place = readPlace([](const char* name) { return std::getenv(name); });
    return place ? join(*place, timeout) : Processes();
}

int Processes::rank() const
{
    return m_group ? m_group->gloo->getRank() : 0;
}

int Processes::size() const
{
    return m_group ? m_group->gloo->getSize() : 1;
}

bool Processes::local() const
{
    return m_group && m_group->local;
}

void Processes::sum(at::Tensor tensor) const
{
    if (!m_group)
        return;
    guarded([&] {
        m_group->carry(tensor, [](c10d::Backend& backend, std::vector<at::Tensor>& list) {
            backend.allreduce(list)->wait();
        });
    });
}

void Processes::broadcast(at::Tensor tensor, int from) const
{
    if (!m_group)
        return;
    c10d::BroadcastOptions options;
    options.rootRank = from;
    guarded([&] {
        m_group->carry(tensor, [&](c10d::Backend& backend, std::vector<at::Tensor>& list) {
            backend.broadcast(list, options)->wait();
        });
    });
}

void Processes::sum(std::span<const at::Tensor> tensors) const
{
    if (m_group)
        together(tensors, [&](const at::Tensor& flat) { sum(flat); });
}

void Processes::broadcast(std::span<const at::Tensor> tensors, int from) const
{
    if (m_group)
        together(tensors, [&](const at::Tensor& flat) { broadcast(flat, from); });
}

bool Processes::all(bool yes) const
{
    const at::Tensor no = at::full({1}, yes ? 0.0 : 1.0);
    sum(no);
    return no.item<float>() == 0;
}

std::vector<std::string> Processes::gather(const std::string& mine) const
{
    const at::Tensor lengths = at::zeros({size()}, at::kLong);
    lengths[rank()] = static_cast<std::int64_t>(mine.size());
    sum(lengths);
    // Each fills its own row; the others' zeros add nothing to it.
    const at::Tensor rows = at::zeros({size(), lengths.max().item<std::int64_t>()}, at::kByte);
    std::copy(mine.begin(), mine.end(), rows[rank()].mutable_data_ptr<std::uint8_t>());
    if (rows.numel() > 0)
        sum(rows);
    std::vector<std::string> all;
    for (std::int64_t i = 0; i < size(); ++i) {
        const auto* begin = rows.const_data_ptr<std::uint8_t>() + i * rows.size(1);
        all.emplace_back(begin, begin + lengths[i].item<std::int64_t>());
    }
    return all;
}

} // namespace steplight
