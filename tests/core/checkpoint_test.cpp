// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <fstream>

#include "engine/core/checkpoint.h"
#include "engine/core/error.h"
#include "engine/core/lora.h"
#include "tests/core/curve.h"
#include "tests/core/full_disk.h"

using namespace steplight;
namespace fs = std::filesystem;

namespace {

// A training as a fresh process begins it.
struct Training {
    enum Kind { whole, half, tower, lora };

    explicit Training(Kind kind)
        : model(loadModel(readConfig(fixture::folder() / "tiny-old"),
                          SafeTensors::openFolder(fixture::folder() / "tiny-old"), {},
                          kind == half ? at::kBFloat16 : at::kFloat))
    {
        auto parameters = chooseTrainable(model, {kind != lora, kind == tower, kind != lora});
        if (kind == lora) {
            attachLora(model, {2, 4}, 1);
            parameters = loraParameters(model);
        }
        optimiser = adamW(std::move(parameters));
        for (const char* name : {"one image", "text only", "wide"})
            batches.push_back(fixture::batchOf(model, "tiny-old", {name}, "soft", kind != lora));
    }
    void run(std::int64_t steps)
    {
        for (; steps > 0; --steps, ++state.step) {
            const auto epoch = static_cast<std::uint64_t>(state.epoch);
            const auto order = epochOrder(batches.size(), state.seed, epoch);
            const Batch& batch = batches[order[static_cast<std::size_t>(state.cursor)]];
            trainStep(model, optimiser, {&batch, 1}, {}, cosineRate(state.step, 2, 20, 1e-2));
            if (++state.cursor == static_cast<std::int64_t>(batches.size())) {
                state.cursor = 0;
                ++state.epoch;
            }
        }
    }
    void save(const fs::path& folder) const { saveCheckpoint(folder, model, optimiser, state); }
    std::vector<NamedTensor> everything() const
    {
        auto all = checkpointTensors(model);
        for (const Parameter& p : loraParameters(model))
            all.push_back({p.name, p.tensor});
        const auto moments = stateOf(optimiser);
        all.insert(all.end(), moments.begin(), moments.end());
        return all;
    }

    Model model;
    AdamW optimiser;
    std::vector<Batch> batches;
    TrainState state{0, 0, 0, 0, 17, {}, {}};
};

void damage(const fs::path& file, std::int64_t at)
{
    std::fstream io(file, std::ios::in | std::ios::out | std::ios::binary);
    io.seekg(at);
    const char byte = static_cast<char>(io.get() ^ 1);
    io.seekp(at);
    io.put(byte);
}

class Resumed : public testing::TestWithParam<Training::Kind>
{
};

} // namespace

TEST_P(Resumed, GoesOnToTheBit)
{
    const fixture::TempFolder folder;
    Training straight(GetParam());
    straight.run(9);

    Training first(GetParam());
    first.run(4);
    first.save(folder.path());
    Training second(GetParam());
    second.state = resume(*newestCheckpoint(folder.path()), second.model, second.optimiser);
    EXPECT_EQ(second.state.step, 4);
    EXPECT_EQ(second.state.epoch, 1);
    EXPECT_EQ(second.state.cursor, 1);
    second.run(5);

    const auto left = straight.everything(), right = second.everything();
    ASSERT_EQ(left.size(), right.size());
    for (std::size_t i = 0; i < left.size(); ++i)
        EXPECT_TRUE(at::equal(left[i].tensor, right[i].tensor)) << left[i].name;
    EXPECT_EQ(straight.optimiser.updates, second.optimiser.updates);
    EXPECT_FALSE(
        at::equal(straight.optimiser.moments[0].m, Training(GetParam()).optimiser.moments[0].m));
}

INSTANTIATE_TEST_SUITE_P(Kinds, Resumed,
                         testing::Values(Training::whole, Training::half, Training::tower,
                                         Training::lora),
                         [](const auto& p) -> std::string {
                             return p.param == Training::whole   ? "whole"
                                    : p.param == Training::half  ? "half"
                                    : p.param == Training::tower ? "tower"
                                                                 : "lora";
                         });

