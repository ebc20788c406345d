// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/checkpoint.h"

#include "engine/core/weights.h"
#include "engine/text/profile.h"
#include "engine/text/sha256.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace steplight {
namespace {

namespace fs = std::filesystem;

std::string_view chars(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string slurp(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Each piece with its length before it, so that no two lists of pieces give the same bytes.
void addPiece(Sha256& sha, std::string_view piece)
{
    sha.add(std::to_string(piece.size())).add(":").add(piece);
}

std::string architectureOf(const fs::path& folder)
{
    const auto config = nlohmann::json::parse(slurp(folder / "config.json"), nullptr, false);
    const auto at = nlohmann::json::json_pointer("/architectures/0");
    return config.contains(at) && config[at].is_string() ? config[at].get<std::string>() : "";
}

} // namespace

std::string hashModel(const fs::path& folder, const Tokenizer& tokenizer, const SafeTensors& file)
{
    Sha256 sha;
    addPiece(sha, slurp(folder / "config.json"));
    for (const fs::path& part : tokenizer.files())
        addPiece(sha, slurp(part));
    std::map<std::string, const TensorInfo*> byName;
    for (const auto& [name, info] : file.tensors())
        byName.emplace(oldName(name), &info);
    for (const auto& [name, info] : byName) {
        addPiece(sha, name);
        addPiece(sha, info->dtype);
        for (const std::int64_t n : info->shape)
            addPiece(sha, std::to_string(n));
        const std::size_t sample = std::min<std::size_t>(info->data.size(), 4096);
        addPiece(sha, chars(info->data.first(sample)));
        addPiece(sha, chars(info->data.last(sample)));
    }
    return sha.hex();
}

CheckpointFacts describeCheckpoint(const fs::path& folder)
{
    // A folder that cannot be loaded is not described as if it could.
    const Config config = readConfig(folder);
    const Tokenizer tokenizer = Tokenizer::load(folder);
    const Profile profile = loadProfile(folder);
    const SafeTensors file = SafeTensors::openFolder(folder);
    CheckpointFacts facts;
    facts.name = modelName(folder, profile);
    facts.hash = hashModel(folder, tokenizer, file);
    facts.profile = profile.name;
    facts.profileFromFile = profile.fromFile;
    facts.architecture = architectureOf(folder);
    facts.config = config;
    facts.profileInFull = profile;
    std::map<std::string, std::int64_t> byType;
    for (const auto& [name, info] : file.tensors()) {
        const std::int64_t count = elementsOf(info);
        facts.parameters += count;
        facts.bytes += static_cast<std::int64_t>(info.data.size());
        byType[info.dtype] += count;
    }
    for (const auto& [dtype, count] : byType)
        if (facts.dtype.empty() || count > byType[facts.dtype])
            facts.dtype = dtype;
    return facts;
}

} // namespace steplight
