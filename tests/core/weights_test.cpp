// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <map>

#include "engine/core/error.h"
#include "engine/core/weights.h"
#include "tests/core/pictures.h"

using namespace steplight;

namespace {

struct Entry {
    std::string name, dtype;
    std::vector<std::int64_t> shape;
    std::string bytes;
};

std::vector<Entry> entries(const char* checkpoint)
{
    std::vector<Entry> out;
    const SafeTensors s = SafeTensors::openFolder(fixture::folder() / checkpoint);
    for (const auto& [name, info] : s.tensors())
        out.push_back({name,
                       info.dtype,
                       info.shape,
                       {reinterpret_cast<const char*>(info.data.data()), info.data.size()}});
    return out;
}

// Writes the tensors as one file and loads them with the checkpoint's own configuration.
Model loadAs(const char* checkpoint, const std::vector<Entry>& tensors,
             const std::function<void(Config&)>& change = {})
{
    const fixture::TempFolder folder;
    fixture::Json header;
    std::string data;
    for (const Entry& e : tensors) {
        header[e.name] = {{"dtype", e.dtype},
                          {"shape", e.shape},
                          {"data_offsets", {data.size(), data.size() + e.bytes.size()}}};
        data += e.bytes;
    }
    const std::string text = header.dump();
    const std::uint64_t length = text.size();
    folder.write("model.safetensors",
                 std::string(reinterpret_cast<const char*>(&length), 8) + text + data);
    Config config = readConfig(fixture::folder() / checkpoint);
    if (change)
        change(config);
    return loadModel(config, SafeTensors::openFolder(folder.path()));
}

Entry& find(std::vector<Entry>& tensors, const std::string& name)
{
    for (Entry& e : tensors)
        if (e.name == name)
            return e;
    throw std::runtime_error("the fixture has no " + name);
}

std::string refusal(const std::function<void()>& load)
{
    try {
        load();
    } catch (const EngineError& e) {
        EXPECT_EQ(e.code(), "weights");
        return e.what();
    }
    return "";
}

std::string newName(const std::string& name)
{
    if (name.starts_with("visual."))
        return "model." + name;
    if (name.starts_with("model."))
        return "model.language_model." + name.substr(6);
    return name;
}

} // namespace

TEST(Weights, OldAndNewNamesLoadToTheSame)
{
    auto tensors = entries("tiny-old");
    const Model old = loadAs("tiny-old", tensors);
    for (Entry& e : tensors)
        e.name = newName(e.name);
    const Model fresh = loadAs("tiny-old", tensors);
    EXPECT_TRUE(at::equal(old.vision.patchW, fresh.vision.patchW));
    EXPECT_TRUE(at::equal(old.vision.blocks[1].gateUpW, fresh.vision.blocks[1].gateUpW));
    EXPECT_TRUE(at::equal(old.text.layers[2].qkvW, fresh.text.layers[2].qkvW));
    EXPECT_TRUE(at::equal(old.text.head, fresh.text.head));
}

TEST(Weights, LoadsTheNamesThatTransformers554Writes)
{
    std::map<std::string, std::string> names; // it writes model.layers beside model.visual
    const fixture::Json written = fixture::readJson("newest.json").at("tensors");
    for (const fixture::Json& name : written)
        names[oldName(name.get<std::string>())] = name;
    auto tensors = entries("tiny-new");
    ASSERT_EQ(names.size(), tensors.size());
    for (Entry& e : tensors)
        e.name = names.at(oldName(e.name));
    EXPECT_TRUE(at::equal(loadAs("tiny-new", tensors).text.head,
                          loadAs("tiny-new", entries("tiny-new")).text.head));
}

TEST(Weights, TiedHeadIsTheEmbedding)
{
    auto tensors = entries("tiny-old");
    EXPECT_TRUE(
        loadAs("tiny-old", tensors).text.head.is_same(loadAs("tiny-old", tensors).text.head) ==
        false);
    const Model plain = loadAs("tiny-old", tensors);
    EXPECT_TRUE(plain.text.head.is_same(plain.text.embed));

    // A tied checkpoint may hold the head all the same; one that does not say is tied by the head's
    // absence.
    Entry head = find(tensors, "model.embed_tokens.weight");
    head.name = "lm_head.weight";
    head.bytes.assign(head.bytes.size(), '\0');
    const auto silent = [](Config& c) { c.text.tied.reset(); };
    EXPECT_TRUE(at::equal(loadAs("tiny-old", tensors, silent).text.head, plain.text.embed));
    tensors.push_back(head);
    EXPECT_TRUE(at::equal(loadAs("tiny-old", tensors).text.head, plain.text.embed));
    EXPECT_EQ(loadAs("tiny-old", tensors, silent).text.head.abs().sum().item<float>(), 0.0f);
}

