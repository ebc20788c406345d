// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/team/adjudication.h"
#include "storage/team/agreement.h"
#include "storage/training.h"

namespace steplight {
namespace {

struct AdjudicationTest : ProjectTest {
    /// Ratings of steps, one sign each; a dot is none.
    void say(const std::string& trace, const std::string& who, const std::string& signs)
    {
        for (std::size_t step = 0; step < signs.size(); ++step)
            if (signs[step] != '.')
                rate(trace, static_cast<int>(step),
                     signs[step] == '-'   ? -1
                     : signs[step] == '+' ? 1
                                          : 0,
                     who);
    }

    void decideOn(const std::string& trace, int step, int rating, const std::string& who = "Eve")
    {
        Label row = label(trace, step, rating, who);
        row.visibility = Visibility::blind;
        row.supersedes = disputedTrace(project, trace).at(step)->current;
        recordLabels(project, {row});
    }

    std::string orderOf(const std::vector<Dispute>& all)
    {
        std::string words;
        for (const Dispute& one : all)
            words.append(one.question.substr(19, 1)).append(std::to_string(one.open)).append(" ");
        return words;
    }

    /// "+1 -1" in order of names.
    std::string saidOn(const std::string& trace, int step)
    {
        const auto all = disputedTrace(project, trace);
        std::map<std::string, std::string> words;
        for (const auto& one : all.at(step)->said)
            words[all.voices[static_cast<std::size_t>(one.voice)]] += ratingWord(one.verdict);
        std::string text;
        for (const auto& [name, word] : words)
            text += name.substr(0, 1).append(word).append(" ");
        return text;
    }
};

TEST_F(AdjudicationTest, listsTheLeastAgreedFirst)
{
    const auto a = add("a"), b = add("b"), c = add("c"), d = add("d");
    say(a, "Ann", "++-");
    say(a, "Ben", "+++"); // 2 of 3 steps
    say(b, "Ann", "+-.");
    say(b, "Ben", "-+."); // 0 of 2
    say(c, "Ann", "+++");
    say(c, "Ben", "+.."); // agree
    say(d, "Ann", "+++"); // alone
    const auto all = disputes(project);
    EXPECT_EQ(orderOf(all), "b2 a1 ");
    EXPECT_DOUBLE_EQ(all[0].agreement, 0);
    EXPECT_DOUBLE_EQ(all[1].agreement, 2. / 3);
    EXPECT_EQ(all[1].traceId, a);
}

TEST_F(AdjudicationTest, countsPairsAmongThree)
{
    const auto a = add("a");
    say(a, "Ann", "+-.");
    say(a, "Ben", "+-.");
    say(a, "Cleo", "-+.");
    const auto all = disputes(project);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].open, 2);
    EXPECT_DOUBLE_EQ(all[0].agreement, 1. / 3); // one of three pairs on either step
}

TEST_F(AdjudicationTest, takesTheTraceAsAWholeForOneStep)
{
    const auto a = add("a");
    for (const auto& [who, state] :
         {std::pair("Ann", LabelState::badQuestion), {"Ben", LabelState::wrongKey}}) {
        Label row = label(a, wholeTrace, 0, who);
        row.verdict.state = state;
        recordLabels(project, {row});
    }
    EXPECT_EQ(orderOf(disputes(project)), "a1 ");
    const auto trace = disputedTrace(project, a);
    ASSERT_NE(trace.at(wholeTrace), nullptr);
    EXPECT_TRUE(trace.at(wholeTrace)->open);
    EXPECT_EQ(trace.open(), 1);
}

TEST_F(AdjudicationTest, aDecisionEndsTheDisputeAndOneUndoBringsItBack)
{
    const auto a = add("a");
    say(a, "Ann", "+..");
    say(a, "Ben", "-..");
    decideOn(a, 0, 1);
    EXPECT_EQ(current(a), "Eve:0:1");
    EXPECT_TRUE(disputes(project).empty());
    EXPECT_TRUE(traceIds(project, {"rivals"}).empty());
    const auto decided = disputedTrace(project, a);
    EXPECT_EQ(saidOn(a, 0), "A1 B-1 "); // all that was said is kept
    ASSERT_TRUE(decided.at(0)->decision);
    EXPECT_EQ(decided.at(0)->decision->rating, 1);
    EXPECT_FALSE(decided.at(0)->open);

    undo(project, "Eve");
    EXPECT_EQ(current(a), "Ann:0:1 Ben:0:-1");
    const auto undone = disputedTrace(project, a);
    EXPECT_TRUE(undone.at(0)->open);
    EXPECT_FALSE(undone.at(0)->decision);
    EXPECT_EQ(saidOn(a, 0), "A1 B-1 ");

    redo(project, "Eve");
    EXPECT_EQ(current(a), "Eve:0:1");
    EXPECT_TRUE(disputedTrace(project, a).at(0)->decision);
}

