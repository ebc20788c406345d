// SPDX-License-Identifier: GPL-3.0-or-later
// `steplight-engine run` of kind "evaluate", as a real process.
#include "engine/protocol/scored_trace.h"
#include "tests/engine/child.h"
#include "tests/engine/run_fixture.h"

#include <algorithm>

using namespace steplight;
using namespace steplight::protocol;
using steplight::test::Child;

namespace {

/// Two steps; the second is right or wrong. The first model tells it, the second says always 0.7.
ScoredTrace trace(int number, bool two)
{
    const double target = number % 2;
    ScoredTrace one{std::string("t").append(std::to_string(number)),
                    std::string("q").append(std::to_string(number / 2)),
                    {},
                    {{Section::perception, 1.0, false, {0.9}},
                     {Section::reasoning, target, false, {0.2 + target * 0.6}}},
                    target == 1 ? "4" : "5",
                    target == 1};
    if (two)
        for (ScoredStep& step : one.steps)
            step.scores.push_back(0.7);
    return one;
}

} // namespace

class Evaluate : public steplight::test::RunFixture
{
protected:
    void SetUp() override
    {
        RunFixture::SetUp();
        request.kind = "evaluate";
        request.settings = {{"resamples", "200"}};
        request.seed = 3;
    }
    int run()
    {
        writeFolder();
        return Child({"run", folder.string()}).wait();
    }
    std::string failure() const
    {
        const Failed failed = theEnd<Failed>();
        return failed.code + ": " + failed.detail;
    }
};

TEST_F(Evaluate, measuresOneModelWithoutLoadingIt)
{
    request.model = "/no/such/folder";
    for (int i = 0; i < 20; ++i)
        addLine(writeScored(trace(i, false)));
    ASSERT_EQ(run(), 0);
    theEnd<Done>();
    const auto values = all<Metrics>().back().values;
    EXPECT_EQ(values.at("traces"), 20);
    EXPECT_EQ(values.at("questions"), 10);
    EXPECT_EQ(values.at("step_f1"), 1);
    EXPECT_EQ(values.at("step_f1_low"), 1);
    EXPECT_EQ(values.at("first_error_f1"), 1);
    EXPECT_EQ(values.at("best_mean"), 1); // of the two solutions of a question the right one
    EXPECT_NEAR(values.at("brier"), (20 * 0.01 + 10 * 0.04 + 10 * 0.04) / 40, 1e-12);
    EXPECT_FALSE(values.contains("against_step_f1"));
    EXPECT_TRUE(all<Apart>().empty());
    const auto curves = all<Curve>();
    ASSERT_EQ(curves.size(), 3U);
    EXPECT_EQ(curves[0].name, "reliability");
    // Scores of 0.2, 0.8 and 0.9: ten wrong steps, ten right ones, twenty right ones.
    ASSERT_EQ(curves[0].rows.size(), 3U);
    EXPECT_EQ(curves[0].rows[0][0], 10);
    EXPECT_EQ(curves[0].rows[0][2], 0);
    EXPECT_EQ(curves[0].rows[2][2], 1);
    EXPECT_EQ(all<Started>().front().total, 20);
    EXPECT_EQ(all<Progress>().back().done, 20);
}

TEST_F(Evaluate, comparesTwoModels)
{
    for (int i = 0; i < 20; ++i)
        addLine(writeScored(trace(i, true)));
    ASSERT_EQ(run(), 0);
    const auto values = all<Metrics>().back().values;
    EXPECT_EQ(values.at("against_f1_wrong"), 0);
    EXPECT_EQ(values.at("against_auc"), 0.5);
    EXPECT_EQ(values.at("gain_auc"), 0.5);
    EXPECT_EQ(values.at("gain_auc_low"), 0.5); // whatever is drawn
    EXPECT_EQ(values.at("only_model_right"), 10);
    EXPECT_NEAR(values.at("mcnemar_p"), 2.0 / 1024, 1e-12);
    const auto apart = all<Apart>();
    ASSERT_EQ(apart.size(), 20U);
    EXPECT_EQ(apart[0].step, 1);
    EXPECT_EQ(apart[0].target, 0);
    EXPECT_EQ(apart[0].scores, (std::vector<double>{0.2, 0.7}));
}

TEST_F(Evaluate, leavesOutALineThatCannotBeRead)
{
    addLine(writeScored(trace(0, false)));
    addLine("{\"trace\":\"half\n");
    addLine(writeScored(trace(1, true))); // of two models
    addLine(writeScored(trace(3, false)));
    ASSERT_EQ(run(), 0);
    EXPECT_EQ(all<Metrics>().back().values.at("traces"), 2);
    const auto warnings = all<Warning>();
    ASSERT_EQ(warnings.size(), 2U);
    EXPECT_NE(warnings[0].detail.find("Line 2 of input.jsonl"), std::string::npos);
    EXPECT_NE(warnings[1].detail.find("Line 3 of input.jsonl"), std::string::npos);
}

TEST_F(Evaluate, saysWhatIsWrongWithTheRequest)
{
    addLine(writeScored(trace(1, false)));
    request.settings["threshold"] = "high";
    EXPECT_EQ(run(), 1);
    EXPECT_NE(failure().find("malformed: Setting \"threshold\" is \"high\""), std::string::npos);
}

TEST_F(Evaluate, saysThatThereIsNothingToChooseAThresholdBy)
{
    for (int i = 1; i < 20; i += 2) // right steps only
        addLine(writeScored(trace(i, false)));
    request.settings["threshold"] = "chosen";
    EXPECT_EQ(run(), 1);
    EXPECT_NE(failure().find("input: No threshold can be chosen"), std::string::npos);
}

TEST_F(Evaluate, ofNothingFails)
{
    EXPECT_EQ(run(), 1);
    EXPECT_NE(failure().find("There is no trace to be measured"), std::string::npos);
}
