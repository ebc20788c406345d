// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/core/error.h"
#include "tests/core/training.h"

using namespace steplight;
using fixture::Json;
using Ids = std::vector<std::int64_t>;

namespace {

TurnMarks marksOf(const std::string& model)
{
    const Json& m = fixture::training().at("marks").at(model);
    return {m.at("open"), m.at("close")};
}

// Token ids of Qwen2.5-VL.
const TurnMarks qwen{{151644, 77091, 198}, {151645, 198}};
constexpr TokenPair qwenPair{10, 12};

} // namespace

TEST(Labels, StructureFindsOnePlaceAStep)
{
    const Json cases = fixture::readJson("cases.json").at("cases");
    for (const Json& test : cases) {
        const TokenPair pair{test.at("pair")[0], test.at("pair")[1]};
        Ids rows = structureLabels(test.at("ids").get<Ids>(), marksOf(test.at("model")), pair);
        for (std::int64_t& place : rows)
            --place;
        EXPECT_EQ(rows, test.at("rows").get<Ids>()) << test.at("name");
    }
}

TEST(Labels, StructureIsNotFooledByBulletsSumsAndHalfTurns)
{
    std::mt19937 random(5);
    const Ids noise{10, 12, 10, 198, 12, 151645, 77091, 87, 16, 151644, 872};
    for (int round = 0; round < 200; ++round) {
        Ids ids, expected;
        const auto chatter = [&](std::size_t count) {
            for (std::size_t i = 0; i < count; ++i) {
                ids.push_back(noise[random() % noise.size()]);
                // No whole opening by chance: that would be a turn.
                if (ids.size() > 2 && ids.back() == 198 && ids[ids.size() - 2] == 77091)
                    ids.back() = 10;
            }
            ids.push_back(11);
        };
        for (int step = 0; step < 5; ++step) {
            chatter(random() % 40);
            ids.insert(ids.end(), qwen.open.begin(), qwen.open.end());
            expected.push_back(static_cast<std::int64_t>(ids.size()));
            ids.push_back(random() % 2 ? 10 : 12);
            ids.insert(ids.end(), qwen.close.begin(), qwen.close.end());
        }
        chatter(10);
        ids.insert(ids.end(), qwen.open.begin(), qwen.open.end());
        ids.push_back(10); // an answer that goes on is no verdict
        ids.push_back(11);
        EXPECT_EQ(structureLabels(ids, qwen, qwenPair), expected);
    }
    EXPECT_TRUE(structureLabels(Ids{}, qwen, qwenPair).empty());
    EXPECT_TRUE(structureLabels(Ids{151644, 77091, 198, 10}, qwen, qwenPair).empty());
}

TEST(Labels, ReferenceEqualsThePublishedTrainersMask)
{
    std::size_t more = 0;
    for (const Json& mask : fixture::training().at("masks")) {
        const Json test = fixture::caseOf(mask.at("model"), mask.at("name"));
        const auto places =
            referenceLabels(test.at("ids").get<Ids>(), {test.at("pair")[0], test.at("pair")[1]});
        EXPECT_EQ(places, mask.at("reference").get<Ids>());
        more += places.size() > test.at("rows").size();
    }
    EXPECT_GT(more, 0u); // the prompts do hold bullets
}

TEST(Labels, ATurnLearnsItsEndAndNothingOutside)
{
    const Ids ids{151644, 872, 198, 5,      151645, 198, 151644, 77091,  198,   6,   7, 151645,
                  198,    8,   10,  151644, 872,    198, 9,      151644, 77091, 198, 1};
    EXPECT_EQ(turnLabels(ids, qwen), (Ids{9, 10, 11, 22}));
    const Labels l = tokenLabels(turnLabels(ids, qwen), ids);
    EXPECT_TRUE(at::equal(l.first, at::tensor({6, 7, 151645, 1}, at::kLong)));
    EXPECT_TRUE(at::equal(l.rows, at::tensor({8, 9, 10, 21}, at::kLong)));
}

TEST(Labels, WeightsMultiplyAndBalanceEvensTheClasses)
{
    const Ids places{3, 5, 8, 9};
    Labels l = pairLabels(places, std::vector<double>{1, 1, 1, 0}, qwenPair);
    l.perception[1] = true;
    const LabelWeights even = balance(3, 1);
    EXPECT_NEAR(even.plus * 3, even.minus * 1, 1e-12);
    EXPECT_NEAR(even.plus * 3 + even.minus, 4, 1e-12);
    weigh(l, {even.plus, even.minus, 2});
    EXPECT_TRUE(at::allclose(l.weight, at::tensor({2 / 3.f, 4 / 3.f, 2 / 3.f, 2.f})));
    EXPECT_EQ(balance(3, 0).plus, 1);
}

TEST(Labels, RefusesWhatIsNoTarget)
{
    EXPECT_THROW(pairLabels(Ids{0}, std::vector<double>{1}, qwenPair), EngineError);
    EXPECT_THROW(pairLabels(Ids{4, 4}, std::vector<double>{1, 1}, qwenPair), EngineError);
    EXPECT_THROW(pairLabels(Ids{4}, std::vector<double>{1.5}, qwenPair), EngineError);
    EXPECT_THROW(pairLabels(Ids{4}, std::vector<double>{std::nan("")}, qwenPair), EngineError);
    EXPECT_THROW(pairLabels(Ids{4}, std::vector<double>{}, qwenPair), EngineError);
}
