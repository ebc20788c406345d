// SPDX-License-Identifier: GPL-3.0-or-later
// Steps from a policy whose whole solutions are known: where it is stopped, and what is made of the
// pieces.
#include "engine/grade/answer.h"
#include "engine/search/policy_writer.h"

#include <gtest/gtest.h>

#include <set>

using namespace steplight;
using namespace steplight::search;

namespace {

const PolicyForm lines{"", "{question}", "See:\n", "Think:\n", "{step}\n", "Answer: {answer}"};

/// Writes the rest of the first of its solutions that goes on after what stands; a letter a token.
struct Scripted {
    std::vector<std::string> solutions;
    std::string noRoomFor; ///< this prefix
    std::vector<WriteRequest> asked;
    std::vector<std::int64_t> limits;
    std::stop_source stop;

    Usage write(const Policy::NextRequest& next, const WriteOptions& options,
                const Policy::WrittenFn& written)
    {
        std::vector<WriteRequest> open;
        while (auto request = next()) {
            if (!noRoomFor.empty() && request->written == noRoomFor) {
                for (std::size_t i = 0; i < open.size(); ++i)
                    written({i, 0, "", "cancelled", {}, false});
                throw EngineError("input", "There is no room.");
            }
            open.push_back(*request);
        }
        for (const WriteRequest& request : open)
            limits.push_back(request.maxTokens);
        for (std::size_t i = open.size(); i-- > 0;) // the last is handed over first
            for (std::int64_t r = open[i].rollouts; r-- > 0;)
                written(piece(open[i], i, r, options));
        asked.insert(asked.end(), open.begin(), open.end());
        return {std::int64_t(open.size()), 0, 0, 1};
    }
    Written piece(const WriteRequest& one, std::size_t request, std::int64_t rollout,
                  const WriteOptions& options) const
    {
        const std::string& standing = one.written;
        const std::int64_t most = one.maxTokens > 0 ? one.maxTokens : options.maxTokens;
        std::vector<std::string> rests;
        for (const std::string& solution : solutions)
            if (solution.starts_with(standing))
                rests.push_back(solution.substr(standing.size()));
        std::string text = rests.empty() ? "lost" : rests[std::size_t(rollout) % rests.size()];
        const bool cut = std::int64_t(text.size()) > most;
        text.resize(std::min(text.size(), std::size_t(most)));
        std::size_t end = std::string::npos;
        for (const std::string& mark : options.stops)
            end = std::min(end, text.find(mark));
        const bool stopped = end != std::string::npos;
        const std::size_t tokens = stopped ? end + 1 : text.size();
        return {request,
                rollout,
                text.substr(0, end),
                cut && !stopped ? "length" : "stop",
                std::vector<double>(tokens, -0.5),
                !stopped && !cut};
    }
};

class Writer : public ::testing::Test
{
protected:
    PolicyWriter writer(const PolicyForm& form = lines, bool prose = false)
    {
        reading.emplace(form, prose);
        return {form, *reading, options, write, problem, 7, script.stop.get_token()};
    }

    Scripted script;
    WriteOptions options;
    Problem problem{"id", "q", {}, "3", {}};
    std::optional<Reading> reading;
    WriteFn write = [this](const auto& next, const auto& o, const auto& written, std::stop_token) {
        return script.write(next, o, written);
    };
};

} // namespace

TEST_F(Writer, StopsAfterAStepAndPassesOverTheHeading)
{
    script.solutions = {"See:\nA.\nB.\nThink:\nC.\nAnswer: 3"};
    PolicyWriter w = writer();
    const std::vector<PolicyStep> a{{true, "A."}}, b{{true, "A."}, {true, "B."}};
    std::vector<PolicyStep> c = b;
    c.push_back({false, "C."});
    const std::vector<Prefix> prefixes{
        {{}, 0, 2, "one"}, {a, 3, 1, "two"}, {b, 6, 1, "three"}, {c, 9, 1, "four"}};
    const auto all = w.writeOn(prefixes);
    ASSERT_EQ(all.size(), 4U);
    ASSERT_EQ(all[0].size(), 2U);
    EXPECT_EQ(all[0][1].step.text, "A.");
    EXPECT_TRUE(all[0][0].step.perception);
    EXPECT_EQ(all[1][0].step.text, "B.");
    EXPECT_EQ(all[2][0].step.text, "C.");
    EXPECT_FALSE(all[2][0].step.perception);
    EXPECT_EQ(all[2][0].tokens, 7 + 3); // "Think:\n", then "C.\n"
    EXPECT_EQ(all[3][0].answer, "3");
    EXPECT_EQ(all[3][0].step.text, "");
    EXPECT_EQ(script.asked.at(0).written, "See:\n"); // it has no choice but to begin so
    EXPECT_EQ(script.asked.back().written, "See:\nA.\nB.\nThink:\n");
    std::set<std::uint64_t> seeds;
    for (const WriteRequest& request : script.asked)
        EXPECT_TRUE(seeds.insert(request.seed).second) << request.written;
    const std::int64_t most = options.maxTokens; // what is left to each, one's heading written
    EXPECT_EQ(script.limits, (std::vector{most, most - 3, most - 6, most - 9, most - 6 - 7}));
    EXPECT_EQ(script.asked.size(), 5U);
}

