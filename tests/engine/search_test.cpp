// SPDX-License-Identifier: GPL-3.0-or-later
// The strategies with a policy and a PRM whose every word is known.
#include "engine/search/levels.h"
#include "engine/search/mcts.h"
#include "engine/search/search.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

using namespace steplight;
using namespace steplight::search;

namespace {

/// What stands -> what is written next, one for each draw, again from the first; "=3" is an answer.
/// A step costs as many tokens as it has letters; reading a beginning costs 10.
struct World {
    std::map<std::string, std::vector<std::string>> writes;
    std::map<std::string, double> plus; ///< of beginnings; others are not scored
    std::vector<Whole> wholes;
    std::set<std::string> keys;
    std::vector<std::size_t> calls; ///< how many prefixes were written on at a time

    static std::string joined(const std::vector<PolicyStep>& steps)
    {
        std::string all;
        for (const PolicyStep& step : steps)
            all += step.text;
        return all;
    }
    std::vector<Continuation> from(const Prefix& prefix)
    {
        EXPECT_TRUE(keys.insert(prefix.key).second) << prefix.key;
        std::vector<Continuation> all;
        const std::vector<std::string>& next = writes[joined(prefix.steps)];
        for (std::int64_t i = 0; i < prefix.count && !next.empty(); ++i) {
            const std::string& text = next[std::size_t(i) % next.size()];
            const auto tokens = std::int64_t(text.size());
            if (text[0] == '=')
                all.push_back({{}, text.substr(1), tokens});
            else if (text[0] == '?')
                all.push_back({{}, {}, tokens}); // has no form
            else
                all.push_back({{false, text}, {}, tokens});
        }
        return all;
    }
    Models models()
    {
        return {[this](std::int64_t count) {
                    EXPECT_LE(std::size_t(count), wholes.size());
                    return std::vector(wholes.begin(), wholes.begin() + count);
                },
                [this](std::span<const Prefix> prefixes) {
                    calls.push_back(prefixes.size());
                    std::vector<std::vector<Continuation>> all;
                    for (const Prefix& prefix : prefixes)
                        all.push_back(from(prefix));
                    return all;
                },
                [this](std::span<const std::vector<std::string>> beginnings) {
                    std::vector<std::optional<StepScores>> all;
                    for (const auto& steps : beginnings)
                        all.push_back(scored(steps));
                    return all;
                }};
    }
    std::optional<StepScores> scored(const std::vector<std::string>& steps) const
    {
        StepScores scores{{}, 10, std::int64_t(10 * steps.size())};
        std::string all;
        for (const std::string& step : steps) {
            const auto found = plus.find(all += step);
            if (found == plus.end())
                return std::nullopt;
            scores.plus.push_back(found->second);
        }
        return scores;
    }
};

/// "A" looks best at once, but only "B" comes to something.
World misleading()
{
    World world;
    world.writes = {{"", {"A", "B"}}, {"A", {"a", "b"}}, {"B", {"c", "d"}}, {"Aa", {"=1"}},
                    {"Ab", {"=2"}},   {"Bc", {"=3"}},    {"Bd", {"=4"}}};
    world.plus = {{"A", 0.9}, {"B", 0.8}, {"Aa", 0.3}, {"Ab", 0.2}, {"Bc", 0.85}, {"Bd", 0.1}};
    return world;
}

Whole whole(const std::vector<std::string>& steps, const std::string& answer,
            std::int64_t tokens = 5)
{
    Whole made{"", PolicyTurn{{}, answer}, tokens};
    for (const std::string& step : steps) {
        made.response += step;
        made.turn->steps.push_back({false, step});
    }
    return made;
}

/// Each strategy's choice from all of the pool.
std::map<std::string, const Result*> widest(const Searched& searched)
{
    std::map<std::string, const Result*> by;
    for (const Result& result : searched.results)
        by[std::string(nameOf(result.strategy))] = &result;
    return by;
}

std::string answerOf(const Found& found)
{
    return found.leaf ? found.tree[*found.leaf].answer : "";
}

/// The steps to each node and what MCTS made of it.
std::map<std::string, const Node*> byPath(const Tree& tree)
{
    std::map<std::string, const Node*> nodes;
    for (std::size_t i = 0; i < tree.size(); ++i)
        nodes[World::joined(stepsTo(tree, i)) +
              (tree[i].answer.empty() ? "" : "=" + tree[i].answer)] = &tree[i];
    return nodes;
}

} // namespace

