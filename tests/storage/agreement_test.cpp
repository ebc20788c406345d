// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/team/agreement.h"

namespace steplight {
namespace {

struct AgreementTest : ProjectTest {
    void say(const std::string& trace, int step, int rating, const std::string& annotator,
             Visibility visibility = Visibility::blind, std::vector<EstimateKind> shown = {})
    {
        Label row = label(trace, step, rating, annotator);
        row.visibility = visibility;
        row.shown = std::move(shown);
        recordLabels(project, {row});
    }

    /// The share of agreeing pairs and of how many steps, as "1 of 3", under the only visibility.
    std::string shareOfSteps(const std::string& query = "")
    {
        const auto all = agreement(project, query);
        if (all.size() != 1 || !all[0].steps.share.value)
            return std::to_string(all.size()) + " visibilities";
        return std::to_string(static_cast<int>(*all[0].steps.share.value *
                                               static_cast<double>(all[0].steps.units))) +
               " of " + std::to_string(all[0].steps.units);
    }
};

TEST_F(AgreementTest, isOfStepsThatTwoHaveRated)
{
    const auto one = add("a"), other = add("b");
    for (const auto& [step, ann, ben] : {std::tuple(0, 1, 1), {1, 1, -1}, {2, -1, -1}}) {
        say(one, step, ann, "Ann");
        say(one, step, ben, "Ben");
    }
    say(other, 0, 1, "Ann");
    EXPECT_EQ(shareOfSteps(), "2 of 3");
    EXPECT_EQ(shareOfSteps("\"picture b\""), "1 visibilities");
    const auto all = agreement(project, "")[0];
    EXPECT_EQ(all.annotators, (std::vector<std::string>{"Ann", "Ben"}));
    ASSERT_EQ(all.steps.pairs.size(), 1u);
    EXPECT_EQ(all.steps.pairs[0].units, 3);
    EXPECT_NEAR(*all.steps.pairs[0].kappa.value, 0.4, 1e-12); // 2/3 against 4/9 by chance
    EXPECT_EQ(all.regions.pairs, 0);
    EXPECT_FALSE(all.regions.overlap.value);
}

TEST_F(AgreementTest, keepsApartWhatWasSaidUnderDifferentVisibility)
{
    const auto trace = add("a");
    say(trace, 0, 1, "Ann", Visibility::blind);
    say(trace, 0, 1, "Ben", Visibility::open);
    say(trace, 1, 1, "Ann", Visibility::open);
    say(trace, 1, -1, "Ben", Visibility::open);
    const auto all = agreement(project, "");
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].visibility, Visibility::blind);
    EXPECT_EQ(all[0].steps.units, 0);
    EXPECT_FALSE(all[0].steps.share.value);
    EXPECT_EQ(all[1].visibility, Visibility::open);
    EXPECT_EQ(all[1].steps.units, 1);
    EXPECT_EQ(all[1].steps.share.value, 0.0);
}

TEST_F(AgreementTest, takesAPersonsLastBlindWordEvenWhenRevisedInTheOpen)
{
    const auto trace = add("a");
    say(trace, 0, 1, "Ben");
    say(trace, 0, -1, "Ann");
    say(trace, 0, 1, "Ann"); // a slip, corrected
    EXPECT_EQ(shareOfSteps(), "1 of 1");
    say(trace, 0, -1, "Ann", Visibility::open);
    EXPECT_EQ(agreement(project, "")[0].steps.share.value, 1.0);
    undo(project, "Ann");
    EXPECT_EQ(shareOfSteps(), "1 of 1"); // nothing open is left
    undo(project, "Ann");
    EXPECT_EQ(shareOfSteps(), "0 of 1");
    undo(project, "Ann");
    EXPECT_EQ(shareOfSteps(), "1 visibilities"); // Ben is alone
}

TEST_F(AgreementTest, takesWhatWasCommittedBeforeTheReveal)
{
    const auto trace = add("a");
    constexpr auto mode = Visibility::commitThenReveal;
    say(trace, 0, -1, "Ann", mode);
    say(trace, 0, 1, "Ann", mode); // having seen the scores
    say(trace, 0, 1, "Ben", mode);
    EXPECT_EQ(shareOfSteps(), "0 of 1");
}

TEST_F(AgreementTest, whoCommittedHasSeenTheRevealAndSaysNothingBlind)
{
    const auto trace = add("a");
    say(trace, 0, 1, "Ann", Visibility::commitThenReveal);
    say(trace, 0, -1, "Ann", Visibility::blind); // in another queue, after the reveal
    say(trace, 0, -1, "Ben", Visibility::blind);
    for (const auto& one : agreement(project, ""))
        EXPECT_EQ(one.steps.units, 0);
}

TEST_F(AgreementTest, aCopyThatUndoOrRedoWroteIsNoWordBeforeTheReveal)
{
    const auto trace = add("a");
    constexpr auto mode = Visibility::commitThenReveal;
    say(trace, 0, 1, "Ben", mode);
    say(trace, 0, 1, "Ann", mode);
    EXPECT_EQ(shareOfSteps(), "1 of 1");
    undo(project, "Ann");
    say(trace, 0, -1, "Ann", mode); // the estimates were on the screen in between
    EXPECT_EQ(shareOfSteps(), "1 visibilities");
    undo(project, "Ann");
    EXPECT_EQ(shareOfSteps(), "1 visibilities");
    redo(project, "Ann");
    EXPECT_EQ(shareOfSteps(), "1 visibilities");
    say(trace, 1, 1, "Ben", mode);
    say(trace, 1, 1, "Ann", mode);
    say(trace, 1, -1, "Ann", mode, {EstimateKind::mc});
    undo(project, "Ann"); // writes the first word again, after the reveal
    EXPECT_EQ(shareOfSteps(), "1 of 1");
    EXPECT_EQ(agreement(project, "")[0].steps.units, 1);
}

