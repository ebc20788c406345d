// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/error.h"
#include "engine/training/prepare.h"
#include "engine/training/recipe.h"
#include "engine/training/step_metrics.h"
#include "tests/engine/files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

using namespace steplight;

// Worked by hand: two right traces, of which one passes, and two wrong ones, of which one is found.
TEST(StepMetrics, EqualWhatIsWorkedByHand)
{
    const std::vector<JudgedTrace> traces{
        {{0.9, 1.0, true}, {0.8, 1.0, false}},
        {{0.9, 1.0, true}, {0.4, 1.0, false}},
        {{0.7, 1.0, true}, {0.2, 0.0, false}, {0.6, std::nullopt, false}},
        {{0.6, 0.0, true}, {0.1, 0.0, false}},
    };
    const auto m = stepMetrics(traces, 0.5);
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
    EXPECT_DOUBLE_EQ(stepMetrics(tied, 0.5).at("auc"), 0.5);
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> draw;
    std::vector<JudgedTrace> traces;
    for (int i = 0; i < 4000; ++i)
        traces.push_back({{draw(random), draw(random) < 0.3 ? 0.0 : 1.0}});
    EXPECT_NEAR(stepMetrics(traces, 0.5).at("auc"), 0.5, 0.03); // three deviations
}

TEST(StepMetrics, CalibrationIsTheMeanDistanceOfTheBins)
{
    std::vector<JudgedTrace> traces;
    for (int i = 0; i < 10; ++i) // scores of 0.75 that are right six times in ten
        traces.push_back({{0.75, i < 6 ? 1.0 : 0.0}});
    EXPECT_NEAR(stepMetrics(traces, 0.5).at("ece"), 0.15, 1e-12);
}

TEST(StepMetrics, SaysNothingOfWhatIsNotThere)
{
    EXPECT_TRUE(stepMetrics({}, 0.5).empty());
    const std::vector<JudgedTrace> right{{{0.9, 1.0, true}}};
    const auto m = stepMetrics(right, 0.5);
    for (const char* name : {"auc", "first_error_f1", "first_error_found", "reasoning_accuracy"})
        EXPECT_FALSE(m.contains(name)) << name;
    EXPECT_EQ(m.at("right_passed"), 1);
}

TEST(Recipe, DefaultsAreThePublishedOnes)
{
    const Recipe r = readRecipe({});
    EXPECT_EQ(r.epochs, 2);
    EXPECT_EQ(r.batch, 64);
    EXPECT_EQ(r.rate, 1e-5);
    EXPECT_EQ(r.warmup, 0.05);
    EXPECT_EQ(r.adam.beta2, 0.95);
    EXPECT_EQ(r.adam.decay, 1e-4);
    EXPECT_TRUE(r.learns.text && !r.learns.tower && !r.learns.merger);
    EXPECT_TRUE(r.over == LossOver::pair && r.plusHistory && !r.lora);
}

TEST(Recipe, ThePublishedTrainersLabelsBringItsLossAndItsHistory)
{
    const Recipe r = readRecipe({{"labels", "reference"}});
    EXPECT_TRUE(r.referenceLabels && r.over == LossOver::vocabulary && !r.plusHistory);
}

TEST(Recipe, AdaptersLearnInPlaceOfTheText)
{
    const Recipe r = readRecipe({{"lora_rank", "8"}, {"learn", "merger"}});
    EXPECT_EQ(r.lora->rank, 8);
    EXPECT_EQ(r.lora->alpha, 16);
    EXPECT_TRUE(!r.learns.text && r.learns.merger);
}

