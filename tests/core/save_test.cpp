// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <map>

#include "engine/core/error.h"
#include "engine/core/save.h"
#include "tests/core/full_disk.h"
#include "tests/core/keys.h"
#include "tests/core/pictures.h"

using namespace steplight;
namespace fs = std::filesystem;

namespace {

Model load(const fs::path& folder, at::TensorOptions place = at::kFloat)
{
    return loadModel(readConfig(folder), SafeTensors::openFolder(folder), {}, place);
}

// {old name: type, shape and bytes}
std::map<std::string, std::string> contents(const fs::path& folder)
{
    std::map<std::string, std::string> out;
    const SafeTensors file = SafeTensors::openFolder(folder);
    for (const auto& [name, info] : file.tensors()) {
        std::string& text = out[oldName(name)];
        text = info.dtype + " ";
        for (const std::int64_t n : info.shape)
            text += std::to_string(n) + " ";
        text.append(reinterpret_cast<const char*>(info.data.data()), info.data.size());
    }
    return out;
}

void expectEqual(const Model& a, const Model& b)
{
    const auto left = checkpointTensors(a), right = checkpointTensors(b);
    ASSERT_EQ(left.size(), right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
        EXPECT_EQ(left[i].name, right[i].name);
        EXPECT_TRUE(at::equal(left[i].tensor, right[i].tensor)) << left[i].name;
    }
}

class Saved : public testing::TestWithParam<const char*>
{
protected:
    fs::path source() const { return fixture::folder() / GetParam(); }
    fixture::TempFolder m_folder;
};

} // namespace

TEST_P(Saved, HoldsWhatTransformersWroteToTheBit)
{
    saveModel(load(source(), at::kBFloat16), m_folder.path(), {source()});
    EXPECT_EQ(contents(m_folder.path()), contents(source()));
}

TEST_P(Saved, LoadsAgainFromOneFileOrMany)
{
    const Model model = load(source());
    for (const std::int64_t bytes : {50'000, 5'000'000}) {
        saveModel(model, m_folder.path(), {source(), bytes});
        EXPECT_EQ(fs::exists(m_folder.path() / "model.safetensors.index.json"), bytes == 50'000);
        expectEqual(load(m_folder.path()), model);
    }
    saveModel(model, m_folder.path(), {});
    expectEqual(load(m_folder.path()), model);
}

TEST_P(Saved, KeepsWhatElseTheFolderHolds)
{
    saveModel(load(source()), m_folder.path(), {source()});
    for (const auto& entry : fs::directory_iterator(source()))
        if (entry.path().extension() != ".safetensors" &&
            !entry.path().filename().string().ends_with(".index.json")) {
            EXPECT_TRUE(fs::exists(m_folder.path() / entry.path().filename())) << entry.path();
        }
    for (const auto& entry : fs::directory_iterator(m_folder.path()))
        EXPECT_NE(entry.path().extension(), ".partial");
}

// As from_pretrained matches a file's names against those that it expects.
TEST_P(Saved, HasNoKeyThatTransformersMissesOrDoesNotExpect)
{
    const fixture::Json reference = fixture::readJson("keys.json").at(GetParam());
    auto expected = reference.at("shapes").get<fixture::Keys>();
    for (const auto& name : reference.at("tied"))
        expected.erase(name.get<std::string>());
    for (const SaveOptions& options : {SaveOptions{source()}, SaveOptions{{}, 50'000}}) {
        const fixture::TempFolder folder;
        saveModel(load(source()), folder.path(), options);
        EXPECT_EQ(fixture::keysOf(SafeTensors::openFolder(folder.path())), expected);
    }
}

TEST_P(Saved, LoadsInTransformersWithoutAMissingOrUnexpectedKey)
{
    const char* python = std::getenv("STEPLIGHT_ORACLE");
    if (!python)
        GTEST_SKIP() << "STEPLIGHT_ORACLE names no Python with transformers";
    const std::string script = STEPLIGHT_SOURCE "/tests/core/load_in_transformers.py ";
    for (const SaveOptions& options :
         {SaveOptions{source()}, SaveOptions{source(), 50'000}, SaveOptions{{}, 5'000'000}}) {
        const fixture::TempFolder folder;
        saveModel(load(source(), at::kBFloat16), folder.path(), options);
        const std::string command =
            std::string(python) + " " + script + folder.path().string() + " " + source().string();
        EXPECT_EQ(std::system(command.c_str()), 0);
    }
}

INSTANTIATE_TEST_SUITE_P(Checkpoints, Saved, testing::Values("tiny-old", "tiny-new"),
                         [](const auto& p) {
                             return std::string(p.param) == "tiny-old" ? "old" : "fresh";
                         });

TEST(Save, AFullDiskLeavesWhatWasThere)
{
    const fixture::TempFolder folder;
    const Model model = load(fixture::folder() / "tiny-old");
    saveModel(model, folder.path());
    const auto before = contents(folder.path());
    model.text.norm.add_(1);
    {
        const fixture::FullDisk full(100'000);
        try {
            saveModel(model, folder.path());
            ADD_FAILURE();
        } catch (const EngineError& e) {
            EXPECT_EQ(e.code(), "disk");
        }
    }
    EXPECT_EQ(contents(folder.path()), before);
    EXPECT_FALSE(fs::exists(folder.path() / "model.safetensors.partial"));
}

TEST(Save, TheHeaderEndsOnAMultipleOfEightAndSaysPt)
{
    const fixture::TempFolder folder;
    const std::vector<NamedTensor> tensors{{"b", at::ones({3}, at::kBFloat16)},
                                           {"a", at::arange(5, at::kLong)},
                                           {"view", at::arange(12.0f).view({3, 4}).t()}};
    writeSafeTensors(folder.path() / "x.safetensors", tensors);
    const MappedFile file(folder.path() / "x.safetensors");
    std::uint64_t length = 0;
    std::memcpy(&length, file.bytes().data(), 8);
    EXPECT_EQ(length % 8, 0u);
    const std::string_view header(reinterpret_cast<const char*>(file.bytes().data()) + 8, length);
    EXPECT_NE(header.find(R"("format":"pt")"), std::string_view::npos);
    const SafeTensors read = SafeTensors::openFile(folder.path() / "x.safetensors");
    for (const NamedTensor& t : tensors)
        EXPECT_TRUE(at::equal(toTensor(read.tensors().at(t.name), t.tensor.options()), t.tensor));
}

TEST(RandomModel, IsTheSameForASeedAndSpreadAsTransformersDoes)
{
    const Config config = readConfig(fixture::folder() / "tiny-new");
    const Model a = randomModel(config, 3);
    expectEqual(a, randomModel(config, 3));
    EXPECT_FALSE(at::equal(a.text.embed, randomModel(config, 4).text.embed));
    EXPECT_NEAR(a.text.embed.std().item<double>(), 0.02, 0.001);
    EXPECT_TRUE(at::equal(a.text.norm, at::ones({config.text.hidden})));
    EXPECT_EQ(a.text.layers[0].qkvB.abs().sum().item<float>(), 0.0f);
    EXPECT_FALSE(a.text.head.is_same(a.text.embed));
}
