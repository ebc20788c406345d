// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "engine/core/error.h"
#include "engine/core/train.h"
#include "tests/core/curve.h"

using namespace steplight;
using fixture::Json;

TEST(Train, CurvesEqualAPlainLoopOfTransformers)
{
    for (const Json& test : fixture::training().at("curves")) {
        if (test.at("lora"))
            continue;
        const Model model = fixture::loadTiny(test.at("model"));
        AdamW a = adamW(chooseTrainable(model, {}), fixture::adamWOf(test));
        fixture::expectCurve(test, model, a);
        fixture::expectWeights(test, checkpointTensors(model));
    }
}

TEST(Train, AStepWithoutAFiniteGradientIsSkipped)
{
    const Model model = fixture::loadTiny("tiny-new");
    AdamW a = adamW(chooseTrainable(model, {}));
    std::vector<Batch> batches{fixture::batchOf(model, "tiny-new", {"one image"}, "hard", false)};
    const at::Tensor before = model.text.embed.detach().clone();
    batches[0].images[0][0] = std::nan("");
    const StepResult bad = trainStep(model, a, batches, {}, 1e-3);
    EXPECT_TRUE(bad.skipped);
    EXPECT_EQ(a.updates, 0);
    EXPECT_TRUE(at::equal(before, model.text.embed));
    batches[0].images[0][0] = 0;
    EXPECT_FALSE(trainStep(model, a, batches, {}, 1e-3).skipped);
    EXPECT_EQ(a.updates, 1);
    EXPECT_FALSE(at::equal(before, model.text.embed));
}

TEST(Train, HowBatchesAreCutDoesNotMatter)
{
    const auto after = [](const std::vector<std::vector<std::string>>& cut) {
        const Model model = fixture::loadTiny("tiny-new");
        AdamW a = adamW(chooseTrainable(model, {}));
        std::vector<Batch> batches;
        for (const auto& names : cut)
            batches.push_back(fixture::batchOf(model, "tiny-new", names, "soft", false));
        return trainStep(model, a, batches, {}, 1e-3);
    };
    const StepResult one = after({{"one image", "many steps", "wide"}});
    EXPECT_GT(one.tokens, 0);
    for (const StepResult& other : {after({{"one image"}, {"many steps"}, {"wide"}}),
                                    after({{"wide"}, {"many steps", "one image"}})}) {
        EXPECT_NEAR(other.norm, one.norm, 2e-6 * one.norm);
        EXPECT_EQ(other.tokens, one.tokens);
    }
}

TEST(Train, AStepWhoseLabelsWeighNothingIsSkipped)
{
    const Model model = fixture::loadTiny("tiny-new");
    AdamW a = adamW(chooseTrainable(model, {}));
    std::vector<Batch> batches{fixture::batchOf(model, "tiny-new", {"text only"}, "hard", false)};
    batches[0].labels.weight.zero_();
    const at::Tensor before = model.text.embed.detach().clone();
    EXPECT_TRUE(trainStep(model, a, batches, {}, 1e-3).skipped);
    EXPECT_TRUE(at::equal(before, model.text.embed));
}

TEST(Train, TheMergerAloneLearnsNothingWithoutPictures)
{
    const Model model = fixture::loadTiny("tiny-new");
    AdamW a = adamW(chooseTrainable(model, {false, false, true}));
    const std::vector<Batch> batches{
        fixture::batchOf(model, "tiny-new", {"text only"}, "hard", true)};
    for (const std::size_t kept : {std::size_t(1), allLayers})
        EXPECT_EQ(trainStep(model, a, batches, {{LossOver::pair, kept}}, 1e-3).norm, 0);
}

TEST(Train, AnEpochVisitsAllInAnOrderOfItsOwn)
{
    auto order = epochOrder(100, 7, 0);
    EXPECT_EQ(order, epochOrder(100, 7, 0));
    EXPECT_NE(order, epochOrder(100, 7, 1));
    EXPECT_NE(order, epochOrder(100, 8, 0));
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < order.size(); ++i)
        EXPECT_EQ(order[i], i);
}
