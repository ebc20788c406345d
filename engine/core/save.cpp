// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/save.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/core/durable_file.h"
#include "engine/core/error.h"

namespace steplight {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

const char* dtypeName(at::ScalarType type)
{
    switch (type) {
    case at::kFloat:
        return "F32";
    case at::kBFloat16:
        return "BF16";
    case at::kHalf:
        return "F16";
    case at::kDouble:
        return "F64";
    case at::kLong:
        return "I64";
    default:
        throw EngineError("weights", std::string("Tensors of type ") + at::toString(type) +
                                         " are not saved. Convert the model first.");
    }
}

// config.json as transformers <= 4.51 wrote it and all later ones read it.
Json flatConfig(const Config& c)
{
    const TextConfig& t = c.text;
    const VisionConfig& v = c.vision;
    return {{"architectures", {"Qwen2_5_VLForConditionalGeneration"}},
            {"model_type", "qwen2_5_vl"},
            {"vocab_size", t.vocab},
            {"hidden_size", t.hidden},
            {"intermediate_size", t.intermediate},
            {"num_hidden_layers", t.layers},
            {"num_attention_heads", t.heads},
            {"num_key_value_heads", t.kvHeads},
            {"max_position_embeddings", t.maxPositions},
            {"rms_norm_eps", t.rmsEps},
            {"rope_theta", t.ropeTheta},
            {"rope_scaling", {{"type", "mrope"}, {"mrope_section", t.mropeSection}}},
            {"hidden_act", "silu"},
            {"use_sliding_window", false},
            {"attention_dropout", 0.0},
            {"image_token_id", c.imageToken},
            {"video_token_id", c.videoToken},
            {"vision_start_token_id", c.visionStartToken},
            {"vision_end_token_id", c.visionEndToken},
            {"vision_config",
             {{"model_type", "qwen2_5_vl"},
              {"depth", v.depth},
              {"hidden_act", "silu"},
              {"hidden_size", v.hidden},
              {"num_heads", v.heads},
              {"intermediate_size", v.intermediate},
              {"out_hidden_size", v.outHidden},
              {"in_channels", v.channels},
              {"in_chans", v.channels},
              {"patch_size", v.patch},
              {"temporal_patch_size", v.temporalPatch},
              {"spatial_merge_size", v.merge},
              {"window_size", v.window},
              {"tokens_per_second", 2},
              {"fullatt_block_indexes", v.fullBlocks}}}};
}

Json configOf(const Model& model, const SaveOptions& options)
{
    const fs::path& source = options.source;
    Json j;
    if (source.empty()) {
        j = flatConfig(model.config);
    } else {
        std::ifstream in(source / "config.json");
        try {
            j = Json::parse(in);
        } catch (const Json::exception& e) {
            throw EngineError("config", (source / "config.json").string() +
                                            " cannot be read again: " + e.what());
        }
    }
    const bool tied = model.text.head.is_same(model.text.embed);
    const at::ScalarType type = options.type.value_or(model.text.embed.scalar_type());
    const auto amend = [&](Json& object) {
        object["tie_word_embeddings"] = tied;
        object.erase("dtype"); // the newer name of the same
        object["torch_dtype"] = type == at::kBFloat16 ? "bfloat16" : "float32";
        if (const auto layers = object.find("num_hidden_layers"); layers != object.end())
            *layers = model.config.text.layers; // some may have been added
        if (const auto types = object.find("layer_types"); types != object.end())
            *types = Json::array_t(std::size_t(model.config.text.layers), "full_attention");
    };
    amend(j);
    if (const auto text = j.find("text_config"); text != j.end() && text->is_object())
        amend(*text);
    return j;
}

// Tokenizer, preprocessor, profile and the like: all but weights, what is written anew, what a
// checkpoint says of the training that it was made in, and what was measured of other weights.
void copySmallFiles(const fs::path& from, const fs::path& to)
{
    if (fs::weakly_canonical(from) == fs::weakly_canonical(to))
        return;
    for (const auto& entry : fs::directory_iterator(from)) {
        const fs::path& file = entry.path();
        const std::string end = file.extension(), name = file.filename();
        if (!entry.is_regular_file() || (end != ".json" && end != ".txt" && end != ".jinja") ||
            name == "config.json" || name == trainStateFile || name.ends_with(".index.json") ||
            name == "metrics.json" || name == "reference_scores.json")
            continue;
        std::ifstream source(file, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(source), {}};
        if (!source)
            throw EngineError("disk", file.string() + " could not be read.");
        writeDurably(to / name, bytes); // else a power cut leaves a model without its tokenizer
    }
}

// Neighbours in one shard; none is cut. At least one shard.
std::vector<std::span<const NamedTensor>> shards(std::span<const NamedTensor> all,
                                                 std::int64_t most)
{
    std::vector<std::span<const NamedTensor>> out;
    std::size_t begin = 0;
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto size = static_cast<std::int64_t>(all[i].tensor.nbytes());
        if (i > begin && bytes + size > most) {
            out.push_back(all.subspan(begin, i - begin));
            begin = i;
            bytes = 0;
        }
        bytes += size;
    }
    out.push_back(all.subspan(begin));
    return out;
}

