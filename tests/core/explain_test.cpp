// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include "engine/core/error.h"
#include "engine/core/explain.h"
#include "engine/core/score.h"
#include "tests/core/fixture.h"

using namespace steplight;
using fixture::Json;

namespace {

// A case of the fixtures on tiny-old, with features that are drawn.
struct Scene {
    explicit Scene(const std::string& name, at::ScalarType type = at::kFloat)
        : model(loadModel(readConfig(folder()), SafeTensors::openFolder(folder()), {}, type))
    {
        const Json cases = fixture::readJson("cases.json").at("cases");
        for (const Json& test : cases)
            if (test.at("model") == "tiny-old" && test.at("name") == name)
                take(test);
    }

    static fixture::fs::path folder() { return fixture::folder() / "tiny-old"; }

    void take(const Json& test)
    {
        input.ids = test.at("ids").get<std::vector<std::int64_t>>();
        input.row = test.at("rows").back();
        plus = test.at("pair")[0];
        minus = test.at("pair")[1];
        std::int64_t tokens = 0;
        for (const Json& g : test.at("grids")) {
            input.grids.push_back({g[0], g[1], g[2]});
            tokens += input.grids.back().patches() / 4;
        }
        at::manual_seed(5);
        input.images =
            at::randn({tokens, model.config.text.hidden}).to(model.text.embed.scalar_type());
    }

    Explanation by(ExplainBy how, std::int64_t points = 16, std::int64_t block = 1) const
    {
        return explain(model, input, plus, minus, {how, points, block});
    }
    double marginOf(const at::Tensor& images) const
    {
        ExplainInput other = input;
        other.images = images;
        return explain(model, other, plus, minus).margin;
    }
    Model model;
    ExplainInput input;
    std::int64_t plus = 0, minus = 0;
};

} // namespace

TEST(Explain, ExplainsTheMarginThatIsScored)
{
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        const Scene s("one image", type);
        const ScoreInput score{s.input.ids, {s.input.row}, {}, s.input.grids, {}, s.input.images};
        const double margin = scoreMargins(s.model, score, s.plus, s.minus).at(0);
        EXPECT_NEAR(s.by(ExplainBy::gradient).margin, margin, 1e-5) << type;
    }
}

TEST(Explain, GradientEqualsFiniteDifferencesOfEveryToken)
{
    const Scene s("one image");
    const Explanation e = s.by(ExplainBy::gradient);
    const at::Tensor map = e.maps.at(0).flatten(); // f64 [n]
    const at::Tensor way = s.input.images - s.input.images.mean(0, true);
    const double step = 0.02;
    double most = 0;
    for (std::int64_t i = 0; i < map.size(0); ++i) {
        at::Tensor only = at::zeros_like(way);
        only[i] = way[i] * step;
        const double slope =
            (s.marginOf(s.input.images + only) - s.marginOf(s.input.images - only)) / (2 * step);
        most = std::max(most, std::fabs(slope - map[i].item<double>()));
    }
    const double scale = map.abs().max().item<double>();
    std::cout << "finite differences: apart by " << most << " of " << scale << "\n";
    EXPECT_GT(scale, 1e-3);
    EXPECT_LE(most, 0.01 * scale);
}

TEST(Explain, MapsHaveTheShapeOfEachImageAndAddUpToTheSum)
{
    const Scene s("three images");
    const Explanation e = s.by(ExplainBy::gradient);
    ASSERT_EQ(e.maps.size(), s.input.grids.size());
    double sum = 0;
    for (std::size_t i = 0; i < e.maps.size(); ++i) {
        EXPECT_EQ(e.maps[i].size(0), s.input.grids[i].height / 2);
        EXPECT_EQ(e.maps[i].size(1), s.input.grids[i].width / 2);
        sum += e.maps[i].sum().item<double>();
    }
    EXPECT_NEAR(sum, e.sum, 1e-9);
    EXPECT_NE(e.margin, e.baseline);
}

