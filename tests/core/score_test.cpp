// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include "engine/core/error.h"
#include "engine/core/score.h"
#include "tests/core/checkpoint.h"

using namespace steplight;
using namespace fixture;

namespace {

class Parity : public testing::TestWithParam<const char*>
{
};

} // namespace

TEST_P(Parity, PatchesAreTransformersToTheLastBit)
{
    const Checkpoint c(GetParam());
    int seen = 0;
    for (const Json& test : casesOf(GetParam()))
        for (std::size_t i = 0; i < test.at("pictures").size(); ++i, ++seen)
            EXPECT_EQ(fixture::fnv(c.patches(test["pictures"][i])), test["patches"][i])
                << test["name"];
    EXPECT_GE(seen, 8);
}

TEST_P(Parity, EveryStepIsWithin1e5OfTransformers)
{
    const Checkpoint c(GetParam());
    const Json cases = casesOf(GetParam());
    double most = 0;
    std::size_t steps = 0;
    for (const Json& test : cases) {
        const auto expected = test.at("plus").get<std::vector<double>>();
        const double d = worst(c.plus(inputOf(c, test), test.at("pair")), expected);
        EXPECT_LE(d, 1e-5) << test["name"];
        most = std::max(most, d);
        steps += expected.size();
    }
    EXPECT_GE(steps, 50u);
    std::cout << GetParam() << ": max |dP(+)| " << most << " over " << cases.size() << " traces, "
              << steps << " steps\n";
    RecordProperty("max_dp", std::to_string(most));
}

TEST_P(Parity, OnePassEqualsStepByStep)
{
    const Checkpoint c(GetParam());
    double most = 0, mostReference = 0;
    for (const Json& test : casesOf(GetParam())) {
        const ScoreInput whole = inputOf(c, test);
        const auto onePass = c.plus(whole, test.at("pair"));
        most = std::max(most, worst(onePass, plusByStep(c, whole, test.at("pair"))));
        mostReference = std::max(
            mostReference, worst(onePass, test.at("plus_by_step").get<std::vector<double>>()));
    }
    EXPECT_LE(most, 1e-6);
    EXPECT_LE(mostReference, 1e-5);
    std::cout << GetParam() << ": one pass against step by step " << most
              << ", against the reference's " << mostReference << "\n";
    RecordProperty("max_dp_by_step", std::to_string(most));
}

INSTANTIATE_TEST_SUITE_P(Checkpoints, Parity, testing::Values("tiny-old", "tiny-new"),
                         [](const auto& p) {
                             return std::string(p.param) == "tiny-old" ? "old" : "fresh";
                         });

TEST(Score, EqualsTransformers554)
{
    const Checkpoint c("tiny-new");
    const Json expected = fixture::readJson("newest.json").at("plus");
    ASSERT_GE(expected.size(), 8u);
    double most = 0;
    for (const Json& test : casesOf("tiny-new"))
        most = std::max(
            most,
            worst(c.plus(inputOf(c, test), test.at("pair")),
                  expected.at(test.at("name").get<std::string>()).get<std::vector<double>>()));
    std::cout << "max |dP(+)| against transformers 5.5.4: " << most << "\n";
    EXPECT_LE(most, 1e-5);
}

TEST(Score, LaterStepsDoNotChangeEarlierOnes)
{
    const Checkpoint c("tiny-old");
    const Json test = casesOf("tiny-old").at(1);
    ScoreInput in = inputOf(c, test);
    const auto before = c.plus(in, test.at("pair"));
    in.ids[in.ids.size() - 6] = 1;
    const auto after = c.plus(in, test.at("pair"));
    EXPECT_LE(std::fabs(before[0] - after[0]), 1e-7);
}

TEST(Score, PicturesMatter)
{
    const Checkpoint c("tiny-old");
    const Json test = casesOf("tiny-old").at(1);
    ScoreInput in = inputOf(c, test);
    const auto before = c.plus(in, test.at("pair"));
    in.patches = in.patches + 0.5;
    EXPECT_GT(worst(before, c.plus(in, test.at("pair"))), 1e-4);
}

TEST(Score, StopsWhenAsked)
{
    const Checkpoint c("tiny-old");
    std::stop_source stop;
    stop.request_stop();
    for (const Json& test : casesOf("tiny-old"))
        try {
            scoreMargins(c.model, inputOf(c, test), 10, 12, stop.get_token());
            ADD_FAILURE();
        } catch (const EngineError& e) {
            EXPECT_EQ(e.code(), "cancelled");
        }
}

TEST(Score, SaysWhenTheWeightsGiveNoNumber)
{
    Checkpoint c("tiny-old");
    const Json test = casesOf("tiny-old").at(0);
    c.model.text.layers[1].gateUpW[5][3] = std::nan("");
    try {
        scoreMargins(c.model, inputOf(c, test), 10, 12);
        ADD_FAILURE();
    } catch (const EngineError& e) {
        EXPECT_EQ(e.code(), "weights");
        EXPECT_NE(std::string(e.what()).find("model.layers.1.mlp.gate_proj.weight holds"),
                  std::string::npos)
            << e.what();
    }
}
