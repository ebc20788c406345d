// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/local_day.h"
#include "storage/runs.h"
#include "storage/team/figures.h"
#include "storage/team/gold.h"

namespace steplight {
namespace {

struct FiguresTest : ProjectTest {
    void say(const std::string& trace, int step, int rating, std::int64_t ms,
             const std::string& who = "Ann", Visibility visibility = Visibility::blind,
             std::int64_t at = 0)
    {
        Label row = label(trace, step, rating, who);
        row.visibility = visibility;
        row.focusMs = ms;
        row.createdAt = at;
        if (rating < 0)
            row.verdict.errorKind = ErrorKind::perception;
        recordLabels(project, {row});
    }
};

TEST_F(FiguresTest, countStepsAndTheirTime)
{
    const auto a = add("a", 6);
    say(a, 0, 1, 400);
    say(a, 1, 1, 1000);
    say(a, 2, 0, 2000);
    say(a, 3, -1, 3000);
    say(a, 3, -1, 1000); // says more of the same step: 4 s in all
    say(a, 4, 1, 0);     // from elsewhere
    say(a, 5, 1, 9000);
    undo(project, "Ann"); // does not stand
    say(a, 0, -1, 100, "Ben");
    const Figures figures = figuresOf(project, "Ann");
    ASSERT_EQ(figures.modes.size(), 1u);
    const ModeFigures& blind = figures.modes[0];
    EXPECT_EQ(blind.visibility, Visibility::blind);
    EXPECT_EQ(blind.steps, 5);
    EXPECT_EQ(blind.today, 5);
    EXPECT_EQ(blind.right, 3);
    EXPECT_EQ(blind.neutral, 1);
    EXPECT_EQ(blind.wrong, 1);
    EXPECT_EQ(blind.kinds, (std::map<ErrorKind, std::int64_t>{{ErrorKind::perception, 1}}));
    EXPECT_EQ(blind.timed, 4); // 400 1000 2000 4000
    EXPECT_EQ(blind.lowMs, 400);
    EXPECT_EQ(blind.medianMs, 1000);
    EXPECT_EQ(blind.highMs, 2000);
    EXPECT_EQ(blind.accepts, 2);
    EXPECT_EQ(blind.quickAccepts, 1);
    EXPECT_FALSE(blind.gold);
}

TEST_F(FiguresTest, keepApartWhatWasSaidUnderDifferentVisibility)
{
    const auto a = add("a");
    say(a, 0, 1, 600);
    say(a, 0, -1, 800, "Ann", Visibility::open); // the estimates changed their mind
    const Figures figures = figuresOf(project, "Ann");
    ASSERT_EQ(figures.modes.size(), 2u);
    EXPECT_EQ(figures.modes[0].right, 1);
    EXPECT_EQ(figures.modes[0].medianMs, 600);
    EXPECT_EQ(figures.modes[1].wrong, 1);
    EXPECT_EQ(figures.modes[1].medianMs, 800);
}

TEST_F(FiguresTest, tellDaysApart)
{
    const auto a = add("a", 4);
    say(a, 0, 1, 600, "Ann", Visibility::blind, dayBegan(0) + 1);
    say(a, 1, 1, 600, "Ann", Visibility::blind, dayBegan(0) - 1);
    say(a, 2, 1, 600, "Ann", Visibility::blind, dayBegan(-8));
    say(a, 3, 1, 600, "Ann", Visibility::blind, dayBegan(-20));
    const Figures figures = figuresOf(project, "Ann");
    EXPECT_EQ(figures.modes[0].today, 1);
    EXPECT_EQ(figures.modes[0].week, 2);
    EXPECT_EQ(figures.modes[0].steps, 4);
    ASSERT_EQ(figures.days.size(), 14u);
    EXPECT_EQ(figures.days[13].steps, 1);
    EXPECT_EQ(figures.days[12].steps, 1);
    EXPECT_EQ(figures.days[5].steps, 1);
    EXPECT_EQ(figures.days[5].began, dayBegan(-8));
}

TEST_F(FiguresTest, leaveOutWhatWasDecidedOverOthers)
{
    const auto a = add("a");
    say(a, 0, 1, 600, "Ben");
    Label decision = label(a, 0, -1);
    decision.supersedes = {currentLabels(project, a)[0].id};
    recordLabels(project, {decision});
    say(a, 0, -1, 600); // says more of the decision
    EXPECT_TRUE(figuresOf(project, "Ann").modes.empty());
}

TEST_F(FiguresTest, compareGoldWithThoseWhoWereNotDealtTo)
{
    const auto a = add("a"), b = add("b");
    setSetting(project, "gold:Ann", "[\"" + a + "\"]");
    EXPECT_TRUE(goldAnswers(project).empty());
    const auto box = [](double left) {
        return Region{Region::Shape::box, 0, {{left, 0}, {left + 10, 10}}, {}};
    };
    say(a, 0, 1, 0, "Eve", Visibility::open);
    Label wrong = label(a, 1, -1, "Eve");
    wrong.verdict.regions = {box(0)};
    recordLabels(project, {wrong});
    say(b, 0, 1, 0, "Eve", Visibility::open);
    say(a, 0, 1, 600);
    Label found = label(a, 1, -1);
    found.visibility = Visibility::blind;
    found.verdict.regions = {box(5)};
    recordLabels(project, {found});
    say(a, 2, 1, 600);  // Eve says nothing of it
    say(b, 0, -1, 600); // no gold
    say(a, 0, -1, 600, "Ann", Visibility::open);
    const auto all = goldAnswers(project);
    ASSERT_EQ(all.size(), 2u); // apart by visibility
    EXPECT_EQ(all[0].annotator, "Ann");
    EXPECT_EQ(all[0].visibility, Visibility::blind);
    EXPECT_EQ(all[0].figures.traces, 1);
    EXPECT_EQ(all[0].figures.steps, 2);
    EXPECT_EQ(all[0].figures.agreeing, 2);
    EXPECT_EQ(all[0].figures.firstErrors, 1);
    EXPECT_EQ(all[0].figures.firstErrorsExact, 1);
    EXPECT_EQ(all[0].figures.regions, 1);
    EXPECT_DOUBLE_EQ(*all[0].figures.overlap(), 1. / 3);
    EXPECT_EQ(all[1].figures.steps, 1);
    EXPECT_EQ(all[1].figures.agreeing, 0);
    EXPECT_EQ(all[1].figures.firstErrors, 1);
    EXPECT_EQ(all[1].figures.firstErrorsExact, 0);
    EXPECT_EQ(figuresOf(project, "Ann").modes[0].gold->agreeing, 2);
    EXPECT_FALSE(figuresOf(project, "Eve").modes[0].gold);
}

} // namespace
} // namespace steplight
