// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/config.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/core/error.h"
#include "engine/core/words.h"

namespace steplight {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what)
{
    throw EngineError("config", file.string() + ": " + what +
                                    ". Compare it with the publisher's, or download it again.");
}

Json readJson(const std::filesystem::path& file)
{
    std::ifstream in(file);
    if (!in)
        throw EngineError("config", file.string() + " is not there or cannot be read. Choose a "
                                                    "model's folder, which has config.json, the "
                                                    "tokenizer's files and *.safetensors.");
    try {
        return Json::parse(in);
    } catch (const Json::exception& e) {
        refuse(file, "it is not JSON: " + wordsOf(e));
    }
}

// More than any model has, and two of them multiply without overflow.
constexpr std::int64_t most = std::int64_t(1) << 30;

// The first of `keys` that `object` holds, as a positive integer.
std::int64_t integer(const Json& object, std::initializer_list<const char*> keys,
                     std::int64_t otherwise = 0)
{
    for (const char* key : keys) {
        const auto it = object.find(key);
        if (it == object.end() || it->is_null())
            continue;
        if (!it->is_number_integer() || it->get<std::int64_t>() <= 0 ||
            it->get<std::int64_t>() > most)
            throw std::runtime_error(std::string(key) + " is no positive integer up to " +
                                     std::to_string(most));
        return it->get<std::int64_t>();
    }
    if (otherwise == 0)
        throw std::runtime_error(std::string(*keys.begin()) + " is missing");
    return otherwise;
}

void require(bool ok, const char* what)
{
    if (!ok)
        throw std::runtime_error(what);
}

VisionConfig readVision(const Json& j)
{
    VisionConfig v;
    v.depth = integer(j, {"depth"});
    v.hidden = integer(j, {"hidden_size"});
    v.heads = integer(j, {"num_heads"});
    v.intermediate = integer(j, {"intermediate_size"});
    v.outHidden = integer(j, {"out_hidden_size"});
    v.channels = integer(j, {"in_channels", "in_chans"}, v.channels);
    v.patch = integer(j, {"patch_size"}, v.patch);
    v.temporalPatch = integer(j, {"temporal_patch_size"}, v.temporalPatch);
    v.merge = integer(j, {"spatial_merge_size"}, v.merge);
    v.window = integer(j, {"window_size"}, v.window);
    for (const Json& block : j.value("fullatt_block_indexes", Json::array()))
        require(block.is_number_integer() && block >= 0 && block < v.depth,
                "fullatt_block_indexes holds a number that no block has");
    v.fullBlocks = j.value("fullatt_block_indexes", std::vector<std::int64_t>{7, 15, 23, 31});
    require(j.value("hidden_act", "silu") == "silu", "vision hidden_act is not silu");
    require(v.channels == 3, "the vision model does not take three channels");
    require(v.hidden % v.heads == 0 && v.headDim() % 4 == 0,
            "vision hidden_size does not split into heads of a multiple of 4");
    require(v.window % (v.patch * v.merge) == 0,
            "window_size is no multiple of patch_size * merge");
    return v;
}

// rope_scaling.mrope_section (4.x) or rope_parameters.{rope_theta, mrope_section} (5.x)
void readRope(const Json& j, TextConfig& t)
{
    t.ropeTheta = j.value("rope_theta", t.ropeTheta);
    for (const char* key : {"rope_scaling", "rope_parameters"}) {
        const auto it = j.find(key);
        if (it == j.end() || !it->is_object())
            continue;
        const std::string type = it->value("rope_type", it->value("type", "default"));
        require(type == "default" || type == "mrope",
                "rope scaling other than mrope is not supported");
        t.ropeTheta = it->value("rope_theta", t.ropeTheta);
        if (it->contains("mrope_section"))
            t.mropeSection = it->at("mrope_section").get<std::array<std::int64_t, 3>>();
    }
    require(t.ropeTheta > 1 && t.ropeTheta <= 1e12, "rope_theta is not between 1 and 1e12");
    require(t.mropeSection[0] > 0 && t.mropeSection[1] > 0 && t.mropeSection[2] > 0 &&
                2 * (t.mropeSection[0] + t.mropeSection[1] + t.mropeSection[2]) == t.headDim(),
            "mrope_section does not sum to half the head dimension");
}

