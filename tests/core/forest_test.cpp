// SPDX-License-Identifier: GPL-3.0-or-later
// Trees and packs in one pass against each path alone (engine.md, (b) 8).
#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "engine/core/error.h"
#include "engine/core/forest.h"
#include "tests/core/checkpoint.h"

using namespace steplight;
using namespace fixture;

namespace {

using Ids = std::vector<std::int64_t>;

Config withoutImages()
{
    Config config;
    config.text.vocab = 100;
    config.imageToken = 90;
    config.videoToken = 91;
    return config;
}

Forest shareOf(const std::vector<Ids>& all, const std::vector<std::string>& keys = {})
{
    std::vector<Path> paths;
    for (std::size_t i = 0; i < all.size(); ++i)
        paths.push_back({all[i], {}, keys.empty() ? "" : keys[i]});
    return share(withoutImages(), paths);
}

// What one pass computes.
std::size_t tokensOf(const Forest& forest)
{
    std::size_t sum = 0;
    for (const Node& node : forest.nodes)
        sum += node.ids.size();
    return sum;
}

// Every path, read along its nodes.
std::vector<Ids> read(const Forest& forest)
{
    std::vector<Ids> all;
    for (const auto& chain : forest.chains) {
        all.emplace_back();
        for (const std::size_t node : chain)
            all.back().insert(all.back().end(), forest.nodes[node].ids.begin(),
                              forest.nodes[node].ids.end());
    }
    return all;
}

// Continuations of a scored case: `parents[i]` is what node i follows, -1 the prompt. One input a
// node, the path from the prompt to it, with one row a step.
std::vector<ScoreInput> continuations(const ScoreInput& prompt, const std::vector<int>& parents,
                                      std::mt19937& random)
{
    std::vector<ScoreInput> inputs;
    for (const int parent : parents) {
        ScoreInput input = parent < 0 ? prompt : inputs[static_cast<std::size_t>(parent)];
        const auto size = 1 + random() % 9;
        for (std::size_t k = 0; k < size; ++k)
            input.ids.push_back(static_cast<std::int64_t>(1 + random() % 200));
        input.rows.push_back(static_cast<std::int64_t>(input.ids.size()) - 1);
        inputs.push_back(std::move(input));
    }
    return inputs;
}

ScoreInput promptOf(const Checkpoint& c, std::size_t test)
{
    ScoreInput prompt = inputOf(c, casesOf(c.folder.filename()).at(test));
    prompt.imageKey = "picture " + std::to_string(test);
    return prompt;
}

double probability(double margin)
{
    return 1 / (1 + std::exp(-margin));
}

// The largest |dP| of all inputs in one pass against each alone.
double onePassAgainstAlone(const Checkpoint& c, const std::vector<ScoreInput>& inputs)
{
    const auto together = scoreMargins(c.model, inputs, 10, 12);
    EXPECT_EQ(together.size(), inputs.size());
    double most = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto alone = scoreMargins(c.model, inputs[i], 10, 12);
        EXPECT_EQ(together[i].size(), alone.size());
        for (std::size_t k = 0; k < alone.size(); ++k)
            most = std::max(most, std::fabs(probability(together[i][k]) - probability(alone[k])));
    }
    return most;
}

std::vector<int> shape(const std::string& name, int nodes, std::mt19937& random)
{
    std::vector<int> parents;
    for (int i = 0; i < nodes; ++i)
        parents.push_back(name == "chain" ? i - 1
                          : name == "star"
                              ? -1
                              : static_cast<int>(random() % static_cast<unsigned>(i + 1)) - 1);
    return parents;
}

} // namespace

TEST(Share, WhatIsAlikeIsThereOnce)
{
    const std::vector<Ids> paths{{1, 2, 3, 4}, {1, 2, 5}, {1, 2, 3, 6}, {1, 2, 3}, {7}};
    const Forest forest = shareOf(paths);
    EXPECT_EQ(read(forest), paths);
    EXPECT_EQ(tokensOf(forest), 7u); // 1 2 | 3 | 4 | 6 | 5 and 7
    EXPECT_EQ(forest.firstOfRoot.size(), 2u);
    for (std::size_t i = 0; i < forest.nodes.size(); ++i)
        EXPECT_LE(forest.nodes[i].parent, i);
    EXPECT_EQ(forest.row(0, 2), forest.row(3, 2));
    EXPECT_NE(forest.row(0, 3), forest.row(2, 3));
}

