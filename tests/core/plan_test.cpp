// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "engine/core/sequence.h"
#include "engine/core/vision.h"
#include "tests/core/pictures.h"

using namespace steplight;

namespace {

std::vector<Grid> grids(const fixture::Json& list)
{
    std::vector<Grid> out;
    for (const auto& g : list)
        out.push_back({g[0], g[1], g[2]});
    return out;
}

std::vector<std::int64_t> expand(const fixture::Json& runs)
{
    std::vector<std::int64_t> ids;
    for (const auto& run : runs)
        ids.insert(ids.end(), run[1].get<std::size_t>(), run[0].get<std::int64_t>());
    return ids;
}

Config tinyConfig()
{
    return readConfig(fixture::folder() / "tiny-old");
}

} // namespace

TEST(VisionPlan, EqualsTransformers)
{
    const Config config = tinyConfig();
    const auto plans = fixture::readJson("pixels.json").at("plans");
    ASSERT_EQ(plans.size(), 200u);
    for (const auto& p : plans) {
        const VisionPlan plan = planVision(config.vision, grids(p.at("grids")));
        EXPECT_EQ(fixture::fnv(plan.window), p.at("window"));
        EXPECT_EQ(fixture::fnv(plan.inverse), p.at("inverse"));
        EXPECT_EQ(fixture::fnv(plan.pos), p.at("patch_pos"));
        EXPECT_EQ(fixture::fnv(plan.windowSizes.data(), plan.windowSizes.size() * 8),
                  p.at("windows_hash"));
        EXPECT_EQ(fixture::fnv(plan.fullSizes.data(), plan.fullSizes.size() * 8),
                  p.at("frames_hash"));
        if (!p.at("windows").is_null()) {
            EXPECT_EQ(plan.windowSizes, p.at("windows").get<std::vector<std::int64_t>>());
        }
    }
}

TEST(Sequence, PositionsAndImageRowsEqualTransformers)
{
    const Config config = tinyConfig();
    const auto plans = fixture::readJson("pixels.json").at("plans");
    for (const auto& p : plans) {
        const auto ids = expand(p.at("ids"));
        const Sequence s = layOut(config, ids, grids(p.at("grids")));
        EXPECT_EQ(fixture::fnv(s.pos), p.at("mrope"));
        EXPECT_EQ(fixture::fnv(s.imageRows), p.at("rows"));
    }
}

// transformers 5.3.0 to 5.5.3 multiply the time at which an image begins by tokens_per_second, 2
// here (huggingface/transformers, issue 45325). No fixture may come from there.
TEST(Sequence, AnImageBehindTextIsNotWhereTransformers530PutsIt)
{
    const Config config = tinyConfig();
    const auto plans = fixture::readJson("pixels.json").at("plans");
    for (const auto& p : plans) {
        const auto ids = expand(p.at("ids"));
        const Sequence s = layOut(config, ids, grids(p.at("grids")));
        const at::Tensor wrong = s.pos.clone();
        const at::Tensor time = wrong[0].index_select(0, s.imageRows);
        ASSERT_GT(time.min().item<std::int64_t>(), 0);
        wrong[0].index_copy_(0, s.imageRows, 2 * time);
        EXPECT_NE(fixture::fnv(wrong), p.at("mrope"));
        // An image's time is the row and the column of its first token.
        const auto first = s.pos.index_select(1, s.imageRows.narrow(0, 0, 1));
        EXPECT_TRUE(at::equal(first[0], first[1]) && at::equal(first[0], first[2]));
    }
}

TEST(Sequence, TextAfterAnImageGoesOnFromItsLongerSide)
{
    const Config config = tinyConfig();
    const std::int64_t pad = config.imageToken;
    const std::vector<std::int64_t> ids{1, pad, pad, pad, 2};
    const std::vector<Grid> one{{1, 2, 6}};
    const Sequence s = layOut(config, ids, one);
    EXPECT_TRUE(at::equal(
        s.pos, at::tensor({0, 1, 1, 1, 4, 0, 1, 1, 1, 4, 0, 1, 2, 3, 4}, at::kLong).view({3, 5})));
    EXPECT_TRUE(at::equal(s.imageRows, at::tensor({1, 2, 3}, at::kLong)));
}

TEST(Sequence, RefusesTokensThatDoNotFitTheImages)
{
    const Config config = tinyConfig();
    const std::int64_t pad = config.imageToken;
    const std::vector<Grid> one{{1, 2, 4}};
    const auto run = [&](std::vector<std::int64_t> ids, std::vector<Grid> g) {
        layOut(config, ids, g);
    };
    EXPECT_NO_THROW(run({1, pad, pad, 2}, one));
    EXPECT_THROW(run({1, pad, 2}, one), EngineError);
    EXPECT_THROW(run({1, pad}, one), EngineError);
    EXPECT_THROW(run({1, pad, pad, pad, 2}, one), EngineError);
    EXPECT_THROW(run({1, 2}, one), EngineError);
    EXPECT_THROW(run({1, pad, pad}, {}), EngineError);
    EXPECT_THROW(run({1, config.videoToken}, {}), EngineError);
    EXPECT_THROW(run({-1}, {}), EngineError);
    EXPECT_THROW(run({config.text.vocab}, {}), EngineError);
}
