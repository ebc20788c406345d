// SPDX-License-Identifier: GPL-3.0-or-later
// The measures against scipy, scikit-learn and statsmodels (fixtures/engine/make_evaluation.py),
// against what is worked by hand, and where there is nothing to tell.
#include "engine/evaluation/measure.h"
#include "engine/evaluation/resampling.h"
#include "engine/evaluation/step_metrics.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>
#include <random>

using namespace steplight;
using Json = nlohmann::json;

namespace {

constexpr double tolerance = 1e-12; // the same sums in another order
const double none = std::numeric_limits<double>::quiet_NaN();

const Json& reference()
{
    static const Json read =
        Json::parse(std::ifstream(STEPLIGHT_SOURCE "/tests/fixtures/engine/evaluation.json"));
    return read;
}

std::vector<Case> referenceCases()
{
    std::vector<Case> cases;
    for (const Json& row : reference().at("traces")) {
        Case one{row.at("question"), {}, {}, row.at("answer"), row.at("correct").get<bool>()};
        for (const Json& scores : row.at("scores")) {
            JudgedTrace& trace = one.scored.emplace_back();
            for (std::size_t i = 0; i < scores.size(); ++i)
                trace.push_back({scores[i], row.at("targets")[i].get<double>(),
                                 i < row.at("perception").get<std::size_t>()});
        }
        cases.push_back(std::move(one));
    }
    return cases;
}

Measured measured(const std::vector<Case>& cases, MeasureOptions options)
{
    return measure(cases, options, [](std::int64_t) {});
}

Values stepValues(const std::vector<JudgedTrace>& traces)
{
    return stepMetrics(traces, {});
}

/// One trace a question, one step each.
Case single(const std::string& question, double plus, double target)
{
    return {question, {}, {{{plus, target}}}, {}, {}};
}

} // namespace

TEST(Shares, AreThoseOfStatsmodels)
{
    for (const Json& row : reference().at("wilson")) {
        const auto found = wilson(row[0], row[1]);
        ASSERT_TRUE(found);
        EXPECT_NEAR(found->low, row[2], tolerance) << row;
        EXPECT_NEAR(found->high, row[3], tolerance) << row;
    }
    for (const Json& row : reference().at("mcnemar"))
        EXPECT_NEAR(*mcnemar(row[0], row[1]), row[2], 1e-10) << row; // of lgamma
    for (const Json& row : reference().at("pass_at_k"))
        EXPECT_NEAR(*passAtK(row[0], row[1], row[2]), row[3], tolerance) << row;
}

TEST(Shares, OfNothingAreUnset)
{
    EXPECT_FALSE(wilson(0, 0));
    EXPECT_FALSE(wilson(2, 1));
    EXPECT_FALSE(wilson(none, 3));
    EXPECT_FALSE(mcnemar(0, 0));
    EXPECT_FALSE(passAtK(4, 1, 5));
    EXPECT_FALSE(passAtK(4, 5, 1));
    EXPECT_FALSE(passAtK(4, 1, 0));
}

// VisualPRM (2503.10291) prints 76.8 for the F1 of right steps and 48.0 for their mean with that of
// wrong ones, of InternVL2.5-8B on the 16,585 right and 7,691 wrong steps of VisualProcessBench.
// These counts give both.
TEST(StepMetrics, HaveThePublishedFiguresForThePublishedBenchmark)
{
    JudgedTrace steps;
    const auto add = [&](int count, double plus, double target) {
        steps.insert(steps.end(), static_cast<std::size_t>(count), {plus, target});
    };
    add(14485, 0.9, 1);
    add(16585 - 14485, 0.1, 1);
    add(6651, 0.9, 0);
    add(7691 - 6651, 0.1, 0);
    const Values m = stepValues({steps});
    EXPECT_NEAR(m.at("f1_right"), 0.768, 5e-4);
    EXPECT_NEAR(m.at("step_f1"), 0.480, 5e-4);
}