TEST_F(Writer, APrefixWithoutRoomCostsNobodyElse)
{
    script.solutions = {"See:\nA.\nB.\nThink:\nC.\nAnswer: 3"};
    options.maxTokens = 12;
    PolicyWriter w = writer();
    const std::vector<PolicyStep> a{{true, "A."}};
    const std::vector<Prefix> prefixes{{a, 12, 1, "full"}, {a, 11, 1, "cut"}, {a, 3, 1, "free"}};
    const auto all = w.writeOn(prefixes);
    EXPECT_EQ(all.at(0).at(0).step.text + all.at(0).at(0).answer, "");
    EXPECT_EQ(all.at(1).at(0).step.text, "");
    EXPECT_EQ(all.at(2).at(0).step.text, "B.");
    EXPECT_EQ(script.limits, (std::vector<std::int64_t>{1, 9}));
}

TEST_F(Writer, ReadsThePublishedLayoutStepByStep)
{
    script.solutions = {renderPolicyTurn({}, {{true, "A"}, {false, "B"}}, "3")};
    const PolicyForm form;
    PolicyWriter w = writer(form);
    std::vector<PolicyStep> steps;
    std::string answer;
    for (int level = 0; answer.empty() && level < 5; ++level) {
        const Prefix prefix{steps, 0, 1, std::to_string(level)};
        const search::Continuation one = w.writeOn({&prefix, 1})[0][0];
        answer = one.answer;
        if (answer.empty())
            steps.push_back(one.step);
    }
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[1].text, "B");
    EXPECT_FALSE(steps[1].perception);
    EXPECT_EQ(answer, "3");
}

TEST_F(Writer, WhatHasNoFormOrIsCutIsNeitherStepNorAnswer)
{
    script.solutions = {"See:\nThink:\n\n\n\n\nAnswer: 3", "See:\nA long line", "See:\nA."};
    PolicyWriter w = writer();
    const Prefix prefix{{}, 0, 3, "k"};
    const auto all = w.writeOn({&prefix, 1});
    ASSERT_EQ(all.at(0).size(), 3U);
    for (const search::Continuation& one : all[0]) {
        EXPECT_EQ(one.step.text, "");
        EXPECT_EQ(one.answer, "");
        EXPECT_GT(one.tokens, 0);
    }
    options.maxTokens = 4;
    const Prefix spent{{{true, "A."}}, 4, 1, "spent"};
    script.asked.clear();
    EXPECT_EQ(w.writeOn({&spent, 1})[0][0].tokens, 0);
    EXPECT_TRUE(script.asked.empty()); // no token is left
}

TEST_F(Writer, APrefixWithoutRoomCostsItselfAlone)
{
    script.solutions = {"See:\nA.\nB.\nThink:\nC.\nAnswer: 3"};
    script.noRoomFor = "See:\nA.\nB.\n";
    PolicyWriter w = writer();
    const std::vector<Prefix> prefixes{
        {{{true, "A."}}, 0, 1, "a"}, {{{true, "A."}, {true, "B."}}, 0, 1, "b"}, {{}, 0, 1, "c"}};
    const auto all = w.writeOn(prefixes);
    EXPECT_EQ(all[0][0].step.text, "B.");
    EXPECT_EQ(all[1][0].step.text, "");
    EXPECT_EQ(all[2][0].step.text, "A.");
    script.noRoomFor = "See:\n"; // not even for a beginning
    EXPECT_THROW(w.writeOn({&prefixes[2], 1}), EngineError);
}

TEST_F(Writer, SaysWhenItIsStoppedAndWhenNothingEndsAStep)
{
    script.solutions = {"See:\nA."};
    const PolicyForm endless{"", "{question}", "", "", "{step}", "= {answer}"};
    PolicyWriter w = writer(endless);
    const auto codeOf = [&](auto act) {
        try {
            act();
        } catch (const EngineError& error) {
            return error.code();
        }
        return std::string();
    };
    const Prefix prefix{{}, 0, 1, "k"};
    EXPECT_EQ(codeOf([&] { w.writeOn({&prefix, 1}); }), "profile");
    script.stop.request_stop();
    PolicyWriter stopped = writer();
    EXPECT_EQ(codeOf([&] { stopped.writeWhole(1); }), "cancelled");
}

