// SPDX-License-Identifier: GPL-3.0-or-later
// Synthesis with a policy whose every word is known: what is asked of it, and what is made of that.
#include "engine/grade/answer.h"
#include "engine/grade/choosing.h"
#include "engine/policy/budget.h"
#include "engine/policy/synthesis.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

using namespace steplight;

namespace {

const PolicyForm lines{"", "{question}", "See:\n", "Think:\n", "{step}\n", "Answer: {answer}"};

/// Writes `solution` for a question, or its several in turn; goes on from a prefix with a right
/// answer for the first `rightAfter` rollouts of that many steps, or as `goesOn` has it.
struct Scripted {
    std::map<std::string, std::string> solutions;
    std::map<std::string, std::vector<std::string>> several;
    std::map<std::string, std::vector<std::string>> goesOn; ///< by prefix, in turn
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
        const auto inTurn = [&](const std::vector<std::string>& texts) {
            return texts.at(std::size_t(rollout) % texts.size());
        };
        if (request.written.empty())
            return several.contains(request.user) ? inTurn(several[request.user])
                                                  : solutions.at(request.user);
        if (goesOn.contains(request.written))
            return inTurn(goesOn[request.written]);
        const auto steps = std::count(request.written.begin(), request.written.end(), '.');
        const bool thinks = request.written.find("Think:") != std::string::npos;
        return std::string(thinks ? "" : "Think:\nSo.\n") +
               "Answer: " + (rollout < rightAfter[int(steps)] ? "3" : "4");
    }
};

struct Made {
    std::vector<Synthesised> solutions;
    std::vector<SearchNodes> nodes;
    std::vector<std::string> grown, refused;
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
        {[&](Synthesised&& one) { made.solutions.push_back(std::move(one)); },
         [&](SearchNodes&& nodes) { made.nodes.push_back(std::move(nodes)); },
         [&](const std::string& id) { made.grown.push_back(id); },
         [&](const std::string& id, const EngineError&) { made.refused.push_back(id); }});
    return made;
}

