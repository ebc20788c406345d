// SPDX-License-Identifier: GPL-3.0-or-later
// Scoring with an allocator that refuses large pieces, as a full GPU does.
#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "engine/prm/fitting.h"
#include "engine/prm/memory.h"
#include "tests/core/checkpoint.h"
#include "tests/engine/limited_memory.h"

#include <utility>

using namespace steplight;
using steplight::test::LimitedMemory;
using steplight::test::limitedMemory;

namespace {

// A trace without images, and others that share no beginning with it.
struct Batch {
    fixture::Checkpoint checkpoint{"tiny-old"};
    std::vector<ScoreInput> inputs;

    Batch()
    {
        for (const fixture::Json& test : fixture::casesOf("tiny-old"))
            if (test.at("pictures").empty())
                inputs.assign(4, fixture::inputOf(checkpoint, test));
        for (std::size_t i = 0; i < inputs.size(); ++i)
            inputs[i].ids[0] = 200 + static_cast<std::int64_t>(i);
    }
    auto score(std::size_t count) const
    {
        return scoreFitting(checkpoint.model, std::span(inputs).first(count), 10, 12);
    }
};

} // namespace

TEST(Fitting, ABatchThatDoesNotFitIsTakenInTwoHalves)
{
    const Batch batch;
    ASSERT_EQ(batch.inputs.size(), 4u);
    LimitedMemory& memory = limitedMemory();
    memory.largest = 0;
    const auto whole = batch.score(4);
    memory.most = memory.largest - 1;
    memory.refused = 0;
    const auto halves = batch.score(4);
    memory.most = std::numeric_limits<std::size_t>::max();
    EXPECT_EQ(memory.refused, 1);
    ASSERT_EQ(halves.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        ASSERT_EQ(halves[i].size(), whole[i].size());
        for (std::size_t j = 0; j < whole[i].size(); ++j)
            EXPECT_NEAR(halves[i][j], whole[i][j], 1e-5);
    }
}

TEST(Fitting, APassCountsWhatItsTracesShareOnce)
{
    const Batch batch;
    const std::span<const ScoreInput> inputs(batch.inputs);
    const std::size_t each = inputs[0].ids.size();
    EXPECT_EQ(tokensOfPass(batch.checkpoint.model, inputs), 4 * each);
    std::vector<ScoreInput> alike(4, inputs[0]);
    alike[3].ids.back() = 7;
    EXPECT_EQ(tokensOfPass(batch.checkpoint.model, alike), each + 1);
}

TEST(Fitting, ABatchIsPlannedByAllItsTokens)
{
    Batch batch;
    batch.inputs.resize(160, batch.inputs.front());
    for (std::size_t i = 0; i < batch.inputs.size(); ++i)
        batch.inputs[i].ids[0] = 200 + static_cast<std::int64_t>(i);
    LimitedMemory& memory = limitedMemory();
    memory.largest = 0;
    batch.score(160);
    const std::size_t whole = std::exchange(memory.largest, 0);
    const auto tokens =
        static_cast<std::int64_t>(tokensOfPass(batch.checkpoint.model, batch.inputs));
    const std::int64_t needed = bytesOfPass(batch.checkpoint.model.config.text, tokens, 4);
    const test::AddressLimit limit(memoryReserve + needed * 3 / 4);
    try {
        EXPECT_EQ(batch.score(160).size(), 160u);
    } catch (const EngineError& error) { // addresses of the first half may still be held
        EXPECT_EQ(error.code(), "memory");
        EXPECT_NE(std::string(error.what()).find("80 traces"), std::string::npos);
    }
    EXPECT_GT(memory.largest, 0u);
    EXPECT_LT(memory.largest, whole * 3 / 4) << "in two halves, though no trace is too long";
}

TEST(Fitting, WhatNeverFitsIsRefusedWithASentence)
{
    const Batch batch;
    LimitedMemory& memory = limitedMemory();
    memory.most = 4096;
    memory.refused = 0;
    try {
        batch.score(1);
        ADD_FAILURE() << "nothing was thrown";
    } catch (const EngineError& error) {
        memory.most = std::numeric_limits<std::size_t>::max();
        EXPECT_EQ(error.code(), "memory");
        EXPECT_NE(std::string(error.what()).find("are free"), std::string::npos);
        std::cout << "    " << error.what() << '\n';
    }
    memory.most = std::numeric_limits<std::size_t>::max();
    EXPECT_EQ(memory.refused, 2); // once, and once more
    EXPECT_EQ(batch.score(1).size(), 1u);
}

TEST(Memory, AModelTooLargeForFloat32IsReadAsBfloat16OnACpu)
{
    const Config config = fixture::Checkpoint("tiny-old").model.config;
    const std::int64_t there = memoryThere();
    ASSERT_GT(there, 0);
    const auto typeOf = [&](std::int64_t parameters) {
        return planUse(config, parameters, 7056, "cpu").where.dtype().toScalarType();
    };
    EXPECT_EQ(typeOf(there / 8), at::kFloat);
    EXPECT_EQ(typeOf(there / 3), at::kBFloat16); // 4.4 bytes each are too many, 2.2 are not
    EXPECT_EQ(typeOf(there), at::kFloat) << "refused as it is";
    EXPECT_FALSE(planMemory(config, there / 3, 7056, at::kFloat).fits()) << "a training";
}
