// SPDX-License-Identifier: GPL-3.0-or-later
// What a search is told, and what it says in the end.
#include "engine/core/error.h"
#include "engine/runs/search_settings.h"
#include "engine/runs/search_tally.h"

#include <gtest/gtest.h>

using namespace steplight;
using protocol::Curve;
using protocol::Searched;
using search::Strategy;

namespace {

using Settings = std::map<std::string, std::string>;

SearchSettings read(Settings settings)
{
    protocol::RunRequest request;
    request.settings = std::move(settings);
    return readSearchSettings(request);
}

std::string refusal(Settings settings)
{
    try {
        read(std::move(settings));
    } catch (const EngineError& error) {
        EXPECT_EQ(error.code(), "malformed");
        return error.what();
    }
    return "nothing is refused";
}

Searched::Choice choice(const std::string& strategy, std::int64_t n, std::int64_t tokens,
                        std::optional<bool> correct)
{
    Searched::Choice made{strategy, n, {}, {}, "", correct, tokens, 0, {}};
    if (n == 0)
        made.tree.emplace_back();
    return made;
}

} // namespace

TEST(SearchSettings, TheDefaultsAreThePublishedPipelines)
{
    const SearchSettings s = read({{"prm", "/prm"}});
    EXPECT_EQ(s.options.strategies.size(), 9U); // those that share one pool
    EXPECT_EQ(s.options.n, 16);
    EXPECT_EQ(s.options.rule, search::Rule::plus);
    EXPECT_EQ(s.write.sampling.temperature, 0.7);
    EXPECT_EQ(s.write.sampling.topP, 0.8);
    EXPECT_EQ(s.write.sampling.topK, 20);
    EXPECT_EQ(s.write.sampling.repetitionPenalty, 1.05);
    EXPECT_FALSE(s.prose);
    const SearchSettings other = read({{"strategies", "beam,single"},
                                       {"prm", "/prm"},
                                       {"rule", "reference"},
                                       {"form", "prose"},
                                       {"beam", "3"},
                                       {"temperature", "1"}});
    EXPECT_EQ(other.options.strategies, (std::vector{Strategy::beam, Strategy::single}));
    EXPECT_EQ(other.options.rule, search::Rule::reference);
    EXPECT_TRUE(other.prose);
    EXPECT_EQ(other.options.beam, 3);
    EXPECT_EQ(other.write.sampling.temperature, 1);
}

TEST(SearchSettings, WhatIsWrongIsNamed)
{
    EXPECT_EQ(refusal({{"strategies", "majority,luck"}}),
              "Setting \"strategies\": \"luck\" is no strategy.");
    EXPECT_EQ(refusal({{"strategies", "single,single"}}),
              "Setting \"strategies\": \"single\" is there twice.");
    EXPECT_EQ(refusal({{"strategies", ""}}), "Setting \"strategies\" names none.");
    EXPECT_EQ(refusal({{"rule", "luck"}}),
              "Setting \"rule\" is \"luck\"; it must be plus or reference.");
    EXPECT_EQ(refusal({{"beam", "0"}}),
              "Setting \"beam\" is \"0\"; it must be a number from 1 to 1024.");
    EXPECT_TRUE(refusal({{"bean", "2"}}).starts_with("There is no setting \"bean\" of a run"));
    EXPECT_NE(refusal({{"bean", "2"}}).find("There are: batch, beam, "), std::string::npos);
    EXPECT_EQ(refusal({}), "Strategy \"weighted\" asks a PRM: name its folder in the setting "
                           "\"prm\".");
    EXPECT_TRUE(read({{"strategies", "majority"}}).prm.empty());
}

TEST(SearchTally, MeansAreOverQuestionsAndTreesAreHeldAgainstMajorityAtTheirCost)
{
    Searched first{"a", {}, {}};
    first.pool.resize(4);
    first.pool[0].correct = true;
    first.pool[3].correct = false;
    first.choices = {choice("majority", 1, 10, false), choice("majority", 2, 20, true),
                     choice("majority", 4, 40, false), choice("beam", 0, 25, true)};
    Searched second = first;
    second.choices[3].policyTokens = 9; // not even one solution costs so little
    Searched keyless = first;
    for (Searched::Choice& one : keyless.choices)
        one.correct.reset();
    SearchTally tally;
    for (const Searched& searched : {first, second, keyless})
        tally.add(searched);
    const auto metrics = tally.metrics();
    EXPECT_EQ(metrics.at("questions"), 3);
    EXPECT_EQ(metrics.at("graded"), 2);
    EXPECT_EQ(metrics.at("majority"), 0);
    EXPECT_EQ(metrics.at("beam"), 1);
    EXPECT_EQ(metrics.at("majority_at_beam"), 0.5);
    EXPECT_EQ(metrics.at("majority_policy_tokens"), 40);
    EXPECT_NEAR(metrics.at("beam_policy_tokens"), (25 + 9 + 25) / 3.0, 1e-12);
    EXPECT_EQ(metrics.at("n"), 4);
    EXPECT_EQ(metrics.at("pass_1"), 0.25);
    EXPECT_EQ(metrics.at("oracle"), 1);
    EXPECT_EQ(SearchTally().metrics().size(), 2U); // before the first question nothing is divided
}

TEST(SearchTally, ACurveHasAPointForEveryNumberOfSolutions)
{
    Searched one{"a", {}, {}};
    one.choices = {choice("majority", 1, 10, false), choice("majority", 2, 20, true),
                   choice("beam", 0, 25, true)};
    Searched two = one;
    two.choices[1] = choice("majority", 2, 30, false);
    SearchTally tally;
    tally.add(one);
    tally.add(two);
    const std::vector<Curve> curves = tally.curves();
    ASSERT_EQ(curves.size(), 2U);
    EXPECT_EQ(curves[0].name, "tokens_beam");
    EXPECT_EQ(curves[1].name, "tokens_majority");
    ASSERT_EQ(curves[1].rows.size(), 2U);
    const auto& row = curves[1].rows[1];
    EXPECT_EQ(std::vector(row.begin(), row.begin() + 3),
              (std::vector<std::optional<double>>{2, 25, 0.5}));
    EXPECT_NEAR(row[3].value(), 0.0945, 1e-3); // Wilson: 1 of 2
    EXPECT_NEAR(row[4].value(), 0.9055, 1e-3);
    EXPECT_EQ(curves[0].rows.front().at(0), 0) << "a tree has one point";
}
