// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <map>

#include <spawn.h>
#include <sys/wait.h>

#include "engine/core/checkpoint.h"
#include "engine/core/error.h"
#include "tests/core/free_port.h"
#include "tests/core/training.h"

using namespace steplight;
namespace fs = std::filesystem;

namespace {

std::optional<ProcessPlace> placeIn(const std::map<std::string, std::string>& environment)
{
    return readPlace([&](const char* name) -> const char* {
        const auto it = environment.find(name);
        return it == environment.end() ? nullptr : it->second.c_str();
    });
}

pid_t start(const std::vector<std::string>& arguments, const std::vector<std::string>& environment)
{
    std::vector<std::string> words{STEPLIGHT_BIN "/train_process"}, settings{"OMP_NUM_THREADS=1"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    settings.insert(settings.end(), environment.begin(), environment.end());
    std::vector<char*> argv, envp;
    for (std::string& w : words)
        argv.push_back(w.data());
    for (std::string& s : settings)
        envp.push_back(s.data());
    argv.push_back(nullptr);
    envp.push_back(nullptr);
    pid_t pid = -1;
    EXPECT_EQ(::posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), envp.data()), 0);
    return pid;
}

// Exit codes, by rank; 128 + signal for the killed.
std::vector<int> train(const std::vector<std::string>& arguments, int size)
{
    const std::string port = std::to_string(fixture::freePort());
    std::vector<pid_t> pids;
    for (int rank = 0; rank < size; ++rank)
        pids.push_back(
            start(arguments, {"RANK=" + std::to_string(rank), "WORLD_SIZE=" + std::to_string(size),
                              "MASTER_ADDR=127.0.0.1", "MASTER_PORT=" + port}));
    std::vector<int> codes;
    for (const pid_t pid : pids) {
        int status = 0;
        ::waitpid(pid, &status, 0);
        codes.push_back(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
    }
    return codes;
}

// ‖a - b‖ / ‖a‖, of all tensors as one vector and of the worst one alone.
struct Difference {
    double all = 0;
    double worst = 0;
    double worstStepped = 0; // among those that isStepped names
};

// Where the rounding of sums in another order shows most, because AdamW divides a gradient by its
// own size: a key's bias moves all scores of a query nearly alike, so that most of its gradient
// cancels, and lora_B, which begins at 0, is nothing but such steps.
bool isStepped(const std::string& name)
{
    return name.ends_with("k_proj.bias") || name.find("lora_B") != name.npos;
}

Difference difference(const SafeTensors& a, const SafeTensors& b)
{
    double off = 0, size = 0;
    Difference d;
    for (const auto& [name, info] : b.tensors()) {
        const at::Tensor x = toTensor(a.tensors().at(name), at::kDouble);
        const at::Tensor y = toTensor(info, at::kDouble);
        const double one = (x - y).norm().item<double>(), norm = x.norm().item<double>();
        off += one * one;
        size += norm * norm;
        double& worst = isStepped(name) ? d.worstStepped : d.worst;
        worst = std::max(worst, one / std::max(norm, 1e-3));
    }
    d.all = std::sqrt(off / size);
    return d;
}

void expectSameBits(const SafeTensors& a, const SafeTensors& b)
{
    ASSERT_EQ(a.tensors().size(), b.tensors().size());
    for (const auto& [name, info] : a.tensors())
        EXPECT_TRUE(std::ranges::equal(info.data, b.tensors().at(name).data)) << name;
}

} // namespace

class Trained : public testing::TestWithParam<const char*>
{
protected:
    // The checkpoint that `size` processes leave after `steps`.
    fs::path train(int steps, const fixture::TempFolder& folder, int size) const
    {
        EXPECT_EQ(::train({std::to_string(steps), folder.path().string(), GetParam()}, size),
                  std::vector<int>(static_cast<std::size_t>(size)));
        return *newestCheckpoint(folder.path());
    }
    bool lora() const { return std::string(GetParam()) == "lora"; }
    SafeTensors weights(const fs::path& checkpoint) const
    {
        return lora() ? SafeTensors::openFile(checkpoint / "adapter_model.safetensors")
                      : SafeTensors::openFolder(checkpoint);
    }
    const fixture::TempFolder m_one, m_two;
};

