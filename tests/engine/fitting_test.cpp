// SPDX-License-Identifier: GPL-3.0-or-later
// Scoring with an allocator that refuses large pieces, as a full GPU does.
#include <gtest/gtest.h>

#include <c10/core/CPUAllocator.h>
#include <c10/util/Exception.h>

#include <limits>

#include "engine/core/error.h"
#include "engine/prm/fitting.h"
#include "tests/core/checkpoint.h"

using namespace steplight;

namespace {

class Limited final : public c10::Allocator
{
public:
    std::size_t most = std::numeric_limits<std::size_t>::max(), largest = 0;
    int refused = 0;

    c10::DataPtr allocate(std::size_t bytes) override
    {
        refused += bytes > most;
        TORCH_CHECK_WITH(OutOfMemoryError, bytes <= most, "this piece is too large");
        largest = std::max(largest, bytes);
        return c10::GetDefaultCPUAllocator()->allocate(bytes);
    }
    c10::DeleterFnPtr raw_deleter() const override
    {
        return c10::GetDefaultCPUAllocator()->raw_deleter();
    }
    void copy_data(void* to, const void* from, std::size_t bytes) const override
    {
        default_copy_data(to, from, bytes);
    }
};

// LibTorch's allocator for the rest of the program.
Limited& allocator()
{
    static Limited limited;
    c10::SetCPUAllocator(&limited, 1);
    return limited;
}

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
    Limited& memory = allocator();
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

TEST(Fitting, WhatNeverFitsIsRefusedWithASentence)
{
    const Batch batch;
    Limited& memory = allocator();
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