// Worked by hand: two right traces, of which one passes, and two wrong ones, of which one is found.
TEST(StepMetrics, EqualWhatIsWorkedByHand)
{
    const std::vector<JudgedTrace> traces{
        {{0.9, 1.0, true}, {0.8, 1.0, false}},
        {{0.9, 1.0, true}, {0.4, 1.0, false}},
        {{0.7, 1.0, true}, {0.2, 0.0, false}, {0.6, std::nullopt, false}},
        {{0.6, 0.0, true}, {0.1, 0.0, false}},
    };
    const auto m = stepValues(traces);
    EXPECT_DOUBLE_EQ(m.at("right_passed"), 0.5);
    EXPECT_DOUBLE_EQ(m.at("first_error_found"), 0.5);
    EXPECT_DOUBLE_EQ(m.at("first_error_f1"), 0.5);
    EXPECT_DOUBLE_EQ(m.at("perception_first_error_f1"), 0);
    EXPECT_DOUBLE_EQ(m.at("reasoning_first_error_f1"), 2.0 / 3); // found 1 of 1, passed 1 of 2
    EXPECT_DOUBLE_EQ(m.at("accuracy"), 6.0 / 8);
    EXPECT_DOUBLE_EQ(m.at("step_f1"), (2.0 * 4 / 10 + 2.0 * 2 / 6) / 2);
    EXPECT_DOUBLE_EQ(m.at("perception_accuracy"), 3.0 / 4);
    // Of the 5 × 3 pairs of a right and a wrong step only 0.4 against 0.6 is the wrong way round.
    EXPECT_DOUBLE_EQ(m.at("auc"), 14.0 / 15);
    const double loss = -std::log(0.9) * 2 - std::log(0.8) * 2 - std::log(0.4) * 2 - std::log(0.7) -
                        std::log(0.9); // 1 - 0.6 = 0.4, 1 - 0.2 = 0.8
    EXPECT_NEAR(m.at("loss"), loss / 8, 1e-12);
}

TEST(StepMetrics, TiesCountHalfAndChanceIsHalf)
{
    const std::vector<JudgedTrace> tied{{{0.5, 1.0}, {0.5, 0.0}, {0.5, 1.0}}};
    EXPECT_DOUBLE_EQ(stepValues(tied).at("auc"), 0.5);
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> draw;
    std::vector<JudgedTrace> traces;
    for (int i = 0; i < 4000; ++i)
        traces.push_back({{draw(random), draw(random) < 0.3 ? 0.0 : 1.0}});
    EXPECT_NEAR(stepValues(traces).at("auc"), 0.5, 0.03); // three deviations
}

TEST(StepMetrics, CalibrationIsTheMeanDistanceOfTheBins)
{
    std::vector<JudgedTrace> traces;
    for (int i = 0; i < 10; ++i) // scores of 0.75 that are right six times in ten
        traces.push_back({{0.75, i < 6 ? 1.0 : 0.0}});
    EXPECT_NEAR(stepValues(traces).at("ece"), 0.15, 1e-12);
}

TEST(StepMetrics, SaysNothingOfWhatIsNotThere)
{
    EXPECT_TRUE(stepValues({}).empty());
    const std::vector<JudgedTrace> right{{{0.9, 1.0, true}}};
    const auto m = stepValues(right);
    for (const char* name : {"auc", "first_error_f1", "first_error_found", "reasoning_accuracy"})
        EXPECT_FALSE(m.contains(name)) << name;
    EXPECT_EQ(m.at("right_passed"), 1);
}

TEST(StepMetrics, NeedBothClassesForAnF1)
{
    const Values right = stepValues({{{0.9, 1.0}, {0.2, 1.0}}});
    EXPECT_DOUBLE_EQ(right.at("f1_right"), 2.0 / 3);
    EXPECT_FALSE(right.contains("f1_wrong"));
    EXPECT_FALSE(right.contains("step_f1"));
    const Values wrong = stepValues({{{0.9, 0.0}}});
    EXPECT_EQ(wrong.at("f1_wrong"), 0); // there is one, and it was not told
    EXPECT_FALSE(wrong.contains("f1_right"));
}

TEST(StepMetrics, PassOverWhatIsNoNumber)
{
    EXPECT_TRUE(stepValues({{{none, 1.0}, {none, 0.0}}}).empty());
    EXPECT_TRUE(stepValues({{}}).empty());
    const Values m = stepValues({{{0.9, 1.0}, {none, 0.0}}, {{0.8, 1.0}}});
    EXPECT_EQ(m.at("steps"), 2);
    EXPECT_EQ(m.at("right_passed"), 1); // of the second trace alone
    EXPECT_FALSE(m.contains("first_error_found"));
}

TEST(FirstErrors, AreKnownUpToTheErrorOrNotAtAll)
{
    const auto known = [](const JudgedTrace& trace) { return firstErrors(trace, 0.5).has_value(); };
    const JudgedStep good{0.9, 1.0}, bad{0.9, 0.0}, unknown{0.9, std::nullopt};
    const JudgedStep neutral{0.1, std::nullopt, false, true};
    EXPECT_TRUE(known({good, bad, unknown}));
    EXPECT_FALSE(known({unknown, bad}));
    EXPECT_FALSE(known({good, unknown})); // what follows may be wrong
    EXPECT_FALSE(known({neutral}));
    const auto first = firstErrors({neutral, good, neutral}, 0.5);
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->there || first->told);
}