TEST_P(Trained, TwoWithHalfTheBatchesEachEqualOne)
{
    const fs::path a = train(5, m_one, 1), b = train(5, m_two, 2);
    const Difference off = difference(weights(a), weights(b));
    EXPECT_LE(off.all, 1e-6);
    EXPECT_LE(off.worst, 1e-6);
    EXPECT_LE(off.worstStepped, 5e-6); // 2.0e-6 here

    // The optimiser's state is cut into two that share nothing, and one process goes on with both.
    const SafeTensors first = SafeTensors::openFile(b / "optimiser-0.safetensors"),
                      second = SafeTensors::openFile(b / "optimiser-1.safetensors"),
                      whole = SafeTensors::openFile(a / "optimiser-0.safetensors");
    EXPECT_EQ(first.tensors().size() + second.tensors().size(), whole.tensors().size());
    std::int64_t elements[2] = {0, 0};
    for (const auto& [name, info] : first.tensors()) {
        EXPECT_FALSE(second.tensors().contains(name));
        elements[0] += elementsOf(info);
    }
    for (const auto& [name, info] : second.tensors())
        elements[1] += elementsOf(info);
    EXPECT_NEAR(static_cast<double>(elements[0]) / static_cast<double>(elements[1]), 1, 0.1);
    const double moments = std::max(difference(whole, first).all, difference(whole, second).all);
    EXPECT_LE(moments, 2e-6); // squares: twice the gradients' relative error
    EXPECT_NE(train(6, m_two, 1), b);
    std::cout << GetParam() << ": two processes against one: weights off by " << off.all
              << ", the worst " << off.worst << " or " << off.worstStepped << "; moments by "
              << moments << "\n";
}

TEST_P(Trained, TwoGoOnToTheBit)
{
    const fs::path straight = train(4, m_one, 2);
    train(2, m_two, 2);
    const fs::path resumed = train(4, m_two, 2);
    expectSameBits(weights(straight), weights(resumed));
    for (const char* file : {"optimiser-0.safetensors", "optimiser-1.safetensors"})
        expectSameBits(SafeTensors::openFile(straight / file),
                       SafeTensors::openFile(resumed / file));
}

INSTANTIATE_TEST_SUITE_P(Kinds, Trained, testing::Values("whole", "lora"),
                         [](const auto& p) { return std::string(p.param); });

TEST(Processes, AKilledOneMakesTheOthersStop)
{
    const fixture::TempFolder folder;
    const auto before = std::chrono::steady_clock::now();
    const auto codes = train({"50", folder.path().string(), "whole", "1"}, 2);
    EXPECT_EQ(codes, (std::vector<int>{3, 128 + 9}));
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(30));
    EXPECT_FALSE(newestCheckpoint(folder.path()));
}

TEST(Processes, PlaceIsReadFromTorchrunAndSlurm)
{
    EXPECT_FALSE(placeIn({}));
    auto place = placeIn({{"RANK", "3"},
                          {"WORLD_SIZE", "8"},
                          {"MASTER_ADDR", "host"},
                          {"MASTER_PORT", "29500"},
                          {"SLURM_PROCID", "5"},
                          {"SLURM_NTASKS", "6"}});
    ASSERT_TRUE(place);
    EXPECT_EQ(place->rank, 3);
    EXPECT_EQ(place->size, 8);
    EXPECT_EQ(place->address, "host");
    EXPECT_EQ(place->port, 29500);
    place = placeIn({{"RANK", "1"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "/run/file"}});
    ASSERT_TRUE(place);
    EXPECT_EQ(place->address, "/run/file");
    for (const auto& [list, host] : std::map<std::string, std::string>{
             {"node[03-05,9],other", "node03"}, {"a,b", "a"}, {"solo", "solo"}, {"g[7]", "g7"}}) {
        place = placeIn({{"SLURM_PROCID", "1"},
                         {"SLURM_NTASKS", "2"},
                         {"SLURM_JOB_ID", "123456"},
                         {"SLURM_JOB_NODELIST", list}});
        ASSERT_TRUE(place);
        EXPECT_EQ(place->address, host);
        EXPECT_EQ(place->port, 20000 + 123456 % 20000);
        EXPECT_EQ(place->rank, 1);
    }
}

TEST(Processes, HalfAPlaceIsRefused)
{
    const std::map<std::string, std::string> good{
        {"RANK", "1"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "h"}, {"MASTER_PORT", "1"}};
    EXPECT_TRUE(placeIn(good));
    for (const auto& [name, value] : good) {
        auto bad = good;
        bad.erase(name);
        EXPECT_THROW(placeIn(bad), EngineError) << name;
        bad[name] = name == "MASTER_ADDR" ? "" : "x1";
        EXPECT_THROW(placeIn(bad), EngineError) << name;
    }
    auto bad = good;
    bad["RANK"] = "2";
    EXPECT_THROW(placeIn(bad), EngineError);
}

TEST(Processes, OneAloneDoesNothing)
{
    const Processes alone;
    EXPECT_EQ(alone.size(), 1);
    EXPECT_FALSE(alone.local());
    const at::Tensor x = at::ones({3});
    alone.sum(x);
    EXPECT_TRUE(at::equal(x, at::ones({3})));
    EXPECT_TRUE(alone.all(true));
    EXPECT_FALSE(alone.all(false));
}