std::string shardName(std::size_t i, std::size_t count)
{
    char name[64];
    std::snprintf(name, sizeof name, "model-%05zu-of-%05zu.safetensors", i + 1, count);
    return count == 1 ? "model.safetensors" : name;
}

} // namespace

void writeSafeTensors(const fs::path& file, std::span<const NamedTensor> tensors)
{
    std::vector<NamedTensor> all(tensors.begin(), tensors.end());
    // Wide types first, so that every tensor is aligned to its type; then by name.
    std::sort(all.begin(), all.end(), [](const NamedTensor& a, const NamedTensor& b) {
        return std::pair(b.tensor.element_size(), std::string_view(a.name)) <
               std::pair(a.tensor.element_size(), std::string_view(b.name));
    });
    Json header{{"__metadata__", {{"format", "pt"}}}}; // without it transformers refuses the file
    std::uint64_t end = 0;
    for (const NamedTensor& t : all) {
        const std::uint64_t begin = end;
        end += t.tensor.nbytes();
        header[t.name] = {{"dtype", dtypeName(t.tensor.scalar_type())},
                          {"shape", t.tensor.sizes().vec()},
                          {"data_offsets", {begin, end}}};
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    const std::uint64_t length = text.size();
    DurableFile out(file);
    out.write(std::as_bytes(std::span(&length, 1)));
    out.write(text);
    for (const NamedTensor& t : all) {
        const at::Tensor data = t.tensor.detach().to(at::kCPU).contiguous();
        out.write({static_cast<const std::byte*>(data.const_data_ptr()), data.nbytes()});
    }
    out.commit();
}

void saveModel(const Model& model, const fs::path& folder, const SaveOptions& options)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw EngineError("disk", folder.string() + " cannot be made: " + error.message() +
                                      ". Choose a folder that can be written to.");
    std::vector<NamedTensor> tensors = checkpointTensors(model);
    if (options.type)
        for (NamedTensor& t : tensors)
            t.tensor = t.tensor.to(at::kCPU, *options.type); // a GPU may have no room for both
    const auto parts = shards(tensors, options.shardBytes);
    const fs::path index = folder / "model.safetensors.index.json";
    Json map = Json::object();
    std::int64_t total = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        writeSafeTensors(folder / shardName(i, parts.size()), parts[i]);
        for (const NamedTensor& t : parts[i]) {
            map[t.name] = shardName(i, parts.size());
            total += static_cast<std::int64_t>(t.tensor.nbytes());
        }
    }
    if (parts.size() > 1)
        writeDurably(index,
                     Json{{"metadata", {{"total_size", total}}}, {"weight_map", map}}.dump(2));
    else
        fs::remove(index); // of an earlier save in more files; readers look at it first
    writeDurably(folder / "config.json", configOf(model, options).dump(2) + "\n");
    if (!options.source.empty())
        copySmallFiles(options.source, folder);
}

} // namespace steplight