TEST(Selection, TheReferencesRewardIsWorkedByHandAndFallsWithLength)
{
    EXPECT_NEAR(judge(Rule::reference, 0.5, 1).reward, std::pow(0.5, 0.3), 1e-12); // a tie is a yes
    EXPECT_NEAR(judge(Rule::reference, 1, 1024).reward, 1.0 / 64, 1e-12);
    EXPECT_EQ(judge(Rule::reference, 0.4999, 100).reward, -1);
    // Four times as long is made up for by a P(+) 16 times as great.
    EXPECT_NEAR(judge(Rule::reference, 0.96, 400).reward, std::pow(0.06, 0.3) / std::pow(100, 0.6),
                1e-12);
    EXPECT_EQ(judge(Rule::plus, 0.4, 100).reward, 0.4);
}

TEST(Selection, TheFirstGreatestThenTheLeastMinusThenTheFirst)
{
    using Candidates = std::vector<std::optional<Judged>>;
    EXPECT_EQ(
        choose(Candidates{Judged{-1, 0.6}, Judged{0.2, 0.4}, Judged{0.3, 0.5}, Judged{0.3, 0.1}}),
        2U);
    EXPECT_EQ(choose(Candidates{Judged{-1, 0.9}, std::nullopt, Judged{-1, 0.6}, Judged{-1, 0.6}}),
              2U);
    EXPECT_EQ(choose(Candidates{std::nullopt, std::nullopt}), 0U);
    EXPECT_EQ(choose(Candidates{std::nullopt, Judged{0, 1}}), 1U);
}

TEST(Strategies, HaveNamesThatAreReadBack)
{
    for (const Strategy strategy : strategies)
        EXPECT_EQ(strategyNamed(nameOf(strategy)), strategy) << nameOf(strategy);
    EXPECT_EQ(strategyNamed("best"), std::nullopt);
    EXPECT_EQ(aggregationOf(Strategy::odds), Aggregation::odds);
    EXPECT_EQ(aggregationOf(Strategy::majority), std::nullopt);
    EXPECT_FALSE(needsPrm(Strategy::majority));
    EXPECT_FALSE(needsPrm(Strategy::likelihood));
    EXPECT_TRUE(needsPrm(Strategy::weighted));
    EXPECT_FALSE(needsSteps(Strategy::oneshot));
    EXPECT_TRUE(isPooled(Strategy::odds));
    EXPECT_FALSE(isPooled(Strategy::greedy));
}

TEST(Pool, EveryStrategyChoosesFromTheSameSolutionsAtItsOwnCost)
{
    World world;
    world.plus = {{"a", 0.5}, {"ab", 0.6}, {"c", 0.9}, {"cd", 0.4}, {"e", 0.58}, {"ef", 0.55}};
    // As a whole in one step, "ab" is read as a beginning: its score is 0.6, of "cd" 0.4.
    world.wholes = {whole({"a", "b"}, "1"), whole({"c", "d"}, "2"), whole({"e", "f"}, "2"),
                    Whole{"rubbish", {}, 7}};
    Options options;
    options.strategies.assign(strategies.begin(), strategies.begin() + 13);
    options.n = 4;
    for (Whole& one : world.wholes)
        one.logProb = one.turn && one.turn->answer == "1" ? -5 : -2;
    const Searched searched = searchQuestion(options, world.models());
    const auto by = widest(searched);
    ASSERT_EQ(by.size(), 13U);
    ASSERT_EQ(searched.pool.size(), 4U);
    EXPECT_FALSE(searched.pool[3].steps);
    const std::map<std::string, std::size_t> expected{
        {"single", 0},    {"majority", 1},     {"weighted", 1},      {"oneshot", 0},
        {"mean", 1},      {"min", 2},          {"last", 0},          {"product", 1},
        {"odds", 1},      {"weighted_min", 1}, {"weighted_last", 1}, {"weighted_product", 1},
        {"likelihood", 1}};
    for (const auto& [name, index] : expected) {
        EXPECT_EQ(by.at(name)->index, index) << name;
        EXPECT_EQ(by.at(name)->answer, index == 0 ? "1" : "2") << name;
        EXPECT_TRUE(by.at(name)->tree.empty());
    }
    EXPECT_EQ(by.at("single")->cost.policyTokens, 5);
    EXPECT_EQ(by.at("majority")->cost.policyTokens, 22);
    EXPECT_EQ(by.at("majority")->cost.prmTokens, 0);
    EXPECT_EQ(by.at("likelihood")->cost.policyTokens, 22);
    EXPECT_EQ(by.at("likelihood")->cost.prmTokens, 0);
    EXPECT_EQ(by.at("mean")->cost.prmTokens, 30);
    EXPECT_EQ(by.at("oneshot")->cost.prmTokens, 30);
}