TEST(Weights, RefusesMissingUnusedDoubledAndMisshapenTensors)
{
    const auto good = entries("tiny-new");
    EXPECT_EQ(refusal([&] { loadAs("tiny-new", good); }), "");

    for (const char* name : {"lm_head.weight", "model.visual.merger.mlp.0.bias",
                             "model.language_model.layers.2.self_attn.k_proj.bias",
                             "model.language_model.norm.weight"}) {
        auto tensors = good;
        std::erase_if(tensors, [&](const Entry& e) { return e.name == name; });
        ASSERT_EQ(tensors.size() + 1, good.size()) << name;
        EXPECT_NE(refusal([&] { loadAs("tiny-new", tensors); }).find(oldName(name)),
                  std::string::npos)
            << name;
    }

    auto tensors = good;
    tensors.push_back(tensors.back());
    tensors.back().name = "model.language_model.layers.3.input_layernorm.weight";
    EXPECT_NE(refusal([&] { loadAs("tiny-new", tensors); }).find("layers.3"), std::string::npos);

    tensors = good;
    tensors.push_back(find(tensors, "model.language_model.norm.weight"));
    tensors.back().name = "model.norm.weight";
    EXPECT_NE(refusal([&] { loadAs("tiny-new", tensors); }).find("old and its new name"),
              std::string::npos);

    tensors = good;
    std::swap(find(tensors, "lm_head.weight").shape[0], find(tensors, "lm_head.weight").shape[1]);
    EXPECT_NE(refusal([&] { loadAs("tiny-new", tensors); }).find("lm_head.weight"),
              std::string::npos);

    tensors = good;
    Entry& norm = find(tensors, "model.language_model.norm.weight");
    norm.dtype = "I32";
    norm.bytes.assign(norm.bytes.size() * 2, '\0');
    EXPECT_NE(refusal([&] { loadAs("tiny-new", tensors); }).find("I32"), std::string::npos);
}

TEST(Weights, ComparingNamesEveryFaultAndReadsNothing)
{
    const auto folder = fixture::folder() / "tiny-new";
    Config config = readConfig(folder);
    const SafeTensors file = SafeTensors::openFolder(folder);
    EXPECT_EQ(compareTensors(config, file).all, 0u);
    EXPECT_EQ(compareTensors(readConfig(fixture::folder() / "tiny-old"),
                             SafeTensors::openFolder(fixture::folder() / "tiny-old"))
                  .all,
              0u);
    config.text.layers += 1; // twelve tensors a layer
    config.vision.depth -= 1;
    config.text.vocab += 1;
    const TensorFaults faults = compareTensors(config, file);
    EXPECT_EQ(faults.missing.size(), 12u);
    EXPECT_EQ(faults.unused.size(), 12u); // as many a block
    EXPECT_FALSE(faults.misshapen.empty());
    EXPECT_EQ(faults.all, faults.missing.size() + faults.unused.size() + faults.misshapen.size());
    config.text.layers = 40;
    EXPECT_EQ(compareTensors(config, file).missing.size(), 37u * 12);
    config.text.layers = 1'000'000'000;
    EXPECT_NE(refusal([&] { compareTensors(config, file); }).find("far more tensors"),
              std::string::npos);
}

TEST(Weights, OneRefusalNamesEveryMissingUnusedAndMisshapenTensor)
{
    auto tensors = entries("tiny-new");
    std::vector<std::string> gone;
    for (std::size_t i = 0; i < tensors.size(); i += 5)
        gone.push_back(oldName(tensors[i].name));
    std::erase_if(tensors, [&](const Entry& e) {
        return std::find(gone.begin(), gone.end(), oldName(e.name)) != gone.end();
    });
    Entry odd = tensors.front();
    for (const char* name : {"model.visual.extra.weight", "score.weight", "v_head.bias"}) {
        odd.name = name;
        tensors.push_back(odd);
    }
    const std::string said = refusal([&] { loadAs("tiny-new", tensors); });
    for (const std::string& name : gone)
        EXPECT_NE(said.find(name), std::string::npos) << name;
    for (const char* name : {"visual.extra.weight", "score.weight", "v_head.bias"})
        EXPECT_NE(said.find(name), std::string::npos) << name;
    EXPECT_NE(said.find(std::to_string(gone.size() + 3) + " tensors do not fit"), std::string::npos)
        << said.substr(0, 200);
    EXPECT_TRUE(said.ends_with("saved by one program."));
}

TEST(Weights, ATruncatedShardIsNamedWithWhatToDo)
{
    const fixture::TempFolder folder;
    fixture::fs::copy(fixture::folder() / "tiny-new", folder.path() / "model");
    const auto shard = folder.path() / "model/model-00002-of-00002.safetensors";
    const auto size = fixture::fs::file_size(shard);
    for (const auto kept : {size - 1, size / 2, std::uintmax_t{400}, std::uintmax_t{5}}) {
        fixture::fs::resize_file(shard, kept);
        const std::string said = refusal([&] { SafeTensors::openFolder(folder.path() / "model"); });
        EXPECT_NE(said.find("model-00002-of-00002.safetensors"), std::string::npos) << said;
        EXPECT_TRUE(said.ends_with("Is the download complete?")) << said;
    }
}

TEST(Weights, RefusesFloat16AndKeepsBfloat16ToTheBit)
{
    const auto folder = fixture::folder() / "tiny-new";
    const Config config = readConfig(folder);
    const SafeTensors file = SafeTensors::openFolder(folder);
    EXPECT_NE(refusal([&] { loadModel(config, file, {}, at::kHalf); }).find("bfloat16"),
              std::string::npos);
    const Model model = loadModel(config, file, {}, at::kBFloat16);
    const TensorInfo& norm = file.tensors().at("model.language_model.norm.weight");
    EXPECT_EQ(std::memcmp(model.text.norm.const_data_ptr(), norm.data.data(), norm.data.size()), 0);
}

TEST(Weights, ReportsProgressUpToOne)
{
    std::vector<double> seen;
    const auto folder = fixture::folder() / "tiny-new";
    loadModel(readConfig(folder), SafeTensors::openFolder(folder),
              [&](double share) { seen.push_back(share); });
    ASSERT_GT(seen.size(), 40u);
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
    EXPECT_EQ(seen.back(), 1.0);
}