TEST_F(AgreementTest, whoHadSeenTheEstimatesSaysNothingBlind)
{
    const auto trace = add("a");
    say(trace, 0, 1, "Ben");
    say(trace, 0, 1, "Ann");
    EXPECT_EQ(shareOfSteps(), "1 of 1");
    say(trace, 0, -1, "Ann", Visibility::open, {EstimateKind::prm});
    say(trace, 0, -1, "Ann"); // hidden again, but seen
    EXPECT_EQ(agreement(project, "")[0].steps.share.value, 1.0) << "the first blind word stands";
    say(trace, 1, 1, "Ben");
    say(trace, 1, 1, "Ann", Visibility::blind, {EstimateKind::judge}); // a stranger's contradiction
    EXPECT_EQ(agreement(project, "")[0].steps.units, 1);
    say(trace, 2, 1, "Ben", Visibility::commitThenReveal);
    say(trace, 2, 1, "Ann", Visibility::commitThenReveal, {EstimateKind::mc}); // no first word
    const auto all = agreement(project, "");
    ASSERT_GE(all.size(), 2u);
    EXPECT_EQ(all[1].visibility, Visibility::commitThenReveal);
    EXPECT_EQ(all[1].steps.units, 0);
}

TEST_F(AgreementTest, isOfWhatWasSaidBeforeAdjudication)
{
    const auto trace = add("a");
    say(trace, 0, -1, "Ann");
    say(trace, 0, 1, "Ben");
    Label decided = label(trace, 0, 1, "Eve");
    for (const auto& row : currentLabels(project, trace))
        decided.supersedes.push_back(row.id);
    recordLabels(project, {decided}); // in the open, and nobody's word there
    const auto all = agreement(project, "");
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].steps.units, 1);
    EXPECT_EQ(all[0].steps.share.value, 0.0);
}

TEST_F(AgreementTest, ofFirstErrorsNeedsEveryStepBefore)
{
    const auto rate = [&](const std::string& name, const std::string& ann, const std::string& ben) {
        const auto trace = add(name, 4);
        for (int step = 0; step < 4; ++step)
            for (const auto& [who, word] : {std::pair("Ann", ann), {"Ben", ben}})
                if (const char sign = word[static_cast<std::size_t>(step)]; sign != '.')
                    say(trace, step, sign == '-' ? -1 : 1, who);
    };
    rate("a", "+-..", "+-.."); // the same
    rate("b", "++-.", "+-.."); // neighbours
    rate("c", "++++", "+++-"); // none is nobody's neighbour
    rate("d", ".-..", "+-.."); // a step before was passed over
    rate("e", "++++", "++++");
    const auto all = agreement(project, "")[0];
    EXPECT_EQ(all.firstErrors.units, 4);
    EXPECT_EQ(all.firstErrors.share.value, 0.5);
    EXPECT_EQ(all.firstErrorsWithinOne.share.value, 0.75);
    EXPECT_FALSE(all.firstErrorsWithinOne.alpha.value);
    // By hand: of Ann 1, 2, none, none and of Ben 1, 1, 3, none.
    EXPECT_NEAR(*all.firstErrors.pairs[0].kappa.value, (0.5 - 0.25) / 0.75, 1e-12);
}

TEST_F(AgreementTest, measuresRegionsOfTheSameStep)
{
    const auto trace = add("a");
    const auto mark = [&](int step, const char* who, const Region& region) {
        Label row = label(trace, step, -1, who);
        row.visibility = Visibility::blind;
        row.verdict.regions = {region};
        recordLabels(project, {row});
    };
    for (const auto& [who, left] : {std::pair("Ann", 0.), {"Ben", 5.}})
        mark(0, who, {Region::Shape::box, 0, {{left, 0}, {left + 10, 10}}, {}});
    // A point has no area, so it is no pair with one.
    mark(1, "Ann", {Region::Shape::point, 0, {{5, 5}}, {}});
    mark(1, "Ben", {Region::Shape::box, 0, {{0, 0}, {10, 10}}, {}});
    const auto all = agreement(project, "")[0];
    EXPECT_EQ(all.regions.pairs, 1);
    EXPECT_DOUBLE_EQ(*all.regions.overlap.value, 1. / 3);
    EXPECT_DOUBLE_EQ(*all.regions.overlap.low, 1. / 3);
}

TEST_F(AgreementTest, hasIntervalsFromResampledTraces)
{
    for (int i = 0; i < 20; ++i) {
        const auto trace = add(std::to_string(i), 1);
        say(trace, 0, i % 3 ? 1 : -1, "Ann");
        say(trace, 0, i % 4 ? 1 : -1, "Ben");
    }
    const auto once = agreement(project, "")[0].steps, again = agreement(project, "")[0].steps;
    EXPECT_LT(*once.share.low, *once.share.value);
    EXPECT_LT(*once.share.value, *once.share.high);
    EXPECT_LT(*once.alpha.low, *once.alpha.value);
    EXPECT_EQ(once.share.low, again.share.low);
    // Twelve of twenty agree: four standard errors of such a share are 0.44.
    EXPECT_NEAR(*once.share.high - *once.share.low, 0.4, 0.1);
}

} // namespace
} // namespace steplight
