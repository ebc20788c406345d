// SPDX-License-Identifier: GPL-3.0-or-later
// Synthesis with a policy whose every word is known: what is asked of it, and what is made of that.
#include "engine/grade/answer.h"
#include "engine/grade/choosing.h"
#include "engine/policy/synthesis.h"

#include <gtest/gtest.h>

#include <map>

using namespace steplight;

namespace {

const PolicyForm lines{"", "{question}", "See:\n", "Think:\n", "{step}\n", "Answer: {answer}"};

/// Writes `solution` for a question; goes on from a prefix with a right answer for the first
/// `rightAfter` rollouts of that many steps.
struct Scripted {
    std::map<std::string, std::string> solutions;
    std::map<int, int> rightAfter;
    std::string badImage;  ///< of this question
    std::string noRoomFor; ///< this prefix
    std::vector<WriteRequest> asked;

    Usage write(const Policy::NextRequest& next, const Policy::WrittenFn& written)
    {
        std::vector<WriteRequest> open;
        std::set<std::uint64_t> seeds;
        while (auto request = next()) {
            const bool noRoom = !noRoomFor.empty() && request->written == noRoomFor;
            if (request->user == badImage || noRoom) {
                for (std::size_t i = 0; i < open.size(); ++i)
                    written({i, 0, "", "cancelled", {}});
                throw EngineError(noRoom ? "input" : "image", "It cannot be written.");
            }
            EXPECT_TRUE(seeds.insert(request->seed).second) << request->written;
            open.push_back(*request);
        }
        for (std::size_t i = 0; i < open.size(); ++i)
            for (std::int64_t r = 0; r < open[i].rollouts; ++r)
                written({i, r, reply(open[i], r), "stop", {-0.5, -0.25}});
        asked.insert(asked.end(), open.begin(), open.end());
        return {std::int64_t(open.size()), 0, 0, 1};
    }
    std::string reply(const WriteRequest& request, std::int64_t rollout)
    {
        if (request.written.empty())
            return solutions.at(request.user);
        const auto steps = std::count(request.written.begin(), request.written.end(), '.');
        const bool thinks = request.written.find("Think:") != std::string::npos;
        return std::string(thinks ? "" : "Think:\nSo.\n") +
               "Answer: " + (rollout < rightAfter[int(steps)] ? "3" : "4");
    }
};

struct Made {
    std::vector<Synthesised> solutions;
    std::vector<std::string> refused;
    SynthesisUsage usage;
};

Made synthesiseAll(Scripted& policy, std::vector<Problem> problems, SynthesisOptions options)
{
    Made made;
    std::size_t at = 0;
    made.usage = synthesise(
        lines, options,
        [&](const auto& next, const auto&, const auto& written, std::stop_token) {
            return policy.write(next, written);
        },
        [&]() -> std::optional<Problem> {
            return at < problems.size() ? std::optional(problems[at++]) : std::nullopt;
        },
        [&](Synthesised&& one) { made.solutions.push_back(std::move(one)); },
        [&](const std::string& id, const EngineError&) { made.refused.push_back(id); });
    return made;
}

SynthesisOptions options(std::int64_t solutions, std::int64_t rollouts)
{
    SynthesisOptions o;
    o.solutions = solutions;
    o.rollouts = rollouts;
    return o;
}

} // namespace

TEST(Synthesis, EveryPrefixIsContinuedAndItsRightAnswersCounted)
{
    Scripted policy;
    policy.solutions["q"] = "See:\nA.\nB.\nThink:\nC.\nAnswer: 3";
    policy.rightAfter = {{1, 8}, {2, 5}, {3, 0}};
    const Made made = synthesiseAll(policy, {{"id", "q", {}, "3", {}}}, options(1, 8));
    ASSERT_EQ(made.solutions.size(), 1u);
    const Synthesised& one = made.solutions[0];
    EXPECT_EQ(one.correct, true);
    ASSERT_EQ(one.estimates.size(), 3u);
    const std::vector<std::int64_t> right{one.estimates[0].correct, one.estimates[1].correct,
                                          one.estimates[2].correct};
    EXPECT_EQ(right, (std::vector<std::int64_t>{8, 5, 0}));
    EXPECT_EQ(one.estimates[2].total, 8);
    EXPECT_EQ(one.logProb, -0.75);
    EXPECT_EQ(policy.asked.at(3).written, "See:\nA.\nB.\nThink:\nC.\n"); // an open turn, no answer
    EXPECT_EQ(made.usage.solutionTokens, 2);
    EXPECT_EQ(made.usage.rolloutTokens, 2 * 3 * 8);
}

TEST(Synthesis, WhatHasNoFormOrNoKeyIsKeptWithoutEstimates)
{
    Scripted policy;
    policy.solutions = {{"rubbish", "I do not know"},
                        {"keyless", "See:\nA.\nThink:\nSo.\nAnswer: 3"}};
    const Made made = synthesiseAll(
        policy, {{"a", "rubbish", {}, "3", {}}, {"b", "keyless", {}, "", {}}}, options(2, 4));
    ASSERT_EQ(made.solutions.size(), 4u);
    for (const Synthesised& one : made.solutions) {
        EXPECT_FALSE(one.correct);
        EXPECT_TRUE(one.estimates.empty());
        EXPECT_EQ(one.turn.has_value(), one.problem == "b");
    }
    EXPECT_EQ(made.solutions[0].response, "I do not know");
}