TEST(Pool, ProductAndMeanDifferAndTiesGoToTheFirst)
{
    World world;
    world.plus = {{"a", 0.6}, {"b", 0.9}, {"bc", 0.5}, {"d", 0.6}};
    world.wholes = {whole({"a"}, "1"), whole({"b", "c"}, "2"), whole({"d"}, "3")};
    Options options;
    options.n = 3;
    options.strategies = {Strategy::product, Strategy::mean, Strategy::majority};
    const Searched searched = searchQuestion(options, world.models());
    const auto by = widest(searched);
    EXPECT_EQ(by.at("product")->answer, "1");  // 0.6, 0.45, 0.6
    EXPECT_EQ(by.at("mean")->answer, "2");     // 0.6, 0.7, 0.6
    EXPECT_EQ(by.at("majority")->answer, "1"); // three answers, one vote each
    // The same among the first one, the first two, and all.
    std::vector<std::int64_t> n, tokens;
    for (const Result& result : searched.results)
        if (result.strategy == Strategy::mean) {
            n.push_back(result.n);
            tokens.push_back(result.cost.policyTokens);
        }
    EXPECT_EQ(n, (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(tokens, (std::vector<std::int64_t>{5, 10, 15}));
}

TEST(Pool, AVoteWeighsByTheAggregationThatItIsNamedFor)
{
    World world;
    world.plus = {{"a", 0.3}, {"ab", 0.9}, {"c", 0.3}, {"cd", 0.9}, {"e", 0.95}, {"ef", 0.95}};
    world.wholes = {whole({"a", "b"}, "1"), whole({"c", "d"}, "1"), whole({"e", "f"}, "2")};
    Options options;
    options.n = 3;
    options.strategies = {Strategy::weighted, Strategy::weightedMin, Strategy::weightedLast,
                          Strategy::weightedProduct};
    const Searched searched = searchQuestion(options, world.models());
    const auto by = widest(searched);
    EXPECT_EQ(by.at("weighted")->answer, "1");         // 0.6 twice against 0.95
    EXPECT_EQ(by.at("weighted_min")->answer, "2");     // 0.3
    EXPECT_EQ(by.at("weighted_last")->answer, "1");    // 0.9
    EXPECT_EQ(by.at("weighted_product")->answer, "2"); // 0.27 against 0.9025
    EXPECT_EQ(by.at("weighted_min")->cost.prmTokens, by.at("weighted")->cost.prmTokens);
}

TEST(Pool, LikelihoodIsThatOfATokenNotOfTheWhole)
{
    std::vector<Pooled> pool(3);
    const auto set = [&](std::size_t i, std::int64_t tokens, std::optional<double> logProb) {
        pool[i].solution = whole({"s"}, std::to_string(i), tokens);
        pool[i].solution.logProb = logProb;
    };
    set(0, 2, -1);
    set(1, 10, -4);
    set(2, 5, {}); // as an earlier version recorded it
    EXPECT_EQ(chooseFrom(Strategy::likelihood, pool, Rule::plus).index, 1U);
    EXPECT_EQ(chooseFrom(Strategy::likelihood, pool, Rule::reference).index, 1U);
}

TEST(Pool, TheReferencesRuleTakesTheShortOneAndRejectsWhatIsLikelierWrong)
{
    std::vector<Pooled> pool(3);
    const auto set = [&](std::size_t i, double plus, std::int64_t length) {
        pool[i].solution = whole({"s"}, std::to_string(i));
        pool[i].whole = StepScores{{plus}, length + 3, length};
    };
    set(0, 0.9, 400);
    set(1, 0.7, 100);
    set(2, 0.4, 1);
    EXPECT_EQ(chooseFrom(Strategy::oneshot, pool, Rule::plus).index, 0U);
    EXPECT_EQ(chooseFrom(Strategy::oneshot, pool, Rule::reference).index, 1U);
    EXPECT_EQ(chooseFrom(Strategy::oneshot, pool, Rule::reference).cost.prmTokens, 510);
}

TEST(Pool, WithoutFormThereIsNoChoiceAndWithoutScoresTheFirst)
{
    World world;
    world.wholes = {Whole{"?", {}, 1}, whole({"x"}, "1"), whole({"y"}, "2")};
    Options options;
    options.n = 3;
    options.strategies = {Strategy::single, Strategy::oneshot, Strategy::min, Strategy::weighted};
    const Searched searched = searchQuestion(options, world.models());
    const auto by = widest(searched);
    EXPECT_FALSE(by.at("single")->index);
    EXPECT_EQ(by.at("single")->answer, "");
    for (const char* name : {"oneshot", "min", "weighted"})
        EXPECT_EQ(by.at(name)->index, 1U) << name;
    options.n = 1;
    for (const Result& result : searchQuestion(options, world.models()).results)
        EXPECT_FALSE(result.index);
    // One alone needs no pool.
    options = {};
    options.strategies = {Strategy::single};
    EXPECT_EQ(searchQuestion(options, world.models()).pool.size(), 1U);
}

TEST(Levels, GreedyFollowsTheBestStepAndBeamSeesFurther)
{
    World world = misleading();
    const Found greedy = searchLevels("greedy", {1, 1, 4, 9}, Rule::plus, world.models());
    EXPECT_EQ(answerOf(greedy), "1");
    EXPECT_EQ(World::joined(stepsTo(greedy.tree, *greedy.leaf)), "Aa");
    EXPECT_EQ(greedy.tree[*greedy.leaf].score, 0.3); // an answer has its last step's
    EXPECT_EQ(greedy.cost.policyTokens, 4 + 4 + 4 * 2);
    EXPECT_EQ(greedy.cost.prmTokens, 4 * 10); // two different steps at each of two levels
    EXPECT_EQ(greedy.tree.size(), 1U + 2 + 2 + 1);

    World wide = misleading();
    const Found beam = searchLevels("beam", {1, 2, 2, 9}, Rule::plus, wide.models());
    EXPECT_EQ(answerOf(beam), "3");
    EXPECT_EQ(wide.calls, (std::vector<std::size_t>{1, 2, 2})); // a level in one call
    EXPECT_EQ(byPath(beam.tree).at("A")->prior, 0.5);
}

TEST(Levels, GroupsOfDvtsShareNothing)
{
    World world = misleading();
    const Found dvts = searchLevels("dvts", {3, 1, 2, 9}, Rule::plus, world.models());
    EXPECT_EQ(answerOf(dvts), "1"); // each is as greedy
    EXPECT_EQ(dvts.tree.size(), 1U + 3 * 5);
    EXPECT_EQ(dvts.cost.policyTokens, 3 * (2 + 2 + 4));
    // Two groups that begin with different draws: only the second comes to an answer.
    World uneven = misleading();
    uneven.writes[""] = {"A"};
    uneven.writes["A"] = {"?"};
    EXPECT_FALSE(searchLevels("dvts", {2, 1, 1, 9}, Rule::plus, uneven.models()).leaf);
}

TEST(Levels, WhatHasNoFormNoScoreOrNoEndIsLeftBehind)
{
    World world;
    world.writes = {{"", {"?", "A", "B", "?"}}, {"A", {"=1"}}, {"B", {"B"}}};
    world.plus = {{"B", 0.9}}; // A cannot be scored, B never ends
    const Found greedy = searchLevels("greedy", {1, 1, 4, 9}, Rule::plus, world.models());
    EXPECT_FALSE(greedy.leaf);
    EXPECT_EQ(byPath(greedy.tree).at("A")->prior, 0.5); // of the two that had the form
    World both = world;
    both.keys.clear();
    const Found beam = searchLevels("beam", {1, 2, 2, 3}, Rule::plus, both.models());
    EXPECT_EQ(answerOf(beam), "1"); // unscored comes last, and is all there is
    World nothing;
    EXPECT_FALSE(searchLevels("beam", {1, 2, 2, 3}, Rule::plus, nothing.models()).leaf);
}

TEST(Levels, AFinishedSolutionStaysWhileItIsAmongTheBest)
{
    World world;
    world.writes = {{"", {"A"}}, {"A", {"=1", "B"}}, {"AB", {"=2"}}};
    world.plus = {{"A", 0.7}, {"AB", 0.9}};
    EXPECT_EQ(answerOf(searchLevels("beam", {1, 2, 2, 9}, Rule::plus, world.models())), "2");
    world.plus["AB"] = 0.5;
    world.keys.clear();
    EXPECT_EQ(answerOf(searchLevels("beam", {1, 2, 2, 9}, Rule::plus, world.models())), "1");
}

TEST(Mcts, VisitsGoWhereScoresAreAndTheAnswerGoesWhereVisitsAre)
{
    World world = misleading();
    const Found found = searchByVisits({12, 2, 9, 1}, Rule::plus, world.models());
    EXPECT_EQ(answerOf(found), "3");
    const auto nodes = byPath(found.tree);
    EXPECT_EQ(nodes.at("")->visits, 12);
    EXPECT_EQ(nodes.at("A")->visits + nodes.at("B")->visits, 11);
    EXPECT_GT(nodes.at("B")->visits, nodes.at("A")->visits);
    EXPECT_GT(nodes.at("Bc")->visits, nodes.at("Bd")->visits);
    for (const auto& [path, node] : nodes) {
        EXPECT_GE(node->value, 0) << path;
        EXPECT_LE(node->value, 1) << path;
    }
}

TEST(Mcts, ThePuctTermIsWorkedByHand)
{
    // The root grows (1), then A: .9 + 1 * .5 * sqrt(1) / 1 = 1.4 against B: 1.3, so A is visited
    // and grows (2). Now A: .9 + .5 * sqrt(2) / 2 = 1.25, B: .8 + .5 * sqrt(2) = 1.51: B (3). Then
    // A: .9 + .5 * sqrt(3) / 2 = 1.333, B: .8 + the same: A again, and below it Aa (4), worth .3.
    World world = misleading();
    const auto nodesAfter = [&](std::int64_t count) {
        world.keys.clear();
        return searchByVisits({count, 2, 9, 1}, Rule::plus, world.models()).tree;
    };
    const Tree two = nodesAfter(2), three = nodesAfter(3), four = nodesAfter(4);
    EXPECT_EQ(byPath(two).at("A")->visits, 1);
    EXPECT_EQ(byPath(two).at("A")->value, 0.9);
    EXPECT_EQ(byPath(three).at("B")->visits, 1);
    EXPECT_EQ(byPath(four).at("A")->visits, 2);
    EXPECT_NEAR(byPath(four).at("A")->value, (0.9 + 0.3) / 2, 1e-12);
    EXPECT_EQ(byPath(four).at("Aa")->visits, 1);
}

TEST(Mcts, WithFewSimulationsItEndsGreedily)
{
    World world = misleading();
    const Found found = searchByVisits({1, 2, 9, 1}, Rule::plus, world.models());
    EXPECT_EQ(answerOf(found), "1");
    EXPECT_EQ(found.cost.policyTokens, 2 + 2 + 4);
    world.keys.clear();
    EXPECT_FALSE(searchByVisits({1, 2, 2, 1}, Rule::plus, world.models()).leaf); // not deep enough
    World nothing;
    EXPECT_FALSE(searchByVisits({5, 2, 9, 1}, Rule::plus, nothing.models()).leaf);
}

TEST(Mcts, AnEndWithoutAnAnswerIsPassedOverHoweverOftenItWasVisited)
{
    World world;
    world.writes = {{"", {"A", "A", "A", "B"}}, {"A", {"?"}}, {"B", {"=3"}}};
    world.plus = {{"A", 0.1}, {"B", 0.1}};
    const Found found = searchByVisits({16, 4, 9, 1}, Rule::plus, world.models());
    EXPECT_EQ(answerOf(found), "3");
    const auto nodes = byPath(found.tree);
    EXPECT_GT(nodes.at("A")->visits, nodes.at("B")->visits);
}

TEST(Search, EveryTreeIsKeptWithThePathToItsAnswer)
{
    World world = misleading();
    Options options;
    options.strategies = {Strategy::greedy, Strategy::beam, Strategy::dvts, Strategy::mcts};
    options.n = 4;
    options.beam = 2;
    options.expand = 2;
    options.depth = 5;
    const Searched searched = searchQuestion(options, world.models());
    EXPECT_TRUE(searched.pool.empty());
    for (const Result& result : searched.results) {
        ASSERT_FALSE(result.path.empty()) << nameOf(result.strategy);
        EXPECT_EQ(result.tree[result.path.back()].answer, result.answer);
        EXPECT_EQ(result.tree[result.path.front()].parent, 0);
        EXPECT_FALSE(result.index);
        EXPECT_GT(result.cost.prmTokens, 0);
    }
    EXPECT_EQ(searched.results[1].answer, "3");
}
