// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "tests/core/training.h"

using namespace steplight;
using fixture::Json;

namespace {

double weightOf(const Batch& batch)
{
    return batch.labels.weight.sum().item<double>();
}

std::vector<at::Tensor> takeGradients(const std::vector<Parameter>& parameters)
{
    std::vector<at::Tensor> out;
    for (const Parameter& p : parameters) {
        out.push_back(p.tensor.grad());
        p.tensor.mutable_grad() = at::Tensor();
    }
    return out;
}

// {checkpoint name: the part's own rows}
std::map<std::string, at::Tensor> byPart(const std::vector<Parameter>& parameters)
{
    std::map<std::string, at::Tensor> out;
    for (const Parameter& p : parameters) {
        std::int64_t row = 0;
        for (const Part& part : p.parts) {
            out[part.name] = p.tensor.grad().narrow(0, row, part.rows);
            row += part.rows;
        }
    }
    return out;
}

struct Pictures {
    explicit Pictures(const std::string& name)
        : model(fixture::loadTiny(name)), parameters(chooseTrainable(model, {true, true, true})),
          batch(fixture::batchOf(model, name, {"one image", "two images"}, "soft", true))
    {
    }
    std::vector<at::Tensor> gradients(std::size_t kept, LossOver over = LossOver::vocabulary) const
    {
        addGradients(model, batch, {over, kept}, 1 / weightOf(batch));
        return takeGradients(parameters);
    }

    Model model;
    std::vector<Parameter> parameters;
    Batch batch;
};

} // namespace

TEST(Gradients, EveryParameterIsWithin1e4OfTransformers)
{
    for (const Json& test : fixture::training().at("gradients")) {
        const std::string name = test.at("model");
        const bool vision = test.at("vision");
        const Model model = fixture::loadTiny(name);
        const auto parameters = chooseTrainable(model, {true, vision, vision});
        const Batch batch =
            fixture::batchOf(model, name, test.at("cases"), test.at("kind"), vision);
        const LossTally tally =
            addGradients(model, batch, {fixture::overOf(test)}, 1 / weightOf(batch));
        const double expected = test.at("loss");
        EXPECT_NEAR(tally.all().meanLoss(), expected, 1e-5 * expected);

        const auto gradients = byPart(parameters);
        EXPECT_EQ(gradients.size(), test.at("gradients").size());
        double worst = 0;
        for (const auto& [part, reference] : test.at("gradients").items()) {
            const double error =
                fixture::relativeError(fixture::projections(gradients.at(part)), reference);
            EXPECT_LE(error, 1e-4) << name << " " << part;
            worst = std::max(worst, error);
        }
        std::cout << name << " " << test.at("cases") << " " << test.at("kind") << " over "
                  << test.at("over") << ": loss " << tally.all().meanLoss() << " (off by "
                  << std::abs(tally.all().meanLoss() - expected) << "), worst gradient " << worst
                  << "\n";
    }
}

TEST(Gradients, ComputingLayersAgainChangesNoBit)
{
    for (const char* name : {"tiny-old", "tiny-new"}) {
        const Pictures p(name);
        const auto plain = p.gradients(allLayers);
        for (const std::size_t kept : {0, 1, 2}) {
            const auto again = p.gradients(kept);
            for (std::size_t i = 0; i < plain.size(); ++i)
                EXPECT_TRUE(at::equal(plain[i], again[i])) << name << p.parameters[i].name;
        }
    }
}

TEST(Gradients, SkippedRowsOfTheLastLayerChangeNothing)
{
    const Pictures p("tiny-new");
    const auto skipped = p.gradients(allLayers);
    const Rope rope = ropeTable(p.model.config.text, p.batch.packed.sequence.pos);
    const at::Tensor images =
        encodeImages(p.model, p.batch.patches, planVision(p.model.config.vision, p.batch.grids));
    const at::Tensor all = forwardText(p.model, embed(p.model, p.batch.packed.sequence, images),
                                       rope, attendAs(p.batch.packed.plan), {});
    LossTally tally;
    (sumLoss(all.index_select(0, p.batch.labels.rows), p.model.text.head, p.batch.labels,
             LossOver::vocabulary, tally) /
     weightOf(p.batch))
        .backward();
    const auto whole = takeGradients(p.parameters);
    double worst = 0;
    for (std::size_t i = 0; i < whole.size(); ++i)
        worst = std::max(
            worst,
            ((whole[i] - skipped[i]).norm() / skipped[i].norm().clamp_min(1e-4)).item<double>());
    EXPECT_LE(worst, 1e-6);
    std::cout << "rows skipped in the last layer or not: " << worst << "\n";
}

