// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <iostream>
#include <map>

#include <ATen/ATen.h>

#include "engine/core/save.h"
#include "engine/prm/picture_cache.h"
#include "engine/prm/prm.h"
#include "tests/core/fixture.h"
#include "tests/engine/files.h"

using namespace steplight;
using fixture::codeOf;
using fixture::Json;
using fixture::picture;
using fixture::slurp;
namespace fs = std::filesystem;

namespace {

ScoreRequest requestOf(const Json& test)
{
    ScoreRequest r{test.at("question"), {}, {}, test.at("steps")};
    for (const Json& name : test.at("images"))
        r.imageBytes.push_back(picture(name));
    return r;
}

// A checkpoint of the fixtures, to be changed.
class Copy
{
public:
    explicit Copy(const char* checkpoint)
    {
        fs::copy(fixture::folder() / checkpoint, m_folder.path() / "model");
    }
    fs::path path() const { return m_folder.path() / "model"; }
    void change(const std::string& file, std::size_t at) const
    {
        std::string bytes = slurp(path() / file);
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        std::ofstream(path() / file, std::ios::binary) << bytes;
    }

private:
    fixture::TempFolder m_folder;
};

class PrmParity : public testing::TestWithParam<const char*>
{
};

} // namespace

TEST_P(PrmParity, EveryStepIsWithin1e5OfTransformers)
{
    std::string last;
    const Prm prm = Prm::load(fixture::folder() / GetParam(),
                              [&](double, const std::string& what) { last = what; });
    EXPECT_EQ(last, "reading the weights");
    EXPECT_EQ(prm.name(), GetParam());
    const Json cases = fixture::readJson("cases.json").at("cases");
    double most = 0;
    std::size_t steps = 0, traces = 0;
    for (const Json& test : cases) {
        if (test.at("model") != GetParam())
            continue;
        const auto expected = test.at("plus").get<std::vector<double>>();
        const ScoreResult result = prm.score(requestOf(test));
        ASSERT_EQ(result.plus.size(), expected.size());
        EXPECT_EQ(result.tokens, static_cast<int>(test.at("ids").size()));
        EXPECT_EQ(result.askedTokens, test.at("rows").back().get<int>() + 1);
        int imageTokens = 0;
        for (const Json& g : test.at("grids"))
            imageTokens += g[1].get<int>() * g[2].get<int>() / 4;
        EXPECT_EQ(result.imageTokens, imageTokens);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const double d = std::fabs(result.plus[i] - expected[i]);
            EXPECT_LE(d, 1e-5) << test.at("name") << " step " << i;
            most = std::max(most, d);
        }
        steps += expected.size();
        ++traces;
    }
    EXPECT_EQ(traces, 10u);
    std::cout << GetParam() << ": max |dP(+)| " << most << " over " << traces << " traces, "
              << steps << " steps\n";
    RecordProperty("max_dp", std::to_string(most));
}

INSTANTIATE_TEST_SUITE_P(Checkpoints, PrmParity, testing::Values("tiny-old", "tiny-new"),
                         [](const auto& p) {
                             return std::string(p.param) == "tiny-old" ? "old" : "fresh";
                         });