TextConfig readText(const Json& j, std::optional<bool> tied)
{
    TextConfig t;
    t.vocab = integer(j, {"vocab_size"});
    t.hidden = integer(j, {"hidden_size"});
    t.layers = integer(j, {"num_hidden_layers"});
    t.heads = integer(j, {"num_attention_heads"});
    t.kvHeads = integer(j, {"num_key_value_heads"}, t.heads);
    t.intermediate = integer(j, {"intermediate_size"});
    t.maxPositions = integer(j, {"max_position_embeddings"}, 32768);
    t.rmsEps = j.value("rms_norm_eps", t.rmsEps);
    t.initialSpread = j.value("initializer_range", t.initialSpread);
    t.tied = tied;
    require(j.value("hidden_act", "silu") == "silu", "hidden_act is not silu");
    require(!j.value("use_sliding_window", false), "sliding-window attention is not supported");
    require(t.hidden % t.heads == 0 && t.headDim() % 2 == 0,
            "hidden_size does not split evenly into heads");
    require(t.heads % t.kvHeads == 0, "num_attention_heads is no multiple of num_key_value_heads");
    require(t.rmsEps > 0 && t.rmsEps <= 0.1, "rms_norm_eps is not between 0 and 0.1");
    require(t.initialSpread > 0, "initializer_range is not positive");
    readRope(j, t);
    return t;
}

// Newer files have it in text_config, older ones at the top, some in both.
std::optional<bool> readTied(const Json& top, const Json& text)
{
    const char* key = "tie_word_embeddings";
    const bool inText = text.contains(key), atTop = top.contains(key);
    if (!inText && !atTop)
        return std::nullopt;
    const bool tied = (inText ? text : top).at(key).get<bool>();
    if (atTop && top.at(key).get<bool>() != tied)
        return std::nullopt;
    return tied;
}

} // namespace

Config readConfig(const std::filesystem::path& folder)
{
    const auto file = folder / "config.json";
    if (!std::filesystem::exists(file) && std::filesystem::exists(folder / "adapter_config.json"))
        throw EngineError("config", folder.string() +
                                        " holds adapters without their model. Merge them into it "
                                        "(PEFT: merge_and_unload, then save_pretrained) and take "
                                        "the folder that this leaves.");
    if (std::filesystem::exists(folder / "adapter_config.json"))
        throw EngineError("config", folder.string() +
                                        " holds adapters beside a model, so nobody can know which "
                                        "of the two is meant. Merge them (PEFT: merge_and_unload, "
                                        "then save_pretrained), or move adapter_config.json away.");
    const Json j = readJson(file);
    try {
        const std::string type = j.value("model_type", "");
        if (type != "qwen2_5_vl")
            throw EngineError("config", file.string() + ": model_type is \"" + type +
                                            "\"; this engine computes qwen2_5_vl. Choose a "
                                            "checkpoint of Qwen2.5-VL.");
        if (j.contains("quantization_config") && !j.at("quantization_config").is_null())
            throw EngineError("config", file.string() +
                                            ": it has a quantization_config, and quantised weights "
                                            "are not supported: take the checkpoint in bfloat16.");
        const Json& text = j.contains("text_config") ? j.at("text_config") : j;
        Config config;
        config.text = readText(text, readTied(j, text));
        config.vision = readVision(j.at("vision_config"));
        config.imageToken = integer(j, {"image_token_id"}, config.imageToken);
        config.videoToken = integer(j, {"video_token_id"}, config.videoToken);
        config.visionStartToken = integer(j, {"vision_start_token_id"}, config.visionStartToken);
        config.visionEndToken = integer(j, {"vision_end_token_id"}, config.visionEndToken);
        require(config.vision.outHidden == config.text.hidden,
                "out_hidden_size differs from the text model's hidden_size");
        return config;
    } catch (const EngineError&) { // says itself what to do
        throw;
    } catch (const std::exception& e) {
        refuse(file, wordsOf(e));
    }
}

Preprocessing readPreprocessing(const std::filesystem::path& folder)
{
    const auto file = folder / "preprocessor_config.json";
    Preprocessing p;
    if (!std::filesystem::exists(file))
        return p;
    const Json j = readJson(file);
    const bool whole = std::filesystem::exists(folder / "config.json");
    const VisionConfig vision = whole ? readConfig(folder).vision : VisionConfig();
    try {
        p.mean = j.value("image_mean", p.mean);
        p.std = j.value("image_std", p.std);
        for (const double s : p.std)
            require(s > 0, "image_std is not positive");
        for (const auto& [key, value] : {std::pair{"patch_size", vision.patch},
                                         {"merge_size", vision.merge},
                                         {"temporal_patch_size", vision.temporalPatch}})
            if (integer(j, {key}, value) != value)
                throw std::runtime_error(std::string(key) + " is " + j.at(key).dump() +
                                         ", but the vision model of config.json takes " +
                                         std::to_string(value));
        return p;
    } catch (const std::exception& e) {
        refuse(file, wordsOf(e));
    }
}

} // namespace steplight