/// "1/4 - 0/4": correct of total by step, - where there is none.
std::string wordsOf(const std::vector<Estimate>& estimates)
{
    std::string words;
    for (const auto& [correct, total] : estimates)
        words.append(words.empty() ? "" : " ")
            .append(total == 0 ? "-"
                               : std::to_string(correct).append("/").append(std::to_string(total)));
    return words;
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

TEST(Synthesis, AnOptionMayBeNamedByItsLetterInKeyAndAnswer)
{
    Scripted policy;
    policy.several["q"] = {"See:\nA.\nThink:\nSo.\nAnswer: C", "See:\nA.\nThink:\nSo.\nAnswer: 4",
                           "See:\nA.\nThink:\nSo.\nAnswer: 3"};
    policy.rightAfter = {{1, 2}, {2, 2}}; // others say "4"
    Problem problem{"id", "q", {}, "4", {}};
    problem.options = {"6", "3", "4", "2"};
    const Made made = synthesiseAll(policy, {problem}, options(3, 4));
    ASSERT_EQ(made.solutions.size(), 3u);
    std::vector<std::string> answers;
    for (const Synthesised& one : made.solutions) {
        answers.push_back(one.turn->answer);
        EXPECT_EQ(one.correct, one.turn->answer == "4");
        EXPECT_EQ(wordsOf(one.estimates), "2/4 2/4");
    }
    EXPECT_EQ(answers, (std::vector<std::string>{"4", "4", "3"}));
    problem.answer = "c";
    const Made lettered = synthesiseAll(policy, {problem}, options(3, 0));
    EXPECT_EQ(lettered.solutions[0].correct, true);
    EXPECT_EQ(lettered.solutions[2].correct, false);
}

TEST(Synthesis, SolutionsOfTheSameStepsAreWeighedOnceOnEveryStartAlike)
{
    Scripted policy;
    const std::string steps = "See:\nA.\nB.\nThink:\nC.\nAnswer: ";
    policy.several["q"] = {steps + "3", steps + "4", steps + "3", steps + "3"};
    policy.rightAfter = {{1, 8}, {2, 5}, {3, 2}};
    Problem problem{"id", "q", {}, "3", {}};
    const Made made = synthesiseAll(policy, {problem}, options(4, 8));
    ASSERT_EQ(made.solutions.size(), 4u);
    for (const Synthesised& one : made.solutions)
        EXPECT_EQ(wordsOf(one.estimates), "8/8 5/8 2/8");
    EXPECT_EQ(policy.asked.size(), 1u + 3 + 3) << "the right ones together, the wrong one alone";
    std::set<std::uint64_t> seeds;
    for (const WriteRequest& request : policy.asked)
        seeds.insert(request.seed);
    policy.asked.clear();
    problem.done = {0, 1};
    const Made rest = synthesiseAll(policy, {problem}, options(4, 8));
    EXPECT_EQ(rest.solutions.size(), 2u);
    EXPECT_EQ(policy.asked.size(), 1u + 3);
    for (const WriteRequest& request : policy.asked)
        EXPECT_TRUE(seeds.contains(request.seed)) << "drawn as on the first start";
}

TEST(Synthesis, ABeginningThatStandsIsContinuedAndWeighedByItsSolutions)
{
    Scripted policy;
    policy.rightAfter = {{1, 3}};
    Problem problem{"id", "q", {}, "3", {}};
    problem.begun = {{true, "Corrected."}};
    const Made made = synthesiseAll(policy, {problem}, options(4, 0));
    ASSERT_EQ(policy.asked.size(), 1u);
    EXPECT_EQ(policy.asked[0].written, "See:\nCorrected.\n");
    ASSERT_EQ(made.solutions.size(), 4u);
    for (const Synthesised& one : made.solutions) {
        EXPECT_EQ(wordsOf(one.estimates), "3/4 -");
        EXPECT_EQ(one.turn->steps.front(), (PolicyStep{true, "Corrected."}));
        EXPECT_EQ(one.turn->steps.size(), 2u);
    }
    EXPECT_EQ(made.solutions[0].correct, true);
    EXPECT_EQ(made.solutions[3].correct, false);
    EXPECT_EQ(made.solutions[3].response, "See:\nCorrected.\nThink:\nSo.\nAnswer: 4");
    problem.begun[0].text = "Corr\nected.";
    const Made typed = synthesiseAll(policy, {problem}, options(2, 0));
    EXPECT_EQ(policy.asked.back().written, "See:\nCorr ected.\n") << "a line is a step";
    EXPECT_EQ(wordsOf(typed.solutions[0].estimates), "2/2 -");
    problem.answer.clear();
    const Made ungraded = synthesiseAll(policy, {problem}, options(2, 0));
    EXPECT_EQ(wordsOf(ungraded.solutions[0].estimates), "") << "there is nothing to count by";
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

TEST(Synthesis, OmegaLooksForTheFirstErrorOfAWrongSolutionAlone)
{
    const std::string eight = "See:\nA.\nB.\nC.\nThink:\nD.\nE.\nF.\nG.\nH.\nAnswer: ";
    for (const auto& [lastRight, words] :
         {std::pair{0, "0/4 0/4 - 0/4 - - - -"},
          {1, "4/4 0/4 - 0/4 - - - -"},
          {6, "- - - 4/4 - 4/4 0/4 -"},
          {7, "- - - 4/4 - 4/4 4/4 0/4"},
          {8, "- - - 4/4 - 4/4 4/4 4/4"}}) { // then the answer alone is wrong
        Scripted policy;
        policy.several["q"] = {eight + "4", eight + "3"};
        for (int k = 1; k <= lastRight; ++k)
            policy.rightAfter[k] = 4;
        SynthesisOptions o = options(2, 4);
        o.by = EstimateBy::omega;
        const Made made = synthesiseAll(policy, {{"id", "q", {}, "3", {}}}, o);
        ASSERT_EQ(made.solutions.size(), 2u);
        const bool firstIsWrong = made.solutions[0].index == 0;
        EXPECT_EQ(wordsOf(made.solutions[firstIsWrong ? 0 : 1].estimates), words) << lastRight;
        EXPECT_EQ(wordsOf(made.solutions[firstIsWrong ? 1 : 0].estimates), "- - - - - - - -");
        EXPECT_TRUE(made.nodes.empty()) << "nobody wants to keep the rollouts";
    }
}

TEST(Synthesis, OmegaAsksWhatFlatWouldWithTheSameSeeds)
{
    Scripted flat;
    const std::string begun = "See:\nA.\nB.\nThink:\nC.\nAnswer: ";
    flat.several["q"] = {begun + "4", begun + "3"};
    flat.rightAfter = {{1, 3}, {2, 1}, {3, 0}};
    Scripted omega = flat;
    SynthesisOptions o = options(2, 4);
    synthesiseAll(flat, {{"id", "q", {}, "3", {}}}, o);
    o.by = EstimateBy::omega;
    o.keepRollouts = true;
    const Made made = synthesiseAll(omega, {{"id", "q", {}, "3", {}}}, o);
    std::set<std::pair<std::string, std::uint64_t>> seeds;
    for (const WriteRequest& request : flat.asked)
        seeds.emplace(request.written, request.seed);
    for (const WriteRequest& request : omega.asked)
        EXPECT_TRUE(seeds.contains({request.written, request.seed})) << request.written;

    ASSERT_EQ(made.nodes.size(), 1u); // the way of its search, without what nobody looked at
    EXPECT_EQ(made.nodes[0].index, 0);
    const std::vector<SearchNode>& nodes = made.nodes[0].nodes;
    ASSERT_EQ(nodes.size(), 3u);
    EXPECT_EQ(nodes[0].parent, -1);
    EXPECT_EQ(nodes[1].parent, 0);
    EXPECT_EQ(nodes[1].steps, (std::vector<PolicyStep>{{true, "A."}, {true, "B."}}));
    EXPECT_EQ(nodes[1].rollouts.at(0).text, "Think:\nSo.\nAnswer: 3");
    EXPECT_TRUE(nodes[1].rollouts[0].correct);
    EXPECT_FALSE(nodes[1].rollouts.at(1).correct);
    EXPECT_EQ(nodes[2].parent, 1);
    EXPECT_EQ(nodes[2].rollouts.at(3).tokens, 2);
}

TEST(Synthesis, ABudgetEndsWhereThePosteriorIsDecided)
{
    // Beta(1, 1), (1, 5), (5, 1) and (1, 9), by hand.
    EXPECT_NEAR(chanceBelow(0.5, {0, 0}), 0.5, 1e-12);
    EXPECT_NEAR(chanceBelow(0.5, {0, 4}), 1 - std::pow(0.5, 5), 1e-12);
    EXPECT_NEAR(chanceBelow(0.5, {4, 4}), std::pow(0.5, 5), 1e-12);
    EXPECT_NEAR(chanceBelow(0.2, {0, 8}), 1 - std::pow(0.8, 9), 1e-12);
    EXPECT_NEAR(chanceBelow(0.5, {300, 600}), 0.5, 1e-9) << "and large counts";

    Scripted policy;
    policy.solutions["q"] = "See:\nA.\nB.\nThink:\nC.\nAnswer: 3";
    policy.rightAfter = {{1, 4}, {2, 2}, {3, 0}}; // of each four
    SynthesisOptions o = options(1, 10);
    o.decided = 0.95;
    o.threshold = 0.5;
    const Made made = synthesiseAll(policy, {{"id", "q", {}, "3", {}}}, o);
    EXPECT_EQ(wordsOf(made.solutions.at(0).estimates), "4/4 6/10 0/4"); // 2 + 2 + the first 2
    EXPECT_EQ(made.usage.rollouts, 18);
    EXPECT_EQ(made.usage.estimates, 3);
    EXPECT_EQ(made.usage.decided, 2);
    std::set<std::uint64_t> seeds; // no request draws what another has drawn
    for (const WriteRequest& request : policy.asked)
        EXPECT_TRUE(seeds.insert(request.seed).second);
}

/// Two of four solutions are wrong; one of them shares its beginning with a right one.
struct Growing : testing::Test {
    Scripted policy;
    SynthesisOptions o = options(4, 4);
    Growing()
    {
        const std::string right = "See:\nA.\nThink:\nB.\nC.\nAnswer: 3";
        policy.several["q"] = {right, "See:\nA.\nThink:\nB.\nX.\nAnswer: 4", "no form", right};
        policy.rightAfter = {{1, 4}, {2, 2}, {3, 0}};
        policy.goesOn["See:\nA.\nThink:\nB.\n"] = {"C.\nAnswer: 3", "C.\nAnswer: 3",
                                                   "Y.\nZ.\nAnswer: 5", "Y.\nZ.\nAnswer: 5"};
        o.by = EstimateBy::tree;
        o.keepRollouts = true;
    }
    Made grow(std::set<std::int64_t> done = {})
    {
        return synthesiseAll(policy, {{"id", "q", {}, "3", std::move(done)}}, o);
    }
};

TEST_F(Growing, TheTreeSearchesWrongRolloutsAndTheirLikesOnce)
{
    const Made made = grow();
    // 1 is the root's only candidate; from its second step two wrong rollouts say the same.
    ASSERT_EQ(made.solutions.size(), 5u);
    EXPECT_EQ(wordsOf(made.solutions[0].estimates), "- 2/4 -") << "the prefix is shared";
    EXPECT_EQ(wordsOf(made.solutions[1].estimates), "- 2/4 0/4");
    EXPECT_TRUE(made.solutions[2].estimates.empty());
    EXPECT_EQ(made.solutions[4].index, 4);
    EXPECT_EQ(made.solutions[4].response, "See:\nA.\nThink:\nB.\nY.\nZ.\nAnswer: 5");
    EXPECT_EQ(made.solutions[4].correct, false);
    EXPECT_EQ(wordsOf(made.solutions[4].estimates), "- 2/4 0/4 -");
    EXPECT_EQ(made.usage.rollouts, 12) << "the second search begins behind a known prefix";
    EXPECT_EQ(made.grown, std::vector<std::string>{"id"});

    ASSERT_EQ(made.nodes.size(), 1u);
    const std::vector<SearchNode>& nodes = made.nodes[0].nodes;
    ASSERT_EQ(nodes.size(), 4u);
    EXPECT_EQ(nodes[0].estimate.correct, 2); // the solutions
    EXPECT_EQ(nodes[0].estimate.total, 4);
    EXPECT_EQ(nodes[0].visits, 1);
    EXPECT_FALSE(nodes[0].prior);
    EXPECT_EQ(nodes[1].parent, 0);
    EXPECT_EQ(nodes[1].steps.size(), 2u);
    EXPECT_EQ(nodes[1].visits, 1);
    // Q of the solution in which it lies: alpha^(1 - 2/4) beta^(2 tokens / 500)
    EXPECT_NEAR(nodes[1].prior.value(), std::pow(0.5, 0.5) * std::pow(0.9, 2 / 500.0), 1e-12);
    for (const int i : {2, 3}) {
        EXPECT_EQ(nodes[std::size_t(i)].parent, 1);
        EXPECT_EQ(nodes[std::size_t(i)].estimate.correct, 0);
        EXPECT_EQ(nodes[std::size_t(i)].rollouts.size(), 4u);
    }
}

TEST_F(Growing, SearchesAreCountedAndAHopelessQuestionHasNone)
{
    o.search.searches = 1;
    EXPECT_EQ(grow().solutions.size(), 4u);
    policy.several["q"] = {"See:\nA.\nThink:\nB.\nAnswer: 4"};
    policy.asked.clear();
    const Made hopeless = grow();
    EXPECT_EQ(wordsOf(hopeless.solutions.at(0).estimates), "- -");
    EXPECT_EQ(policy.asked.size(), 1u) << "the solutions alone";
}

TEST_F(Growing, TakenUpItHandsOverWhatIsMissing)
{
    const Made whole = grow();
    std::set<std::uint64_t> seeds, again;
    for (const WriteRequest& request : policy.asked)
        seeds.insert(request.seed);
    policy.asked.clear();
    const Made rest = grow({0, 1, 2});
    for (const WriteRequest& request : policy.asked)
        again.insert(request.seed);
    EXPECT_EQ(seeds, again);
    ASSERT_EQ(rest.solutions.size(), 2u);
    EXPECT_EQ(rest.solutions[1].response, whole.solutions[4].response);
    EXPECT_EQ(rest.nodes.at(0).nodes.size(), whole.nodes.at(0).nodes.size());
}

TEST_F(Growing, ExplorationSendsTheSearchToAnUnvisitedNode)
{
    const std::string right = policy.several["q"][0], wrong = policy.several["q"][1];
    const std::string second = "See:\nD.\nThink:\nE.\nAnswer: 4";
    policy.several["q"] = {right, right, right, right, right, right, wrong, second};
    policy.goesOn["See:\nA.\nThink:\nB.\n"] = {"C.\nAnswer: 3", "Y.\nAnswer: 5", "Y.\nAnswer: 5",
                                               "Y.\nAnswer: 5"};
    o.solutions = 8;
    o.search.searches = 2;
    // The first is `wrong`: it came first. Then the root has MC = 3/4 and one visit, and the node
    // below 1/4 and none: 0.5^(1/4) + c / 2 against 0.5^(3/4) + c.
    o.search.exploration = 0.1;
    const Made greedy = grow();
    EXPECT_EQ(greedy.solutions.size(), 8u);
    EXPECT_EQ(greedy.nodes.at(0).nodes.at(0).visits, 2);
    EXPECT_NE(wordsOf(greedy.solutions[7].estimates), "- -");
    o.search.exploration = 1;
    const Made curious = grow();
    ASSERT_EQ(curious.solutions.size(), 9u);
    EXPECT_EQ(curious.solutions[8].response, "See:\nA.\nThink:\nB.\nY.\nAnswer: 5");
    EXPECT_EQ(wordsOf(curious.solutions[7].estimates), "- -");
}

TEST(Grade, AnswersAreAlikeButForCaseAndBlanksOrAreTheSameNumber)
{
    for (const auto& [answer, key] : {std::pair{" Red, Star\n", "red, star"},
                                      {"12.0", "12"},
                                      {"b", "B"},
                                      {"-3", "-3.00"},
                                      {".50", "0.5"},
                                      {"-0", "0"},
                                      {"- 3", "-3"},
                                      {"1,234,500.0", "1234500"},
                                      {"(b)", "B"},
                                      {"B.", "b"},
                                      {"b).", "B"}})
        EXPECT_TRUE(sameAnswer(answer, key)) << answer;
    for (const auto& [answer, key] : {std::pair{"12", "13"},
                                      {"", ""},
                                      {"red star", "red, star"},
                                      {"12 cats", "12"},
                                      {"nan", "NaN!"},
                                      {"1e1", "10"},
                                      {"infinity", "inf"},
                                      {"-3", "3"},
                                      {"12,34", "1234"},
                                      {"1234,500", "1234500"},
                                      {",123", "123"},
                                      {"(B) 4", "B"},
                                      {"(1)", "1"},
                                      {"9007199254740993", "9007199254740992"}})
        EXPECT_FALSE(sameAnswer(answer, key)) << answer;
}

TEST(Grade, ALetterIsTheOptionThatItNames)
{
    const std::vector<std::string> values{"6", "3", "4", "2"}, letters{"C", "A"};
    EXPECT_EQ(chosenOption("C", values), "4");
    EXPECT_EQ(chosenOption("(c)", values), "4");
    EXPECT_EQ(chosenOption("4", values), "4");
    EXPECT_EQ(chosenOption("E", values), "E") << "there is none";
    EXPECT_EQ(chosenOption("C", letters), "C") << "an option itself";
    EXPECT_EQ(chosenOption("C", {}), "C");
    EXPECT_EQ(proseAnswer("So \\boxed{4}, not B.", values), "4");
    EXPECT_EQ(proseAnswer("A red one: the answer is (B).", values), "B");
    EXPECT_EQ(proseAnswer("It is F, BC or bC2.", values), "It is F, BC or bC2.");
    EXPECT_EQ(proseAnswer("It is (B).", {}), "It is (B).");
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
    const std::vector<std::string> alike{"13", "13", " 12", "12.0", "12", "Yes", "yes"};
    EXPECT_EQ(voted(alike, std::vector<double>(7, 1)), " 12") << "the same answer is one";
    EXPECT_EQ(voted(alike, std::vector<double>{1, 1, 0, 0, 0, 2, 2}), "Yes");
}
