// SPDX-License-Identifier: GPL-3.0-or-later
// Ways to estimate against the truth of the embedded world. docs/synthesis.md has the whole table.
#include "engine/puzzles/estimating.h"
#include "engine/puzzles/lesson.h"

#include <gtest/gtest.h>

using namespace steplight;
using namespace steplight::puzzles;

namespace {

Located located(EstimateBy by, std::int64_t rollouts, double decided = 0)
{
    Tasks tasks(3, Split::train);
    std::vector<Puzzle> puzzles;
    while (puzzles.size() < 40)
        puzzles.push_back(tasks.next().puzzle);
    SynthesisOptions o;
    o.by = by;
    o.rollouts = rollouts;
    o.decided = decided;
    o.seed = 3;
    return locate(puzzles, o);
}

} // namespace

TEST(Estimates, AScriptGoesOnFromWhatItWrote)
{
    Tasks tasks(5, Split::train);
    const Puzzle puzzle = tasks.next().puzzle;
    const ScriptedPolicy policy(puzzle, 200, tasks.random());
    Random random(1);
    int right = 0;
    for (int i = 0; i < 50; ++i) {
        const std::string whole = policy.goOn("", random);
        const auto turn = readPolicyTurn(scriptedForm(), whole);
        ASSERT_TRUE(turn) << whole;
        for (std::size_t k = 1; k <= turn->steps.size(); ++k) {
            const std::string begun = renderPolicyTurn(
                scriptedForm(), {turn->steps.begin(), turn->steps.begin() + std::ptrdiff_t(k)}, "");
            ASSERT_TRUE(whole.starts_with(begun));
            const auto other = readPolicyTurn(scriptedForm(), begun + policy.goOn(begun, random));
            ASSERT_TRUE(other);
            ASSERT_EQ(other->steps[k - 1], turn->steps[k - 1]);
        }
        right += turn->answer == answer(puzzle) ? 1 : 0;
    }
    EXPECT_GT(right, 0);
    EXPECT_LT(right, 50);
}

TEST(Estimates, OmegaFindsAsManyFirstErrorsWithFewerRollouts)
{
    const Located flat = located(EstimateBy::flat, 8), omega = located(EstimateBy::omega, 8);
    ASSERT_EQ(omega.searched, flat.searched);
    ASSERT_GT(flat.searched, 30);
    EXPECT_GT(flat.right, flat.searched / 2);
    EXPECT_GE(omega.right, flat.right - flat.searched / 10);
    EXPECT_LT(omega.onWrong * 2, flat.onWrong) << "on the same solutions";
}

TEST(Estimates, ADecidedPosteriorSavesRolloutsAndFindsAsMany)
{
    const Located all = located(EstimateBy::flat, 16),
                  decided = located(EstimateBy::flat, 16, 0.95);
    EXPECT_LT(decided.usage.rollouts * 3, all.usage.rollouts * 2);
    EXPECT_GE(decided.right, all.right - all.searched / 10);
    EXPECT_GT(decided.usage.decided, decided.usage.estimates / 2);
    EXPECT_EQ(all.usage.decided, 0);
}

TEST(Estimates, ATreeFindsErrorsBesideThoseOfItsSolutions)
{
    const Located omega = located(EstimateBy::omega, 8), tree = located(EstimateBy::tree, 8);
    EXPECT_EQ(tree.usage.solutionTokens, omega.usage.solutionTokens);
    EXPECT_GT(tree.searched, omega.searched * 3 / 2) << "wrong rollouts";
    EXPECT_GT(tree.positions, omega.positions);
}