TEST_F(AdjudicationTest, anAnnotatorWhoAdjudicatesKeepsTheirOwnWord)
{
    const auto a = add("a");
    say(a, "Ann", "+..");
    say(a, "Ben", "-..");
    decideOn(a, 0, -1, "Ann"); // sees that Ben is right
    EXPECT_EQ(current(a), "Ann:0:-1");
    EXPECT_EQ(saidOn(a, 0), "A1 B-1 ");
    undo(project, "Ann");
    EXPECT_EQ(current(a), "Ann:0:1 Ben:0:-1");
    rate(a, 0, -1, "Ann"); // and now says so on their own
    EXPECT_EQ(saidOn(a, 0), "A-1 B-1 ");
    EXPECT_FALSE(disputedTrace(project, a).at(0)->decision);
}

TEST_F(AdjudicationTest, aDecisionThatIsAmendedIsOneStill)
{
    const auto a = add("a");
    say(a, "Ann", "+..");
    say(a, "Ben", "-..");
    decideOn(a, 0, 1);
    Label amended = label(a, 0, 1, "Eve");
    amended.verdict.reason = "guideline gap";
    recordLabels(project, {amended});
    const auto trace = disputedTrace(project, a);
    EXPECT_EQ(trace.voices.size(), 2u);
    EXPECT_EQ(trace.at(0)->decision->reason, "guideline gap");
    undo(project, "Eve");
    EXPECT_EQ(disputedTrace(project, a).at(0)->decision->reason, "");
}

TEST_F(AdjudicationTest, whoSaysSomethingNewAfterwardsOpensItAgain)
{
    const auto a = add("a");
    say(a, "Ann", "+..");
    say(a, "Ben", "-..");
    decideOn(a, 0, 1);
    rate(a, 0, -1, "Cleo");
    const auto trace = disputedTrace(project, a);
    EXPECT_TRUE(trace.at(0)->open);
    EXPECT_TRUE(trace.at(0)->decision);
    EXPECT_EQ(saidOn(a, 0), "A1 B-1 C-1 ");
    decideOn(a, 0, -1);
    EXPECT_EQ(current(a), "Eve:0:-1");
}

TEST_F(AdjudicationTest, lettersStayInATraceAndChangeBetweenTraces)
{
    std::set<std::string> first;
    for (int i = 0; i < 12; ++i) {
        const auto trace = add(std::to_string(i));
        say(trace, "Ann", "+-+");
        say(trace, "Ben", "-+-");
        const auto voices = disputedTrace(project, trace).voices;
        decideOn(trace, 0, 1);
        EXPECT_EQ(disputedTrace(project, trace).voices, voices);
        first.insert(voices.front());
    }
    EXPECT_EQ(first, (std::set<std::string>{"Ann", "Ben"}));
}

TEST_F(AdjudicationTest, whatIsDecidedIsNobodysIndependentWord)
{
    const auto a = add("a");
    for (const auto& [who, rating] : {std::pair("Ann", 1), {"Ben", -1}}) {
        Label row = label(a, 0, rating, who);
        row.visibility = Visibility::blind;
        recordLabels(project, {row});
    }
    decideOn(a, 0, -1, "Ann"); // blind too
    decideOn(a, 0, -1, "Eve");
    const auto all = agreement(project, "");
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].annotators, (std::vector<std::string>{"Ann", "Ben"}));
    EXPECT_EQ(all[0].steps.units, 1);
    EXPECT_EQ(all[0].steps.share.value, 0.0);
}

TEST_F(AdjudicationTest, showsNeitherEstimatesNorLabelsBesideTheVoices)
{
    const auto a = add("a");
    estimate(a, EstimateKind::prm, {.9, .2, .1});
    say(a, "Ann", "+..");
    const auto detail = disputedTrace(project, a).detail;
    EXPECT_TRUE(detail.estimates.empty());
    EXPECT_TRUE(detail.labels.empty());
    EXPECT_EQ(detail.trace.steps.size(), 3u);
}

} // namespace
} // namespace steplight
