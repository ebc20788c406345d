// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a checkpoint's folder is said in a sentence that names the file and what to
// do.
#include <gtest/gtest.h>

#include "engine/prm/prm.h"
#include "tests/core/fixture.h"
#include "tests/engine/files.h"

using namespace steplight;
using fixture::Json;
using fixture::slurp;
namespace fs = std::filesystem;

namespace {

struct Wrong {
    const char* what;
    std::function<void(const fs::path& folder)> change;
    const char* says;
    const char* step;
};

void write(const fs::path& file, const std::string& text)
{
    fs::remove(file);
    std::ofstream(file, std::ios::binary) << text;
}

void edit(const fs::path& file, const std::function<void(Json&)>& change)
{
    Json json = Json::parse(slurp(file));
    change(json);
    write(file, json.dump());
}

// A checkpoint's safetensors file with other words in its header, as long as before.
void replaceIn(const fs::path& file, const std::string& from, const std::string& to)
{
    std::string bytes = slurp(file);
    bytes.replace(bytes.find(from), from.size(), to);
    write(file, bytes);
}

// The first shard of tiny-new.
const char* const shard = "model-00001-of-00002.safetensors";
const char* const index = "model.safetensors.index.json";

const std::vector<Wrong> wrongs{
    {"architecture",
     [](const fs::path& f) { edit(f / "config.json", [](Json& j) { j["model_type"] = "llava"; }); },
     "model_type is \"llava\"", "Choose a checkpoint of Qwen2.5-VL"},
    {"quantised",
     [](const fs::path& f) {
         edit(f / "config.json", [](Json& j) { j["quantization_config"] = {{"bits", 4}}; });
     },
     "quantization_config", "take the checkpoint in bfloat16"},
    {"no config", [](const fs::path& f) { fs::remove(f / "config.json"); }, "config.json",
     "Choose a model's folder"},
    {"config is no JSON", [](const fs::path& f) { write(f / "config.json", "{"); },
     "config.json: it is not JSON: parse error", "download it again"},
    {"block that is not there",
     [](const fs::path& f) {
         edit(f / "config.json", [](Json& j) {
             j["vision_config"]["fullatt_block_indexes"] = {99, -3};
         });
     },
     "fullatt_block_indexes", "Compare it with the publisher's"},
    {"epsilon",
     [](const fs::path& f) {
         edit(f / "config.json", [](Json& j) { j["text_config"]["rms_norm_eps"] = 1e300; });
     },
     "rms_norm_eps", "Compare it with the publisher's"},
    {"theta",
     [](const fs::path& f) {
         edit(f / "config.json", [](Json& j) { j["text_config"]["rope_theta"] = 1e308; });
     },
     "rope_theta", "Compare it with the publisher's"},
    {"other patches",
     [](const fs::path& f) { write(f / "preprocessor_config.json", R"({"patch_size":16})"); },
     "patch_size is 16, but the vision model of config.json takes 14",
     "Compare it with the publisher's"},
    {"adapters", [](const fs::path& f) { write(f / "adapter_config.json", "{}"); },
     "adapters beside a model", "move adapter_config.json away"},
    {"missing shard", [](const fs::path& f) { fs::remove(f / shard); }, shard,
     "Is the download complete?"},
    {"Git LFS",
     [](const fs::path& f) {
         write(f / shard, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
     },
     "pointer of Git LFS", "git lfs pull"},
    {"web page", [](const fs::path& f) { write(f / shard, "<!doctype html><html></html>"); },
     "is a web page", "Download the file again"},
    {"rubbish", [](const fs::path& f) { write(f / shard, std::string(100, '\xee')); }, shard,
     "Download it again"},
    {"cut", [](const fs::path& f) { fs::resize_file(f / shard, fs::file_size(f / shard) - 1); },
     shard, "Is the download complete?"},
    {"8 bits", [](const fs::path& f) { replaceIn(f / shard, "\"BF16\"", "\"F8_E\""); },
     "its type F8_E is not supported", "Take the checkpoint in BF16"},
    {"index is no JSON", [](const fs::path& f) { write(f / index, "{"); },
     "index.json: parse error", "download it again"},
    {"other index",
     [](const fs::path& f) {
         edit(f / index, [](Json& j) { j["weight_map"]["more.weight"] = shard; });
     },
     "more.weight is not in", "download the shards and the index again"},
    {"no weights", [](const fs::path& f) { fs::remove(f / index); }, "holds neither",
     "Choose the folder that does"},
    {"far more layers",
     [](const fs::path& f) {
         edit(f / "config.json",
              [](Json& j) { j["text_config"]["num_hidden_layers"] = 10'000'000; });
     },
     "far more tensors", "are of one model"},
    {"image token",
     [](const fs::path& f) { edit(f / "config.json", [](Json& j) { j["image_token_id"] = 7; }); },
     "config.json has 7 as the token of images", "from one checkpoint"},
    {"no tokenizer", [](const fs::path& f) { fs::remove(f / "tokenizer.json"); },
     "neither tokenizer.json nor vocab.json", "Copy the tokenizer's files"},
    {"tokenizer is no JSON", [](const fs::path& f) { write(f / "tokenizer.json", "{"); },
     "tokenizer.json: ", "Take the file of the published model"},
    {"profile is no JSON", [](const fs::path& f) { write(f / "steplight_profile.json", "{"); },
     "steplight_profile.json: parse error", "Mend the file"},
    {"label of many tokens",
     [](const fs::path& f) {
         write(f / "steplight_profile.json", R"({"plus":"right so far","minus":"-"})");
     },
     "is not one token", "Set plus and minus"},
};

} // namespace

TEST(Refusals, NameTheFileAndTheNextStep)
{
    for (const Wrong& wrong : wrongs) {
        SCOPED_TRACE(wrong.what);
        const fixture::TempFolder folder;
        fs::copy(fixture::folder() / "tiny-new", folder.path() / "model");
        wrong.change(folder.path() / "model");
        try {
            Prm::load(folder.path() / "model");
            ADD_FAILURE() << "it was loaded";
        } catch (const EngineError& error) {
            const std::string said = error.what();
            EXPECT_NE(said.find(wrong.says), std::string::npos) << said;
            EXPECT_NE(said.find(wrong.step), std::string::npos) << said;
            EXPECT_EQ(said.find("json.exception"), std::string::npos) << said;
            EXPECT_TRUE(said.ends_with('.') || said.ends_with('?') || said.ends_with('"')) << said;
        }
    }
}