TEST(Synthesis, ABadPictureCostsItsProblemAlone)
{
    Scripted policy;
    policy.badImage = "broken";
    for (const char* user : {"q", "r"})
        policy.solutions[user] = "See:\nA.\nThink:\nSo.\nAnswer: 3";
    policy.rightAfter = {{1, 2}, {2, 2}};
    Scripted unharmed = policy;
    const std::vector<Problem> problems{
        {"a", "q", {}, "3", {}}, {"b", "broken", {}, "3", {}}, {"c", "r", {}, "3", {}}};
    const Made made = synthesiseAll(policy, problems, options(2, 4));
    const Made whole = synthesiseAll(unharmed, {problems[0], problems[2]}, options(2, 4));
    EXPECT_EQ(made.refused, std::vector<std::string>{"b"});
    ASSERT_EQ(made.solutions.size(), whole.solutions.size());
    for (const Synthesised& one : made.solutions)
        EXPECT_EQ(one.estimates.at(0).correct, 2);
    // What had begun was asked again with the same seeds, so it comes to the same.
    const auto seedsOf = [](const Scripted& scripted) {
        std::set<std::uint64_t> seeds;
        for (const WriteRequest& request : scripted.asked)
            seeds.insert(request.seed);
        return seeds;
    };
    EXPECT_EQ(seedsOf(policy), seedsOf(unharmed));
}

TEST(Synthesis, APrefixWithoutRoomHasAnEstimateOfNothing)
{
    Scripted policy;
    policy.solutions["q"] = "See:\nA.\nB.\nThink:\nC.\nAnswer: 3";
    policy.rightAfter = {{1, 3}, {2, 2}, {3, 1}};
    policy.noRoomFor = "See:\nA.\nB.\n";
    const Made made = synthesiseAll(policy, {{"id", "q", {}, "3", {}}}, options(1, 4));
    EXPECT_TRUE(made.refused.empty());
    ASSERT_EQ(made.solutions.size(), 1u);
    const std::vector<Estimate>& estimates = made.solutions[0].estimates;
    ASSERT_EQ(estimates.size(), 3u);
    EXPECT_EQ(estimates[0].correct, 3);
    EXPECT_EQ(estimates[1].total, 0);
    EXPECT_EQ(estimates[2].correct, 1);
    EXPECT_EQ(estimates[2].total, 4);
}

TEST(Synthesis, WhatAnEarlierStartHasMadeIsNotMadeAgain)
{
    Scripted policy;
    policy.solutions["q"] = "See:\nA.\nThink:\nSo.\nAnswer: 3";
    const Made made = synthesiseAll(policy, {{"a", "q", {}, "3", {0, 2}}}, options(3, 0));
    ASSERT_EQ(made.solutions.size(), 1u);
    EXPECT_EQ(made.solutions[0].index, 1);
}

TEST(Grade, AnswersAreAlikeButForCaseAndBlanksOrAreTheSameNumber)
{
    for (const auto& [answer, key] :
         {std::pair{" Red, Star\n", "red, star"}, {"12.0", "12"}, {"b", "B"}, {"-3", "-3.00"}})
        EXPECT_TRUE(sameAnswer(answer, key)) << answer;
    for (const auto& [answer, key] : {std::pair{"12", "13"},
                                      {"", ""},
                                      {"red star", "red, star"},
                                      {"12 cats", "12"},
                                      {"nan", "NaN!"},
                                      {"1e1", "10"}})
        EXPECT_FALSE(sameAnswer(answer, key)) << answer;
}

TEST(Grade, AggregationsAreWorkedByHand)
{
    const std::vector<double> scores{0.5, 0.8, 0.4};
    const auto is = [&](Aggregation aggregation, double value) {
        EXPECT_NEAR(aggregated(aggregation, scores), value, 1e-12) << nameOf(aggregation);
    };
    is(Aggregation::mean, 1.7 / 3);
    is(Aggregation::min, 0.4);
    is(Aggregation::last, 0.4);
    is(Aggregation::product, 0.16);
    is(Aggregation::odds, (1 + 4 + 2.0 / 3) / 3);
    EXPECT_NEAR(aggregated(Aggregation::odds, std::vector{1.0}), 9999, 1e-6);
}

TEST(Grade, TiesGoToTheFirst)
{
    using Values = std::vector<std::optional<double>>;
    EXPECT_EQ(firstBest(Values{std::nullopt, 0.2, 0.7, 0.7}), 2u);
    EXPECT_EQ(firstBest(Values{std::nullopt}), std::nullopt);
    const std::vector<std::string> answers{"", "b", "a", "a", "b"};
    EXPECT_EQ(voted(answers, std::vector<double>{9, 1, 1, 1, 1}), "b");
    EXPECT_EQ(voted(answers, std::vector<double>{9, 1, 1, 1.5, 1}), "a");
    EXPECT_EQ(voted(std::vector<std::string>{""}, std::vector<double>{1}), "");
}