TEST_F(Writer, WholeSolutionsAreThoseOfASynthesis)
{
    script.solutions = {"See:\nA.\nThink:\nC.\nAnswer: 3", "I do not know"};
    PolicyWriter w = writer();
    const std::vector<Whole> all = w.writeWhole(2);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].turn->answer, "3");
    EXPECT_FALSE(all[1].turn);
    EXPECT_EQ(all[1].response, "I do not know");
    EXPECT_EQ(all[1].tokens, 13);
    std::vector<WriteRequest> searched;
    std::swap(searched, script.asked);
    SynthesisOptions synthesis;
    synthesis.solutions = 2;
    synthesis.rollouts = 0;
    synthesis.seed = 7;
    bool given = false;
    SynthesisNews news;
    news.made = [](Synthesised&&) {};
    synthesise(
        lines, synthesis, write,
        [&] { return std::exchange(given, true) ? std::nullopt : std::optional(problem); }, news);
    ASSERT_EQ(script.asked.size(), 1U);
    EXPECT_EQ(script.asked[0].seed, searched.at(0).seed);
    EXPECT_EQ(script.asked[0].written, searched.at(0).written);
}

TEST_F(Writer, BytesThatAreNoCharactersAreReplacedSoThatAPrmCanReadThem)
{
    script.solutions = {"See:\nA \xe7\x8c\n\xff"};
    PolicyWriter w = writer();
    const Prefix prefix{{}, 0, 1, "k"};
    EXPECT_EQ(w.writeOn({&prefix, 1})[0][0].step.text, "A \uFFFD\uFFFD");
    EXPECT_EQ(w.writeWhole(1)[0].response, "See:\nA \uFFFD\uFFFD\n\uFFFD");
}

TEST_F(Writer, ProseHasTheSameAnswerStepByStep)
{
    for (const std::string rest : {"So \\boxed{3}.\n\nThat is all.", "So \\boxed{3}.\n\n"}) {
        script.solutions = {"Two cats.\n\n" + rest};
        PolicyWriter w = writer(lines, true);
        EXPECT_EQ(w.writeWhole(1)[0].turn->answer, "3");
        const Prefix last{{{false, "Two cats."}, {false, "So \\boxed{3}."}}, 20, 1, "k"};
        EXPECT_EQ(w.writeOn({&last, 1})[0][0].answer, "3") << rest;
    }
}

TEST_F(Writer, ProseIsReadByParagraphsAndBoxes)
{
    script.solutions = {"Two cats.\n\nAnd a dog.\n\nSo \\boxed{3}."};
    PolicyWriter w = writer(lines, true);
    const Whole whole = w.writeWhole(1)[0];
    ASSERT_TRUE(whole.turn);
    EXPECT_EQ(whole.turn->steps.size(), 3U);
    EXPECT_EQ(whole.turn->answer, "3");
    const Prefix begun{{{false, "Two cats."}}, 0, 1, "a"};
    const search::Continuation second = w.writeOn({&begun, 1})[0][0];
    EXPECT_EQ(second.step.text, "And a dog.");
    EXPECT_EQ(second.answer, "");
    EXPECT_EQ(script.asked.back().written, "Two cats.\n\n"); // joined without doubling
    const Prefix late{{{false, "Two cats."}, {false, "And a dog."}}, 0, 1, "b"};
    const search::Continuation last = w.writeOn({&late, 1})[0][0];
    EXPECT_EQ(last.step.text, "So \\boxed{3}."); // the answer's paragraph is a step
    EXPECT_EQ(last.answer, "3");
}

TEST_F(Writer, ProseOfAQuestionWithOptionsAnswersByALetter)
{
    const std::vector<std::string> choices{"6", "3", "4"};
    const Reading prose(lines, true, choices);
    EXPECT_EQ(prose.whole("Count.\n\nThe answer is (B).")->answer, "3");
    EXPECT_EQ(prose.whole("Count.\n\nSo \\boxed{C}.")->answer, "4");
    EXPECT_EQ(prose.whole("Count.\n\nSo \\boxed{4}.")->answer, "4");
    EXPECT_EQ(prose.whole("No idea.")->answer, "No idea.");
    const Reading formed(lines, false, choices);
    EXPECT_EQ(formed.whole("See:\nA.\nThink:\nSo.\nAnswer: A")->answer, "6");
}

TEST_F(Writer, WhoEndsWithoutAWordHasAnsweredOnlyWhereABoxStands)
{
    const Reading prose(lines, true);
    EXPECT_FALSE(prose.next({{false, "Two cats."}}, "", false));
    const auto ended = prose.next({{false, "So \\boxed{2}."}}, "", false);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->answer, "2");
    EXPECT_FALSE(prose.next({{false, "So \\boxed{2}."}}, "", true)) << "it goes on";
}

TEST(Grade, TheLastBalancedBoxIsTheAnswerOrAllOfTheText)
{
    EXPECT_EQ(boxedAnswer("\\boxed{1}, so \\boxed{\\frac{1}{2}}."), "\\frac{1}{2}");
    EXPECT_EQ(boxedAnswer("\boxed{7}"), "7"); // an eaten \b
    EXPECT_EQ(boxedAnswer("\\boxed{7} or \\boxed{8"), "7");
    EXPECT_EQ(boxedAnswer("\\boxed{7"), "\\boxed{7");
    EXPECT_EQ(boxedAnswer("foxed{7}"), "foxed{7}");
    EXPECT_EQ(boxedAnswer("oxed{7}"), "oxed{7}");
    EXPECT_EQ(boxedAnswer(""), "");
}