TEST(Calibration, KeepsEqualScoresTogether)
{
    std::vector<JudgedStep> steps(15, {0.5, 1.0});
    steps.insert(steps.end(), 5, {0.9, 1.0});
    const Bins bins = equalMassBins(steps);
    EXPECT_EQ(bins[0].steps, 15);
    EXPECT_EQ(bins[7].steps, 5);
    EXPECT_NEAR(*calibrationError(bins), (15 * 0.5 + 5 * 0.1) / 20, tolerance);
    EXPECT_NEAR(*worstCalibrationError(bins), 0.5, tolerance);
    EXPECT_FALSE(calibrationError({}));
    EXPECT_FALSE(worstCalibrationError(equalMassBins({})));
}

TEST(Resampling, GivesNumpysPercentilesAndTheSameDrawsAgain)
{
    std::vector<double> values;
    for (int i = 0; i < 101; ++i)
        values.push_back(i * i % 101);
    const auto found = percentiles(values, values.size());
    EXPECT_NEAR(found->low, reference().at("percentiles")[0], tolerance);
    EXPECT_NEAR(found->high, reference().at("percentiles")[1], tolerance);
    EXPECT_FALSE(percentiles({1, 2}, 10));
    EXPECT_FALSE(percentiles({}, 0));

    Resampling one(50, 7), same(50, 7), other(50, 8);
    const auto drawn = one.next();
    EXPECT_TRUE(std::equal(drawn.begin(), drawn.end(), same.next().begin()));
    EXPECT_FALSE(std::equal(drawn.begin(), drawn.end(), other.next().begin()));
    EXPECT_EQ(std::accumulate(drawn.begin(), drawn.end(), 0.0), 50);
}

TEST(Measure, AgreesWithOthersOnBothModels)
{
    const Measured m = measured(referenceCases(), {0.5, 4000, 1});
    for (std::size_t model = 0; model < 2; ++model) {
        const std::string prefix = model == 0 ? "" : "against_";
        for (const auto& [name, value] : reference().at("figures")[model].items())
            if (model == 0 || (name != "oracle" && !name.starts_with("pass_at_"))) {
                EXPECT_NEAR(m.values.at(prefix + name), value, tolerance) << prefix << name;
            }
        const auto& curve = m.curves[model].bestOf;
        ASSERT_EQ(curve.size(), 4U);
        for (std::size_t i = 0; i < curve.size(); ++i)
            EXPECT_NEAR(curve[i].best, reference().at("best_of")[model][i], tolerance);
        EXPECT_NEAR(curve[1].oracle, m.values.at("pass_at_2"), tolerance);
    }
    EXPECT_NEAR(m.values.at("gain_auc"), m.values.at("auc") - m.values.at("against_auc"),
                tolerance);
    // Two draws of thousands: a tenth of the interval's width is far more than they differ by.
    const Json& gain = reference().at("accuracy_gain");
    EXPECT_NEAR(m.values.at("gain_accuracy_low"), gain[0], 0.004);
    EXPECT_NEAR(m.values.at("gain_accuracy_high"), gain[1], 0.004);
    const auto& roc = m.curves[0].roc;
    const Json &wrong = reference().at("roc")[0], &right = reference().at("roc")[1];
    ASSERT_EQ(roc.size(), wrong.size());
    for (std::size_t i = 0; i < roc.size(); ++i) {
        EXPECT_NEAR(roc[i].wrong, wrong[i], tolerance);
        EXPECT_NEAR(roc[i].right, right[i], tolerance);
    }
}

TEST(Measure, TellsWhereTwoModelsDiffer)
{
    const std::vector<Case> cases{
        {"a", {}, {{{0.9, 1.0}, {0.1, 0.0}}, {{0.9, 1.0}, {0.8, 0.0}}}, {}, {}},
        {"b", {}, {{{0.9, 1.0}, {0.9, 1.0}}, {{0.2, 1.0}, {0.9, 1.0}}}, {}, {}},
        {"c", {}, {{{0.6, 1.0}, {0.9, {}}}, {{0.6, 1.0}, {0.1, {}}}}, {}, {}},
        {"d", {}, {{{0.4, 1.0}}, {{0.7, 1.0}}}, {}, {}},
    };
    const Measured m = measured(cases, {0.5, 0, 0});
    EXPECT_EQ(m.values.at("only_model_right"), 2);
    EXPECT_EQ(m.values.at("only_against_right"), 1);
    EXPECT_EQ(m.values.at("mcnemar_p"), 1);
    ASSERT_EQ(m.apart.size(), 3U); // of c nothing is known where they differ
    EXPECT_EQ(m.apart[0].at, 0U);
    EXPECT_EQ(m.apart[0].step, 1U);
    EXPECT_EQ(m.apart[1].at, 1U);
    EXPECT_EQ(m.apart[1].step, 0U);
    EXPECT_EQ(m.apart[2].at, 3U);
    EXPECT_FALSE(m.values.contains("gain_accuracy_low")); // nothing was drawn
}