TEST(Share, EqualPathsAreOne)
{
    const Forest forest = shareOf({{1, 2}, {1, 2}});
    EXPECT_EQ(forest.nodes.size(), 1u);
    EXPECT_EQ(forest.row(0, 1), forest.row(1, 1));
}

TEST(Share, OtherImagesAreNotShared)
{
    EXPECT_EQ(shareOf({{1, 2}, {1, 2}}, {"a", "b"}).nodes.size(), 2u);
    // They differ before the image ends, so nothing of it can be common.
    const Forest forest = shareOf({{1, 90, 90, 2}, {3, 90, 90, 2}, {1, 90, 90, 4}});
    EXPECT_EQ(forest.firstOfRoot.size(), 2u);
    EXPECT_EQ(tokensOf(forest), 9u);
}

TEST(Share, RandomPathsReadBack)
{
    std::mt19937 random(5);
    for (int round = 0; round < 200; ++round) {
        std::vector<Ids> paths(1 + random() % 12);
        for (Ids& path : paths)
            for (std::size_t k = 0, size = 1 + random() % 8; k < size; ++k)
                path.push_back(static_cast<std::int64_t>(random() % 3));
        const Forest forest = shareOf(paths);
        ASSERT_EQ(read(forest), paths);
        for (const Node& node : forest.nodes)
            ASSERT_FALSE(node.ids.empty());
    }
}

TEST(Share, AnEmptyPathIsRefused)
{
    EXPECT_THROW(shareOf({{1}, {}}), EngineError);
}

// In double the two ways agree to the rounding of double, so they are the same mathematics; in
// float32 they differ by as much as either differs from transformers (8.9e-7 on these models).
TEST(Trees, EveryPathIsAsIfAlone)
{
    for (const char* name : {"tiny-old", "tiny-new"})
        for (const auto& [type, tolerance] : {std::pair{at::kDouble, 1e-12}, {at::kFloat, 2e-6}}) {
            std::mt19937 random(1);
            const Checkpoint c(name, type);
            double most = 0;
            for (const auto& [form, nodes] :
                 {std::pair{"chain", 12}, {"star", 30}, {"any", 1}, {"any", 40}, {"any", 200}}) {
                const ScoreInput prompt = promptOf(c, static_cast<std::size_t>(nodes) % 3);
                const auto inputs = continuations(prompt, shape(form, nodes, random), random);
                const double d = onePassAgainstAlone(c, inputs);
                EXPECT_LE(d, tolerance) << form << " of " << nodes;
                most = std::max(most, d);
            }
            std::cout << name << ", " << at::toString(type)
                      << ": trees in one pass against each path alone, max |dP(+)| " << most
                      << "\n";
        }
}

TEST(Trees, TheOrderOfSiblingsChangesNothing)
{
    std::mt19937 random(5);
    const Checkpoint c("tiny-old");
    auto inputs = continuations(promptOf(c, 1), shape("any", 25, random), random);
    const auto before = scoreMargins(c.model, inputs, 10, 12);
    std::reverse(inputs.begin(), inputs.end());
    const auto after = scoreMargins(c.model, inputs, 10, 12);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        EXPECT_EQ(before[i], after[inputs.size() - 1 - i]);
}

TEST(Packs, TracesOfManyQuestionsAreAsIfAlone)
{
    const Checkpoint c("tiny-new", at::kDouble);
    std::vector<ScoreInput> inputs;
    for (const Json& test : casesOf("tiny-new"))
        inputs.push_back(inputOf(c, test));
    for (std::size_t i = 0; i < 3; ++i) // the same picture under one key, and without any
        inputs.push_back(promptOf(c, i));
    EXPECT_LE(onePassAgainstAlone(c, inputs), 1e-12);
}

TEST(Packs, NothingIsNothing)
{
    const Checkpoint c("tiny-old");
    EXPECT_TRUE(scoreMargins(c.model, std::span<const ScoreInput>(), 10, 12).empty());
}