// One layer, keys that know positions only, no MLP, and norms that divide by a constant: then the
// margin is a straight line in the features.
TEST(Explain, TheSumCheckClosesWhereTheModelIsStraight)
{
    Scene s("one image");
    const double crooked = s.by(ExplainBy::gradient).gap();
    s.model.text.layers.resize(1);
    s.model.config.text.rmsEps = 1e4;
    TextLayer& layer = s.model.text.layers[0];
    const TextConfig& t = s.model.config.text;
    layer.qkvW.narrow(0, t.hidden, t.kvHeads * t.headDim()).zero_();
    layer.qkvB.narrow(0, t.hidden, t.kvHeads * t.headDim()) *= 100; // positions weigh unequally
    layer.downW.zero_();
    const double straight = s.by(ExplainBy::gradient).gap();
    std::cout << "gap of the gradient: " << crooked << ", in a straight model " << straight << "\n";
    EXPECT_LE(straight, 2e-3);
    EXPECT_GT(crooked, 0.1); // and it warns where the model is not
}

TEST(Explain, GradientsAlongTheWayCloseTheSumCheck)
{
    const Scene s("one image");
    const double once = s.by(ExplainBy::integrated, 1).gap();
    const double often = s.by(ExplainBy::integrated, 64).gap();
    std::cout << "gap of 1 point: " << once << ", of 64 points: " << often << "\n";
    EXPECT_LE(often, 0.01);
    EXPECT_LT(often, once);
}

TEST(Explain, OcclusionIsWhatCoveringCosts)
{
    const Scene s("one image");
    const at::Tensor mean = s.input.images.mean(0, true); // [1, d]
    const Explanation e = s.by(ExplainBy::occlusion);
    const at::Tensor map = e.maps.at(0).flatten();
    for (const std::int64_t i : {std::int64_t(0), map.size(0) / 2, map.size(0) - 1}) {
        at::Tensor covered = s.input.images.clone();
        covered[i] = mean[0];
        EXPECT_NEAR(map[i].item<double>(), e.margin - s.marginOf(covered), 1e-6) << i;
    }
    const Explanation whole = s.by(ExplainBy::occlusion, 1, 1000); // one block: the baseline itself
    EXPECT_NEAR(whole.sum, whole.margin - whole.baseline, 1e-6);
    EXPECT_LE(whole.gap(), 1e-4);
}

TEST(Explain, PicturesThatNobodyLooksAtExplainNothing)
{
    Scene s("two images");
    for (TextLayer& layer : s.model.text.layers)
        layer.outW.zero_(); // no token hears of another
    for (const ExplainBy how : {ExplainBy::gradient, ExplainBy::integrated, ExplainBy::occlusion}) {
        const Explanation e = s.by(how, 2, 4);
        EXPECT_EQ(e.margin, e.baseline);
        for (const at::Tensor& map : e.maps)
            EXPECT_EQ(map.abs().max().item<double>(), 0.0);
    }
}

TEST(Explain, WhatFollowsTheStepHasNoPart)
{
    Scene s("one image");
    s.input.row = fixture::readJson("cases.json").at("cases")[1].at("rows")[0];
    const Explanation before = s.by(ExplainBy::gradient);
    s.input.ids.back() = 1;
    const Explanation after = s.by(ExplainBy::gradient);
    EXPECT_TRUE(at::equal(before.maps[0], after.maps[0]));
}

TEST(Explain, RefusesAndStopsWithAReason)
{
    Scene s("one image");
    const auto codeOf = [&](const ExplainHow& how, std::stop_token stop = {}) -> std::string {
        try {
            explain(s.model, s.input, s.plus, s.minus, how, {}, stop);
        } catch (const EngineError& e) {
            return e.code();
        }
        return "";
    };
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(codeOf({}, stop.get_token()), "cancelled");
    EXPECT_EQ(codeOf({ExplainBy::integrated, 0, 1}), "input");
    s.input.row = 100'000;
    EXPECT_EQ(codeOf({}), "input");
    s.input.grids.clear();
    EXPECT_EQ(codeOf({}), "input");
}
