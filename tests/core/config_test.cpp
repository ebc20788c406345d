// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <functional>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "tests/core/fixture.h"

using namespace steplight;
using fixture::Json;

namespace {

Config readChanged(const char* checkpoint, const std::function<void(Json&)>& change)
{
    const fixture::TempFolder folder;
    Json j = fixture::readJson(std::string(checkpoint) + "/config.json");
    change(j);
    folder.write("config.json", j.dump());
    return readConfig(folder.path());
}

} // namespace

TEST(Config, FlatAndNestedFormsGiveTheSameNumbers)
{
    const Config flat = readConfig(fixture::folder() / "tiny-old");
    const Config nested = readConfig(fixture::folder() / "tiny-new");
    EXPECT_EQ(flat.text.hidden, 32);
    EXPECT_EQ(flat.text.kvHeads, 2);
    EXPECT_EQ(flat.text.rmsEps, 1e-6);
    EXPECT_EQ(flat.text.ropeTheta, 1e6);
    EXPECT_EQ(flat.text.mropeSection, (std::array<std::int64_t, 3>{1, 1, 2}));
    EXPECT_EQ(flat.text.tied, true);
    EXPECT_EQ(nested.text.tied, false);
    EXPECT_EQ(nested.text.hidden, flat.text.hidden);
    EXPECT_EQ(nested.text.mropeSection, flat.text.mropeSection);
    EXPECT_EQ(nested.vision.hidden, flat.vision.hidden);
    EXPECT_EQ(nested.vision.fullBlocks, std::vector<std::int64_t>{1});
    EXPECT_EQ(nested.vision.patchValues(), 1176);
}

TEST(Config, ReadsRopeParametersOfTransformers5)
{
    const Config c = readChanged("tiny-new", [](Json& j) {
        Json& text = j["text_config"];
        text.erase("rope_scaling");
        text.erase("rope_theta");
        text["rope_parameters"] = {
            {"rope_type", "default"}, {"rope_theta", 5000.0}, {"mrope_section", {2, 1, 1}}};
    });
    EXPECT_EQ(c.text.ropeTheta, 5000.0);
    EXPECT_EQ(c.text.mropeSection, (std::array<std::int64_t, 3>{2, 1, 1}));
}

TEST(Config, ReadsWhatTransformers554Writes)
{
    const Json newest = fixture::readJson("newest.json");
    ASSERT_EQ(newest.at("made_with").at("transformers"), Json("5.5.4"));
    ASSERT_TRUE(newest.at("config").at("text_config").contains("rope_parameters"));
    const Config c = readChanged("tiny-new", [&](Json& j) { j = newest.at("config"); });
    const Config before = readConfig(fixture::folder() / "tiny-new");
    EXPECT_EQ(c.text.ropeTheta, before.text.ropeTheta);
    EXPECT_EQ(c.text.mropeSection, before.text.mropeSection);
    EXPECT_EQ(c.text.rmsEps, before.text.rmsEps);
    EXPECT_EQ(c.text.tied, false); // whatever vision_config says of itself
    EXPECT_EQ(c.text.vocab, before.text.vocab);
    EXPECT_EQ(c.text.maxPositions, before.text.maxPositions);
    EXPECT_EQ(c.vision.fullBlocks, before.vision.fullBlocks);
    EXPECT_EQ(c.imageToken, before.imageToken);
    EXPECT_EQ(c.videoToken, before.videoToken);
}

TEST(Config, FormsThatTransformersWroteOverTheYearsGiveTheSameNumbers)
{
    const std::vector<std::pair<const char*, std::function<void(Json&)>>> forms = {
        {"torch_dtype", [](Json& j) { j["torch_dtype"] = "float16"; }},
        {"dtype", [](Json& j) { j["dtype"] = "bfloat16"; }},
        {"in_channels",
         [](Json& j) {
             j["vision_config"].erase("in_chans");
             j["vision_config"]["in_channels"] = 3;
         }},
        {"no channels", [](Json& j) { j["vision_config"].erase("in_chans"); }},
        {"rope_type",
         [](Json& j) {
             j["rope_scaling"] = {
                 {"rope_type", "default"}, {"type", "mrope"}, {"mrope_section", {1, 1, 2}}};
         }},
        {"rope_parameters of a flat file",
         [](Json& j) {
             j.erase("rope_scaling");
             j.erase("rope_theta");
             j["rope_parameters"] = {
                 {"rope_type", "default"}, {"rope_theta", 1e6}, {"mrope_section", {1, 1, 2}}};
         }},
        {"a window that is not used", [](Json& j) { j["sliding_window"] = 7; }},
        {"null for what is not there", [](Json& j) { j["image_token_id"] = nullptr; }},
    };
    const Config plain = readConfig(fixture::folder() / "tiny-old");
    for (const auto& [what, change] : forms) {
        SCOPED_TRACE(what);
        const Config c = readChanged("tiny-old", change);
        EXPECT_EQ(c.text.ropeTheta, plain.text.ropeTheta);
        EXPECT_EQ(c.text.mropeSection, plain.text.mropeSection);
        EXPECT_EQ(c.vision.channels, 3);
        EXPECT_EQ(c.text.tied, plain.text.tied);
    }
}