TEST(Checkpoint, ADamagedOneIsRefusedAndTheOneBeforeUsed)
{
    for (const char* file : {"model.safetensors", "optimiser-0.safetensors", "state.json"})
        for (const bool cut : {true, false}) {
            const fixture::TempFolder folder;
            Training t(Training::whole);
            t.run(1);
            t.save(folder.path());
            const fs::path before = *newestCheckpoint(folder.path());
            t.run(1);
            t.save(folder.path());
            const fs::path last = *newestCheckpoint(folder.path());
            EXPECT_NE(before, last);
            const auto size = fs::file_size(last / file);
            if (cut)
                fs::resize_file(last / file, size - 20);
            else
                damage(last / file, 1); // for state.json: no JSON any more
            std::vector<std::string> refused;
            EXPECT_EQ(newestCheckpoint(folder.path(), &refused), before) << file;
            ASSERT_EQ(refused.size(), 1u);
            EXPECT_NE(refused[0].find(last.string()), std::string::npos);
        }
}

TEST(Checkpoint, OfATrainingThatBeganWithAnotherIsWhole)
{
    const fixture::TempFolder source, folder;
    fs::copy(fixture::folder() / "tiny-old", source.path(), fs::copy_options::recursive);
    std::ofstream(source.path() / "state.json") << "{\"step\": 750}\n";
    Training t(Training::whole);
    t.run(1);
    saveCheckpoint(folder.path(), t.model, t.optimiser, t.state, source.path());
    std::vector<std::string> refused;
    ASSERT_TRUE(newestCheckpoint(folder.path(), &refused)) << refused.at(0);
}

TEST(Checkpoint, AnEmptyFileBesideTheModelDoesNoHarm)
{
    const fixture::TempFolder source, folder;
    fs::copy(fixture::folder() / "tiny-old", source.path(), fs::copy_options::recursive);
    std::ofstream(source.path() / "notes.txt").flush();
    const Training t(Training::whole);
    saveCheckpoint(folder.path(), t.model, t.optimiser, t.state, source.path());
    EXPECT_TRUE(newestCheckpoint(folder.path()));
}

TEST(Checkpoint, DataIsCheckedToTheLastByte)
{
    const fixture::TempFolder folder;
    Training t(Training::lora);
    t.run(1);
    t.save(folder.path());
    const fs::path file = *newestCheckpoint(folder.path()) / "optimiser-0.safetensors";
    damage(file, static_cast<std::int64_t>(fs::file_size(file)) - 1);
    EXPECT_FALSE(newestCheckpoint(folder.path()));
}

TEST(Checkpoint, AFullDiskLeavesTheOneBefore)
{
    const fixture::TempFolder folder;
    Training t(Training::whole);
    t.run(1);
    t.save(folder.path());
    const fs::path before = *newestCheckpoint(folder.path());
    t.run(1);
    for (const rlim_t bytes : {1000, 100'000, 300'000}) { // in the model, or in the optimiser
        const fixture::FullDisk full(bytes);
        try {
            t.save(folder.path());
            ADD_FAILURE() << bytes;
        } catch (const EngineError& e) {
            EXPECT_EQ(e.code(), "disk");
        }
        EXPECT_EQ(newestCheckpoint(folder.path()), before);
        EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
    }
    t.save(folder.path());
    EXPECT_NE(newestCheckpoint(folder.path()), before);
}

TEST(Checkpoint, AKilledSaveIsNoCheckpoint)
{
    const fixture::TempFolder folder;
    Training t(Training::lora);
    t.save(folder.path());
    fs::rename(folder.path() / "step-00000000", folder.path() / "step-00000000.partial");
    EXPECT_FALSE(newestCheckpoint(folder.path()));
    t.save(folder.path());
    EXPECT_TRUE(newestCheckpoint(folder.path()));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
    EXPECT_FALSE(newestCheckpoint(folder.path() / "none"));
}

TEST(Checkpoint, TheBestAndTheLastTwoAreKept)
{
    const fixture::TempFolder folder;
    Training t(Training::lora);
    EXPECT_FALSE(bestCheckpoint(folder.path()));
    for (const double metric : {0.9, 0.3, 0.5, 0.4, 0.6}) {
        t.state.metric = metric;
        t.save(folder.path());
        ++t.state.step;
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 3);
    EXPECT_EQ(bestCheckpoint(folder.path())->filename(), "step-00000001");
    EXPECT_EQ(newestCheckpoint(folder.path())->filename(), "step-00000004");
}

TEST(Checkpoint, OfAnotherTrainingIsRefused)
{
    const fixture::TempFolder folder;
    Training t(Training::whole);
    t.save(folder.path());
    Training other(Training::half);
    EXPECT_THROW(resume(*newestCheckpoint(folder.path()), other.model, other.optimiser),
                 EngineError);
    Training adapter(Training::lora);
    EXPECT_THROW(resume(*newestCheckpoint(folder.path()), adapter.model, adapter.optimiser),
                 EngineError);
}
