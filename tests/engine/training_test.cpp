// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/error.h"
#include "engine/training/prepare.h"
#include "engine/training/recipe.h"
#include "tests/engine/files.h"

#include <gtest/gtest.h>

using namespace steplight;

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

TEST(Lessons, AWholeSolutionIsOneStepAsTheSearchAsksIt)
{
    const ModelFolder folder = tiny();
    protocol::Example whole = judged({0.25, 0.25});
    whole.trace.steps[0].section = Section::perception;
    whole.targets.pop_back();
    whole.answer = "12";
    whole.whole = true;
    protocol::Example asked = judged({0.25});
    asked.trace.steps[0].text =
        renderPolicyTurn(folder.profile.policy,
                         {{true, "There are 12 tiles."}, {false, "There are 12 tiles."}}, "12");
    const Lesson one = lessonOf(folder, {}, whole), other = lessonOf(folder, {}, asked);
    EXPECT_EQ(one.ids, other.ids);
    EXPECT_TRUE(one.labels.rows.equal(other.labels.rows));
    EXPECT_TRUE(one.labels.share.equal(other.labels.share));
    EXPECT_FALSE(one.labels.perception.any().item<bool>());
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