TEST(Recipe, RefusesByName)
{
    using Settings = std::map<std::string, std::string>;
    for (const Settings& wrong :
         std::vector<Settings>{{{"rate", "0"}},
                               {{"rate", "nan"}},
                               {{"batch", "0"}},
                               {{"batch", "2.5"}},
                               {{"epochs", "1e99"}},
                               {{"loss", "hinge"}},
                               {{"learn", "text,all"}},
                               {{"learn", ""}},
                               {{"beta1", "1"}},
                               {{"lora_alpha", "4"}},
                               {{"labels", "reference"}, {"loss", "pair"}},
                               {{"balance", "classes"}, {"labels", "reference"}},
                               {{"spoon", "1"}}})
        EXPECT_EQ(fixture::codeOf([&] { readRecipe(wrong); }), "input") << wrong.begin()->first;
}

namespace {

ModelFolder tiny()
{
    ModelFolder folder = openModelFolder(fixture::folder() / "tiny-old", {}, 1);
    folder.tokens = findChatTokens(folder.tokenizer, folder.profile);
    return folder;
}

Lesson lessonOf(const ModelFolder& folder, const std::map<std::string, std::string>& settings,
                const protocol::Example& example)
{
    const Recipe recipe = readRecipe(settings);
    Preparer preparer(folder, recipe, [](const protocol::ImageFile&) { return std::string(); }, {});
    return preparer.lesson(example, {});
}

protocol::Example judged(std::vector<std::optional<double>> targets)
{
    protocol::Example e;
    e.trace.question = "How many?";
    e.trace.steps.assign(targets.size(), {Section::reasoning, "There are 12 tiles."});
    e.targets = std::move(targets);
    return e;
}

} // namespace

TEST(Lessons, APolicyLearnsEveryTokenOfItsTurnWhateverItBeginsWith)
{
    const ModelFolder folder = tiny();
    protocol::Example e = judged({1.0, 1.0});
    e.targets.clear();
    e.answer = "12"; // the reasoning section's head begins with a line break
    const Lesson lesson = lessonOf(folder, {{"loss", "vocabulary"}}, e);
    const std::string turn =
        renderPolicyTurn(folder.profile.policy,
                         {{false, "There are 12 tiles."}, {false, "There are 12 tiles."}}, "12");
    const TokenIds ids = folder.tokenizer.encode(turn);
    ASSERT_EQ(lesson.labels.rows.numel(), static_cast<std::int64_t>(ids.size()) + 1);
    EXPECT_EQ(lesson.labels.first[0].item<std::int64_t>(), ids[0]);
    EXPECT_EQ(lesson.labels.first[-1].item<std::int64_t>(), folder.tokens.imEnd);
}

TEST(Lessons, AStepThatNobodyJudgedIsNotLearnt)
{
    const ModelFolder folder = tiny();
    const protocol::Example e = judged({1.0, 0.0, std::nullopt});
    EXPECT_EQ(lessonOf(folder, {}, e).labels.rows.numel(), 2);
    // The published trainer's labels are all + and - of the chat, but not the third step's.
    const auto reference = [&](const protocol::Example& example) {
        return lessonOf(folder, {{"labels", "reference"}}, example).labels.rows.numel();
    };
    EXPECT_EQ(reference(e) + 1, reference(judged({1.0, 0.0, 0.0})));
}

TEST(Lessons, TheChatHoldsPlusAsWhenScoringOrTheLabelsAsPublished)
{
    const ModelFolder folder = tiny();
    const auto said = [&](const char* history) {
        const Lesson lesson = lessonOf(folder, {{"history", history}}, judged({1.0, 0.2, 0.0}));
        std::vector<std::int64_t> ids;
        for (std::int64_t i = 0; i < 3; ++i)
            ids.push_back(
                lesson
                    .ids[static_cast<std::size_t>(lesson.labels.rows[i].item<std::int64_t>()) + 1]);
        return ids;
    };
    const std::int64_t plus = folder.tokens.plus, minus = folder.tokens.minus;
    EXPECT_EQ(said("plus"), (std::vector<std::int64_t>{plus, plus, plus}));
    EXPECT_EQ(said("labels"), (std::vector<std::int64_t>{plus, minus, minus}));
}