TEST(Config, ReadsThePublishedFiles)
{
    const auto data = fixture::fs::path(STEPLIGHT_SHARED_DATA) / "tokenizer";
    if (!fixture::fs::exists(data))
        GTEST_SKIP() << data << " is absent";
    const Config small = readConfig(data / "qwen2.5-vl-3b-instruct");
    const Config large = readConfig(data / "qwen2.5-vl-7b-instruct");
    EXPECT_EQ(small.text.hidden, 2048);
    EXPECT_EQ(small.text.layers, 36);
    EXPECT_EQ(small.text.tied, true);
    EXPECT_EQ(large.text.hidden, 3584);
    EXPECT_EQ(large.text.kvHeads, 4);
    EXPECT_EQ(large.text.intermediate, 18944);
    EXPECT_EQ(large.text.vocab, 152064);
    EXPECT_EQ(large.text.tied, false);
    for (const Config& c : {small, large}) {
        EXPECT_EQ(c.text.headDim(), 128);
        EXPECT_EQ(c.text.rmsEps, 1e-6);
        EXPECT_EQ(c.text.mropeSection, (std::array<std::int64_t, 3>{16, 24, 24}));
        EXPECT_EQ(c.vision.fullBlocks, (std::vector<std::int64_t>{7, 15, 23, 31}));
        EXPECT_EQ(c.vision.hidden, 1280);
        EXPECT_EQ(c.imageToken, 151655);
    }
}

TEST(Config, TieIsReadFromEitherPlaceAndUnknownWhenTheyDisagree)
{
    const auto tied = [](Json top, Json text) {
        return readChanged("tiny-new",
                           [&](Json& j) {
                               j.erase("tie_word_embeddings");
                               j["text_config"].erase("tie_word_embeddings");
                               if (!top.is_null())
                                   j["tie_word_embeddings"] = top;
                               if (!text.is_null())
                                   j["text_config"]["tie_word_embeddings"] = text;
                           })
            .text.tied;
    };
    EXPECT_EQ(tied(true, nullptr), true);
    EXPECT_EQ(tied(nullptr, true), true);
    EXPECT_EQ(tied(false, false), false);
    EXPECT_EQ(tied(true, false), std::nullopt);
    EXPECT_EQ(tied(nullptr, nullptr), std::nullopt);
}

TEST(Config, RefusesWhatItCannotCompute)
{
    const std::vector<std::pair<const char*, std::function<void(Json&)>>> changes = {
        {"another architecture", [](Json& j) { j["model_type"] = "qwen2_vl"; }},
        {"no vision", [](Json& j) { j.erase("vision_config"); }},
        {"no hidden size", [](Json& j) { j.erase("hidden_size"); }},
        {"negative", [](Json& j) { j["num_hidden_layers"] = -1; }},
        {"zero heads", [](Json& j) { j["num_attention_heads"] = 0; }},
        {"text for a number", [](Json& j) { j["hidden_size"] = "32"; }},
        {"patches that overflow",
         [](Json& j) {
             j["vision_config"]["patch_size"] = std::int64_t(1) << 32;
             j["vision_config"]["spatial_merge_size"] = std::int64_t(1) << 32;
         }},
        {"huge", [](Json& j) { j["hidden_size"] = 1e18; }},
        {"heads do not divide", [](Json& j) { j["num_attention_heads"] = 5; }},
        {"kv heads do not divide", [](Json& j) { j["num_key_value_heads"] = 3; }},
        {"sections do not sum",
         [](Json& j) {
             j["rope_scaling"]["mrope_section"] = {1, 1, 1};
         }},
        {"negative section",
         [](Json& j) {
             j["rope_scaling"]["mrope_section"] = {-1, 3, 2};
         }},
        {"yarn", [](Json& j) { j["rope_scaling"]["type"] = "yarn"; }},
        {"sliding window", [](Json& j) { j["use_sliding_window"] = true; }},
        {"no block's number",
         [](Json& j) { j["vision_config"]["fullatt_block_indexes"] = {1e300}; }},
        {"another activation", [](Json& j) { j["vision_config"]["hidden_act"] = "gelu"; }},
        {"sizes disagree", [](Json& j) { j["vision_config"]["out_hidden_size"] = 64; }},
    };
    EXPECT_NO_THROW(readChanged("tiny-old", [](Json&) {}));
    for (const auto& [what, change] : changes)
        EXPECT_THROW(readChanged("tiny-old", change), EngineError) << what;
    const fixture::TempFolder folder;
    EXPECT_THROW(readConfig(folder.path()), EngineError);
    folder.write("adapter_config.json", "{}");
    try {
        readConfig(folder.path());
        ADD_FAILURE() << "adapters are no model";
    } catch (const EngineError& error) {
        EXPECT_NE(std::string(error.what()).find("merge_and_unload"), std::string::npos);
    }
    folder.write("config.json", "{]");
    EXPECT_THROW(readConfig(folder.path()), EngineError);
    folder.write("config.json", "[]");
    EXPECT_THROW(readConfig(folder.path()), EngineError);
}

TEST(Config, MeanAndDeviationComeFromTheFileOrTransformersDefaults)
{
    const fixture::TempFolder folder;
    EXPECT_EQ(readPreprocessing(folder.path()).mean[0], 0.48145466);
    folder.write("preprocessor_config.json", R"({"min_pixels":3136,"image_std":[1,2,4]})");
    EXPECT_EQ(readPreprocessing(folder.path()).std[2], 4.0);
    EXPECT_EQ(readPreprocessing(folder.path()).mean[0], 0.48145466);
    folder.write("preprocessor_config.json", R"({"image_std":[1,0,4]})");
    EXPECT_THROW(readPreprocessing(folder.path()), EngineError);
    folder.write("preprocessor_config.json", R"({"image_mean":[1,0]})");
    EXPECT_THROW(readPreprocessing(folder.path()), EngineError);
}