TEST(Prm, TheDemosScoresAreTransformers)
{
    const fs::path demo = fs::path(STEPLIGHT_SOURCE) / "resources/demo";
    if (!fs::exists(demo / "prm/reference_scores.json"))
        GTEST_SKIP() << "the demo has no reference scores";
    const Prm prm = Prm::load(demo / "prm");
    const Json reference = Json::parse(slurp(demo / "prm/reference_scores.json"));
    std::ifstream rollouts(demo / "rollouts.jsonl");
    std::map<std::string, Json> byUid;
    for (std::string line; std::getline(rollouts, line);) {
        const Json rollout = Json::parse(line);
        byUid[rollout.at("uid")] = rollout;
    }
    double most = 0;
    for (const Json& trace : reference.at("traces")) {
        const Json& rollout = byUid.at(trace.at("uid"));
        const std::string text = rollout.at("question");
        constexpr std::string_view before = "<question>\n", behind = "\n</question>";
        const std::size_t begin = text.find(before) + before.size();
        ScoreRequest request;
        request.question = text.substr(begin, text.find(behind) - begin);
        request.imageBytes = {slurp(demo / rollout.at("image").get<std::string>())};
        for (const Json& step : rollout.at("steps_with_score"))
            request.steps.push_back(step.at("step"));
        const ScoreResult result = prm.score(request);
        const auto expected = trace.at("p_plus").get<std::vector<double>>();
        EXPECT_EQ(result.tokens, static_cast<int>(trace.at("input_ids").size()));
        ASSERT_EQ(result.plus.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            most = std::max(most, std::fabs(result.plus[i] - expected[i]));
    }
    EXPECT_LE(most, 1e-5);
    std::cout << "demo: max |dP(+)| " << most << '\n';
}

TEST(Prm, StaysUsableAfterBadRequests)
{
    const Prm prm = Prm::load(fixture::folder() / "tiny-old");
    const ScoreRequest good{"How many?", {"1", "2"}, {picture("gray.png")}, {"One.", "Two."}};
    const auto before = prm.score(good).plus;

    const auto fails = [&](const std::function<void(ScoreRequest&)>& change) {
        ScoreRequest r = good;
        change(r);
        return codeOf([&] { prm.score(r); });
    };
    EXPECT_EQ(fails([](ScoreRequest& r) { r.steps.clear(); }), "input");
    EXPECT_EQ(fails([](ScoreRequest& r) { r.imageBytes = {"rubbish"}; }), "image");
    EXPECT_EQ(fails([](ScoreRequest& r) { r.imageBytes = {""}; }), "image");
    EXPECT_EQ(fails([](ScoreRequest& r) { r.question = "\xff"; }), "input");
    EXPECT_EQ(fails([](ScoreRequest& r) { r.steps[0] = std::string(9000, '!'); }), "input");
    EXPECT_EQ(fails([](ScoreRequest& r) { r.question = "<|im_end|><|image_pad|>"; }), "");
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(codeOf([&] { prm.score(good, stop.get_token()); }), "cancelled");

    EXPECT_EQ(prm.score(good).plus, before);
}

TEST(Prm, SkipsTheVisionModelForPicturesThatItHasSeen)
{
    const Json cases = fixture::readJson("cases.json").at("cases");
    const Prm prm = Prm::load(fixture::folder() / "tiny-old");
    ScoreRequest request = requestOf(cases.at(6)); // two images
    const ScoreResult first = prm.score(request), again = prm.score(request);
    EXPECT_GT(first.imageTokens, 0);
    EXPECT_EQ(first.keptImageTokens, 0);
    EXPECT_EQ(again.keptImageTokens, first.imageTokens);
    EXPECT_EQ(again.plus, first.plus);
    request.steps.back() += " Or not.";
    const ScoreResult edited = prm.score(request);
    EXPECT_EQ(edited.keptImageTokens, first.imageTokens);
    EXPECT_NE(edited.plus.back(), first.plus.back());
    EXPECT_EQ(edited.plus, Prm::load(fixture::folder() / "tiny-old").score(request).plus);
    request.imageBytes[0] = picture("rgba.png");
    const ScoreResult other = prm.score(request);
    EXPECT_GT(other.keptImageTokens, 0);
    EXPECT_LT(other.keptImageTokens, other.imageTokens);
}

TEST(PictureCache, KeepsThePicturesMetLastWithinItsBytes)
{
    PictureCache cache(3 * 40);
    int looked = 0;
    const auto meet = [&](const std::string& bytes) {
        bool kept = false;
        const Picture picture = cache.of(
            bytes,
            [&] {
                ++looked;
                return Picture{at::full({1, 10}, static_cast<double>(bytes[0])), {}};
            },
            kept);
        EXPECT_EQ(picture.features[0][0].item<double>(), bytes[0]);
        return kept;
    };
    for (const char* bytes : {"a", "b", "c"})
        EXPECT_FALSE(meet(bytes));
    EXPECT_TRUE(meet("a"));
    EXPECT_FALSE(meet("d")); // in place of b
    EXPECT_TRUE(meet("a"));
    EXPECT_TRUE(meet("c"));
    EXPECT_FALSE(meet("b"));
    EXPECT_EQ(looked, 5);
}

TEST(Prm, ExplainsAStepOfATraceWithTwoPictures)
{
    const Json cases = fixture::readJson("cases.json").at("cases");
    const Prm prm = Prm::load(fixture::folder() / "tiny-old");
    ExplainRequest request{requestOf(cases.at(6)), 1, "integrated", 64, 1};
    const double plus = prm.score(request.trace).plus.at(1);
    double share = 0;
    const ExplainResult e = prm.explain(request, [&](double s, const std::string&) { share = s; });
    EXPECT_EQ(share, 1.0);
    EXPECT_NEAR(e.plus, plus, 1e-6);
    ASSERT_EQ(e.maps.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(e.maps[i].height, cases.at(6).at("grids")[i][1].get<int>() / 2);
        EXPECT_EQ(e.maps[i].width, cases.at(6).at("grids")[i][2].get<int>() / 2);
        EXPECT_EQ(e.maps[i].values.size(),
                  static_cast<std::size_t>(e.maps[i].height * e.maps[i].width));
    }
    std::cout << "gap of 64 points on real features: " << e.gap << "\n";
    EXPECT_LE(e.gap, 0.05);
    request.method = "occlusion";
    request.block = 100; // a picture at a time
    EXPECT_EQ(prm.explain(request).margin, e.margin);

    const auto fails = [&](const std::function<void(ExplainRequest&)>& change) {
        ExplainRequest bad = request;
        change(bad);
        return codeOf([&] { prm.explain(bad); });
    };
    EXPECT_EQ(fails([](ExplainRequest& r) { r.step = 3; }), "input");
    EXPECT_EQ(fails([](ExplainRequest& r) { r.method = "lime"; }), "input");
    EXPECT_EQ(fails([](ExplainRequest& r) { r.trace.imageBytes.clear(); }), "input");
    EXPECT_EQ(fails([](ExplainRequest& r) { r.block = 0; }), "input");
}

TEST(Prm, SaysWhereItComputesAndWhatThatTakes)
{
    const Prm prm = Prm::load(fixture::folder() / "tiny-old");
    EXPECT_EQ(prm.device(), "cpu");
    EXPECT_NE(prm.summary().find("float32 on the CPU (0.1 GB needed, "), std::string::npos)
        << prm.summary();
    EXPECT_EQ(codeOf([] { Prm::load(fixture::folder() / "tiny-old", {}, 0, "tpu"); }), "device");
}

TEST(Prm, ParsesSpecialTokensOfATextOnlyWhereTheProfileSaysSo)
{
    const ScoreRequest request{"Is it over?<|im_end|>", {}, {}, {"Yes."}};
    const int plain = Prm::load(fixture::folder() / "tiny-old").score(request).tokens;
    const Copy copy("tiny-old");
    Json profile = fixture::readJson("tiny-old/steplight_profile.json");
    profile["specials"] = "parse";
    std::ofstream(copy.path() / "steplight_profile.json") << profile;
    EXPECT_LT(Prm::load(copy.path()).score(request).tokens, plain); // one token instead of letters
}

TEST(Prm, SaysThatItsWeightsAreStoredAsFloat16)
{
    const fs::path source = fixture::folder() / "tiny-old";
    const fixture::TempFolder folder;
    SaveOptions half{source};
    half.type = at::kHalf;
    saveModel(loadModel(readConfig(source), SafeTensors::openFolder(source)), folder.path(), half);
    EXPECT_NE(Prm::load(folder.path()).summary().find("float32 on the CPU, stored as float16"),
              std::string::npos);
    EXPECT_EQ(Prm::load(source).summary().find("float16"), std::string::npos);
}

TEST(Prm, SaysWhenThereIsNoProfile)
{
    const Copy copy("tiny-old");
    fs::remove(copy.path() / "steplight_profile.json");
    const Prm prm = Prm::load(copy.path());
    EXPECT_FALSE(prm.profile().fromFile);
    EXPECT_NE(prm.summary().find("there is no steplight_profile.json"), std::string::npos);
    EXPECT_EQ(prm.score({"q", {}, {}, {"s"}}).plus.size(), 1u);
}

TEST(Prm, HashFollowsWeightsTokenizerAndConfigOnly)
{
    const Copy copy("tiny-new");
    const std::string hash = Prm::load(copy.path()).modelHash();
    EXPECT_EQ(hash.size(), 64u);
    EXPECT_EQ(Prm::load(fixture::folder() / "tiny-new").modelHash(), hash);
    fs::remove(copy.path() / "steplight_profile.json");
    std::ofstream(copy.path() / "steplight_profile.json") << R"({"plus":"<+>","minus":"<->"})";
    EXPECT_EQ(Prm::load(copy.path()).modelHash(), hash);
    copy.change("model-00002-of-00002.safetensors",
                fs::file_size(copy.path() / "model-00002-of-00002.safetensors") - 2);
    EXPECT_NE(Prm::load(copy.path()).modelHash(), hash);
}

TEST(Prm, NamesTheFileThatIsMissingOrBroken)
{
    for (const char* file : {"config.json", "merges.txt", "vocab.json", "model.safetensors",
                             "tokenizer_config.json"}) {
        const Copy copy("tiny-old");
        fs::remove(copy.path() / file);
        EXPECT_NE(codeOf([&] { Prm::load(copy.path()); }), "") << file;
        std::ofstream(copy.path() / file) << "{";
        EXPECT_NE(codeOf([&] { Prm::load(copy.path()); }), "") << file;
    }
    EXPECT_EQ(codeOf([] { Prm::load("/nonexistent"); }), "config");
}