TEST(Gradients, PackedSequencesAddUp)
{
    const Pictures p("tiny-old");
    const auto together = p.gradients(1);
    for (const char* name : {"one image", "two images"}) {
        const Batch one = fixture::batchOf(p.model, "tiny-old", {name}, "soft", true);
        addGradients(p.model, one, {LossOver::vocabulary}, 1 / weightOf(p.batch));
    }
    const auto apart = takeGradients(p.parameters);
    double worst = 0;
    for (std::size_t i = 0; i < apart.size(); ++i)
        worst = std::max(
            worst,
            ((apart[i] - together[i]).norm() / together[i].norm().clamp_min(1e-4)).item<double>());
    EXPECT_LE(worst, 1e-5); // over more tokens a gradient is summed in another order
    std::cout << "packed against one by one: " << worst << "\n";
}

TEST(Gradients, AgreeWithFiniteDifferences)
{
    Model model = fixture::loadTiny("tiny-new");
    for (Parameter& p : parametersOf(model))
        p.tensor.set_data(p.tensor.to(at::kDouble));
    const auto parameters = chooseTrainable(model, {true, true, true});
    Batch batch = fixture::batchOf(model, "tiny-new", {"one image", "text only"}, "soft", true);
    const auto loss = [&] { return evaluateLoss(model, batch, LossOver::pair).all().loss; };
    addGradients(model, batch, {}, 1);
    int seen = 0;
    for (const Parameter& p : parameters)
        for (const char* name : {"visual.blocks.0.attn.qkv.weight", "visual.merger.mlp.0.weight",
                                 "lm_head.weight", "model.layers.0.self_attn.qkv_proj.weight",
                                 "model.layers.2.mlp.gate_up_proj.weight", "model.norm.weight"}) {
            if (p.name != name)
                continue;
            const at::NoGradGuard noGrad;
            const std::int64_t at = p.tensor.grad().abs().argmax().item<std::int64_t>();
            at::Tensor scalar = p.tensor.view(-1)[at];
            const double h = 1e-5, value = scalar.item<double>();
            scalar.fill_(value + h);
            const double above = loss();
            scalar.fill_(value - h);
            const double below = loss();
            scalar.fill_(value);
            const double slope = (above - below) / (2 * h);
            const double gradient = p.tensor.grad().view(-1)[at].item<double>();
            EXPECT_NEAR(gradient, slope, 1e-5 * std::abs(slope)) << name;
            ++seen;
        }
    EXPECT_EQ(seen, 6);
}

TEST(Gradients, OnlyWhatLearnsHasThem)
{
    const Model model = fixture::loadTiny("tiny-new");
    for (const Trainable& t : {Trainable{false, false, true}, Trainable{false, true, false},
                               Trainable{true, false, false}}) {
        const auto chosen = chooseTrainable(model, t);
        const Batch batch =
            fixture::batchOf(model, "tiny-new", {"one image"}, "hard", t.tower || t.merger);
        addGradients(model, batch, {}, 1);
        std::size_t with = 0;
        for (const Parameter& p : parametersOf(model)) {
            with += p.tensor.grad().defined();
            EXPECT_EQ(p.tensor.grad().defined(), p.tensor.requires_grad()) << p.name;
        }
        EXPECT_EQ(with, chosen.size());
        takeGradients(chosen);
    }
}

TEST(Gradients, SectionsAreCountedApart)
{
    const Model model = fixture::loadTiny("tiny-new");
    const Batch batch = fixture::batchOf(model, "tiny-new", {"many steps"}, "hard", false);
    const LossTally tally = evaluateLoss(model, batch, LossOver::pair);
    EXPECT_EQ(tally.perception.labels, 20);
    EXPECT_EQ(tally.reasoning.labels, 20);
    EXPECT_EQ(tally.all().labels, 40);
    EXPECT_NEAR(tally.all().loss, tally.perception.loss + tally.reasoning.loss, 1e-9);
    EXPECT_GT(tally.all().right, 0);
    EXPECT_LT(tally.all().right, 40);
}

TEST(Gradients, ABatchWithoutLabelsIsRefusedAndAStopIsHeard)
{
    const Model model = fixture::loadTiny("tiny-new");
    chooseTrainable(model, {});
    Batch batch = fixture::batchOf(model, "tiny-new", {"text only"}, "hard", false);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(addGradients(model, batch, {}, 1, stop.get_token()), EngineError);
    batch.labels.rows = at::empty({0}, at::kLong);
    EXPECT_THROW(addGradients(model, batch, {}, 1), EngineError);
}
