// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "engine/core/error.h"
#include "engine/core/lora.h"
#include "engine/core/save.h"
#include "tests/core/curve.h"
#include "tests/core/keys.h"

using namespace steplight;
using fixture::Json;

namespace {

// The adapter that PEFT saved, on its model.
Model adapted()
{
    Model model = fixture::loadTiny("tiny-new");
    chooseTrainable(model, {false, false, false});
    loadLora(model, fixture::folder() / "adapter");
    return model;
}

Batch pictures(const Model& model)
{
    return fixture::batchOf(model, "tiny-new", {"one image", "two images"}, "soft", false);
}

} // namespace

TEST(Lora, GradientsEqualPefts)
{
    const Json test = fixture::training().at("lora");
    const Model model = adapted();
    const Batch batch = pictures(model);
    const double weight = batch.labels.weight.sum().item<double>();
    const LossTally tally = addGradients(model, batch, {LossOver::pair, 0}, 1 / weight);
    EXPECT_NEAR(tally.all().meanLoss(), test.at("loss").get<double>(), 1e-5);
    double worst = 0;
    const auto parameters = loraParameters(model);
    EXPECT_EQ(parameters.size(), test.at("gradients").size());
    for (const Parameter& p : parameters) {
        const double error = fixture::relativeError(fixture::projections(p.tensor.grad()),
                                                    test.at("gradients").at(p.name));
        EXPECT_LE(error, 1e-4) << p.name;
        worst = std::max(worst, error);
    }
    for (const Parameter& p : parametersOf(model))
        EXPECT_FALSE(p.tensor.grad().defined()) << p.name;
    std::cout << "adapters: loss off by "
              << std::abs(tally.all().meanLoss() - test.at("loss").get<double>())
              << ", worst gradient " << worst << "\n";
}

TEST(Lora, ComputingLayersAgainChangesNoBit)
{
    const Model model = adapted();
    const Batch batch = pictures(model);
    const auto parameters = loraParameters(model);
    std::vector<at::Tensor> plain;
    addGradients(model, batch, {LossOver::pair, allLayers}, 1);
    for (const Parameter& p : parameters)
        plain.push_back(p.tensor.grad().clone());
    clearGradients(parameters);
    addGradients(model, batch, {LossOver::pair, 1}, 1);
    for (std::size_t i = 0; i < plain.size(); ++i)
        EXPECT_TRUE(at::equal(plain[i], parameters[i].tensor.grad())) << parameters[i].name;
}

TEST(Lora, TrainsLikeAPlainLoopWithPeft)
{
    for (const Json& test : fixture::training().at("curves")) {
        if (!test.at("lora"))
            continue;
        const Model model = adapted();
        AdamW a = adamW(loraParameters(model), fixture::adamWOf(test));
        fixture::expectCurve(test, model, a);
        std::vector<NamedTensor> weights;
        for (const Parameter& p : a.parameters)
            weights.push_back({p.name, p.tensor});
        fixture::expectWeights(test, weights);
    }
}

TEST(Lora, MergedWeightsEqualPeftsAndScoreTheSame)
{
    const Json test = fixture::training().at("lora");
    Model model = adapted();
    const Batch batch = pictures(model);
    const double before = evaluateLoss(model, batch, LossOver::pair).all().loss;
    mergeLora(model);
    EXPECT_TRUE(loraParameters(model).empty());
    EXPECT_NEAR(evaluateLoss(model, batch, LossOver::pair).all().loss, before, 1e-5);
    std::size_t seen = 0;
    for (const NamedTensor& t : checkpointTensors(model))
        if (const auto it = test.at("merged").find(t.name); it != test.at("merged").end()) {
            EXPECT_LE(fixture::relativeError(fixture::projections(t.tensor), *it), 1e-6) << t.name;
            ++seen;
        }
    EXPECT_EQ(seen, test.at("merged").size());
}

TEST(Lora, GoesToPeftsFilesAndBack)
{
    const fixture::TempFolder folder;
    const Model model = adapted();
    saveLora(model, folder.path(), "tiny-new");
    Model again = fixture::loadTiny("tiny-new");
    loadLora(again, folder.path());
    const auto left = loraParameters(model), right = loraParameters(again);
    ASSERT_EQ(left.size(), right.size());
    for (std::size_t i = 0; i < left.size(); ++i)
        EXPECT_TRUE(at::equal(left[i].tensor, right[i].tensor)) << left[i].name;
    EXPECT_EQ(model.text.layers[0].adapters.q.scale, again.text.layers[0].adapters.q.scale);
    const auto keys = [](const fixture::fs::path& adapter) {
        return fixture::keysOf(SafeTensors::openFile(adapter / "adapter_model.safetensors"),
                               "base_model.model.");
    };
    EXPECT_EQ(keys(folder.path()), keys(fixture::folder() / "adapter"));

    const char* python = std::getenv("STEPLIGHT_ORACLE");
    if (!python)
        GTEST_SKIP() << "STEPLIGHT_ORACLE names no Python with transformers and peft";
    const std::string command =
        std::string(python) + " " STEPLIGHT_SOURCE "/tests/core/load_in_peft.py " +
        folder.path().string() + " " + (fixture::folder() / "adapter").string() + " " +
        (fixture::folder() / "tiny-new").string();
    EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(Lora, ANewAdapterChangesNothingUntilItLearns)
{
    Model model = fixture::loadTiny("tiny-old");
    chooseTrainable(model, {false, false, false});
    const Batch batch = fixture::batchOf(model, "tiny-old", {"one image"}, "soft", false);
    const double before = evaluateLoss(model, batch, LossOver::pair).all().loss;
    attachLora(model, {4, 8, {"q_proj", "v_proj", "down_proj"}}, 1);
    EXPECT_EQ(loraParameters(model).size(), 3u * 3 * 2);
    EXPECT_EQ(evaluateLoss(model, batch, LossOver::pair).all().loss, before);
    AdamW a = adamW(loraParameters(model));
    for (int step = 0; step < 30; ++step)
        trainStep(model, a, {&batch, 1}, {}, 1e-2);
    EXPECT_LT(evaluateLoss(model, batch, LossOver::pair).all().loss, 0.9 * before);
    EXPECT_THROW(attachLora(model, {4, 8, {"norm"}}, 1), EngineError);
    EXPECT_THROW(attachLora(model, {0, 8}, 1), EngineError);
}

TEST(Lora, RefusesAdaptersThatItCannotHonour)
{
    const auto refusal = [](const std::string& from, const std::string& to) {
        const fixture::TempFolder folder;
        fixture::fs::copy(fixture::folder() / "adapter", folder.path(),
                          fixture::fs::copy_options::recursive |
                              fixture::fs::copy_options::overwrite_existing);
        std::string text = fixture::readJson("adapter/adapter_config.json").dump();
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        folder.write("adapter_config.json", text.replace(at, from.size(), to));
        Model model = fixture::loadTiny("tiny-new");
        EXPECT_THROW(loadLora(model, folder.path()), EngineError) << to;
        EXPECT_TRUE(loraParameters(model).empty());
    };
    refusal(R"("use_dora":false)", R"("use_dora":true)");
    refusal(R"("bias":"none")", R"("bias":"all")");
    refusal(R"("rank_pattern":{})", R"("rank_pattern":{"q":3})");
    refusal(R"("peft_type":"LORA")", R"("peft_type":"IA3")");
    refusal(R"("r":2)", R"("r":0)");
    Model other = randomModel(readConfig(fixture::folder() / "tiny-old"), 1);
    other.text.layers.pop_back();
    EXPECT_THROW(loadLora(other, fixture::folder() / "adapter"), EngineError);
}