TEST(Measure, TellsEachPartOfABenchmark)
{
    std::vector<Case> cases;
    for (const char* source : {"MMMU", "WeMath"})
        for (const double target : {1.0, 0.0}) {
            cases.push_back(single(source, target, target));
            cases.back().source = source;
        }
    cases.push_back(single("of one class", 0.9, 1.0));
    cases.back().source = "DynaMath";
    const Measured m = measured(cases, {0.5, 0, 0});
    EXPECT_EQ(m.values.at("step_f1/MMMU"), 1);
    EXPECT_EQ(m.values.at("mean_step_f1"), 1);
    EXPECT_EQ(m.values.at("mean_first_error_f1"), 1);
    EXPECT_FALSE(m.values.contains("step_f1/DynaMath"));
    for (const double target : {1.0, 1.0, 0.0, 0.0}) { // all called right: F1 2/3 and 0
        cases.push_back(single("MathVerse" + std::to_string(cases.size()), 0.9, target));
        cases.back().source = "MathVerse";
    }
    const Measured uneven = measured(cases, {0.5, 0, 0});
    EXPECT_NEAR(uneven.values.at("step_f1/MathVerse"), 1. / 3, 1e-12);
    EXPECT_NEAR(uneven.values.at("mean_step_f1"), (1 + 1 + 1. / 3) / 3, 1e-12);
    EXPECT_NEAR(uneven.values.at("weighted_step_f1"), (2 + 2 + 4. / 3) / 8, 1e-12);
}

/// The scores are squeezed between 0.90 and 0.99: right ones lie above 0.95.
TEST(Measure, ChoosesAThresholdOnOtherQuestionsThanItMeasures)
{
    std::vector<Case> cases;
    for (int i = 0; i < 200; ++i)
        cases.push_back(single(std::to_string(i), 0.9 + i % 10 * 0.01, i % 10 > 5 ? 1.0 : 0.0));
    const Measured fixed = measured(cases, {0.5, 0, 0});
    EXPECT_EQ(fixed.values.at("f1_wrong"), 0);
    const Measured m = measured(cases, {std::nullopt, 0, 0});
    EXPECT_NEAR(m.values.at("threshold_steps"), 0.95, 1e-9);
    EXPECT_NEAR(m.values.at("threshold_errors"), 0.95, 1e-9);
    EXPECT_EQ(m.values.at("step_f1"), 1);
    EXPECT_EQ(m.values.at("choosing_traces") + m.values.at("traces"), 200);
    EXPECT_NEAR(m.values.at("traces"), 100, 28); // four deviations

    // Whatever a trace scores that is measured, the threshold stays.
    int choosing = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        std::vector<Case> other = cases;
        other[i].scored[0][0].plus = 0.123;
        const Values values = measured(other, {std::nullopt, 0, 0}).values;
        const bool chooses = values.at("brier") == m.values.at("brier");
        choosing += chooses ? 1 : 0;
        if (!chooses) {
            EXPECT_EQ(values.at("threshold_steps"), m.values.at("threshold_steps"));
        }
    }
    EXPECT_EQ(choosing, m.values.at("choosing_traces"));
}

TEST(Measure, SaysThatNoThresholdCanBeChosen)
{
    std::vector<Case> cases;
    for (int i = 0; i < 20; ++i)
        cases.push_back(single(std::to_string(i), 0.9, 1.0));
    EXPECT_THROW(measured(cases, {std::nullopt, 0, 0}), NoThreshold);
    // Of one question either half is empty.
    for (const char* question : {"a", "b", "c", "d"})
        EXPECT_THROW(measured({single(question, 0.9, 1.0), single(question, 0.1, 0.0)},
                              {std::nullopt, 0, 0}),
                     NoThreshold);
}

TEST(Measure, OfNothingSaysNothing)
{
    const Measured m = measured({}, {});
    EXPECT_EQ(m.values.at("traces"), 0);
    EXPECT_FALSE(m.values.contains("accuracy"));
    const Measured one = measured({single("q", 0.9, 1.0)}, {});
    EXPECT_EQ(one.values.at("accuracy"), 1);
    EXPECT_FALSE(one.values.contains("accuracy_low")); // of one question nothing varies
    EXPECT_TRUE(one.curves[0].roc.empty());
    EXPECT_TRUE(one.curves[0].bestOf.empty());
}
