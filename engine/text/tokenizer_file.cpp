// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/tokenizer_file.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/core/error.h"
#include "engine/core/words.h"

namespace steplight {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

// Qwen2's own; https://huggingface.co/Qwen/Qwen2.5-VL-7B-Instruct tokenizer.json
constexpr const char* qwenPattern =
    R"re((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)re";

using Merges = std::vector<std::pair<std::string, std::string>>;

[[noreturn]] void unsupported(const std::string& what)
{
    throw std::runtime_error(what + " is not supported");
}

Json readJson(const fs::path& file)
{
    std::ifstream in(file);
    if (!in)
        throw std::runtime_error("it cannot be read");
    return Json::parse(in);
}

bool isSet(const Json& object, const char* key)
{
    const auto it = object.find(key);
    return it != object.end() && !it->is_null() && *it != false && *it != "";
}

/// A number that is not whole would be cut, or be out of range of any integer.
std::int64_t readId(const Json& j)
{
    if (!j.is_number_integer() || j.get<std::int64_t>() < 0)
        throw std::runtime_error("the token id " + j.dump() + " is no whole number from 0 on");
    return j.get<std::int64_t>();
}

Vocabulary readVocabulary(const Json& j)
{
    Vocabulary vocabulary;
    for (const auto& [text, id] : j.items())
        vocabulary.emplace(text, readId(id));
    return vocabulary;
}

AddedToken readAdded(std::int64_t id, const Json& j)
{
    AddedToken token{id, j.at("content").get<std::string>(), j.value("special", false)};
    if (token.content.empty() || id < 0)
        throw std::runtime_error("an added token is empty or has no id");
    for (const char* key : {"lstrip", "rstrip", "single_word"})
        if (isSet(j, key))
            unsupported("the added token " + token.content + " with " + key);
    return token;
}

Merges::value_type readMerge(const std::string& line)
{
    const auto space = line.find(' ');
    if (space == std::string::npos || space == 0 || space + 1 == line.size())
        throw std::runtime_error("\"" + line + "\" is no merge of two tokens");
    return {line.substr(0, space), line.substr(space + 1)};
}

void readNormalizer(const Json& j, Tokenizer::Parts& parts)
{
    if (j.is_null())
        return;
    const std::string type = j.at("type");
    if (type == "NFC")
        parts.nfc = true;
    else if (type == "Lowercase")
        parts.lowercase = true;
    else if (type == "Sequence")
        for (const Json& one : j.at("normalizers"))
            readNormalizer(one, parts);
    else
        unsupported("the normalizer " + type);
}

Cut readSplit(const Json& j)
{
    const std::string behavior = j.at("behavior");
    const bool invert = j.value("invert", false);
    if (!j.at("pattern").contains("Regex") || (behavior != "Isolated" && behavior != "Removed"))
        unsupported("this kind of Split");
    Cut cut{Pattern(j.at("pattern").at("Regex"))};
    if (behavior == "Removed")
        (invert ? cut.keepRest : cut.keepMatches) = false;
    return cut;
}

void readPreTokenizer(const Json& j, Tokenizer::Parts& parts, bool& byteLevel)
{
    if (j.is_null())
        return;
    const std::string type = j.at("type");
    if (type == "Sequence") {
        for (const Json& one : j.at("pretokenizers"))
            readPreTokenizer(one, parts, byteLevel);
    } else if (type == "Split") {
        parts.cuts.push_back(readSplit(j));
    } else if (type == "WhitespaceSplit") {
        parts.cuts.push_back({Pattern(R"re(\s+)re"), false, true});
    } else if (type == "Whitespace") {
        parts.cuts.push_back({Pattern(R"re(\w+|[^\w\s]+)re"), true, false});
    } else if (type == "Digits") {
        parts.cuts.push_back(
            {Pattern(j.value("individual_digits", false) ? R"re(\p{N})re" : R"re(\p{N}+)re")});
    } else if (type == "ByteLevel") {
        if (j.value("add_prefix_space", true) || j.value("use_regex", true))
            unsupported("ByteLevel with add_prefix_space or use_regex");
        byteLevel = true;
    } else {
        unsupported("the pre-tokenizer " + type);
    }
}

void readModel(const Json& model, bool byteLevel, Tokenizer::Parts& parts)
{
    const std::string type = model.at("type");
    parts.vocabulary = readVocabulary(model.at("vocab"));
    if (type == "WordLevel") {
        WordLevel words;
        if (const auto it = parts.vocabulary.find(model.value("unk_token", ""));
            it != parts.vocabulary.end())
            words.unknown = it->second;
        parts.model = words;
        return;
    }
    if (type != "BPE" || !byteLevel)
        unsupported("the model " + type + (type == "BPE" ? " without ByteLevel" : ""));
    for (const char* key : {"dropout", "continuing_subword_prefix", "end_of_word_suffix",
                            "byte_fallback", "ignore_merges"})
        if (isSet(model, key))
            unsupported(key);
    Merges merges;
    for (const Json& m : model.at("merges"))
        merges.push_back(m.is_string() ? readMerge(m.get<std::string>())
                                       : m.get<Merges::value_type>());
    parts.model = Bpe(parts.vocabulary, merges);
}

void readTokenizerJson(const fs::path& file, Tokenizer::Parts& parts)
{
    const Json j = readJson(file);
    parts.files = {file};
    bool byteLevel = false;
    readNormalizer(j.value("normalizer", Json()), parts);
    readPreTokenizer(j.value("pre_tokenizer", Json()), parts, byteLevel);
    readModel(j.at("model"), byteLevel, parts);
    if (j.contains("added_tokens"))
        for (const Json& token : j.at("added_tokens"))
            parts.added.push_back(readAdded(readId(token.at("id")), token));
}

void readPair(const fs::path& folder, Tokenizer::Parts& parts)
{
    parts.files = {folder / "vocab.json", folder / "merges.txt"};
    parts.vocabulary = readVocabulary(readJson(parts.files[0]));
    parts.nfc = true;
    parts.cuts.push_back({Pattern(qwenPattern)});
    std::ifstream in(parts.files[1]);
    if (!in)
        throw std::runtime_error("merges.txt cannot be read");
    Merges merges;
    for (std::string line; std::getline(in, line);)
        if (!line.empty() && !(merges.empty() && line.starts_with("#version")))
            merges.push_back(readMerge(line));
    parts.model = Bpe(parts.vocabulary, merges);
    if (const auto file = folder / "tokenizer_config.json"; fs::exists(file)) {
        parts.files.push_back(file);
        const Json config = readJson(file);
        if (config.contains("added_tokens_decoder"))
            for (const auto& [id, token] : config.at("added_tokens_decoder").items())
                parts.added.push_back(readAdded(std::stoll(id), token));
    }
}

} // namespace

std::unique_ptr<Tokenizer::Parts> readTokenizer(const fs::path& folder)
{
    auto parts = std::make_unique<Tokenizer::Parts>();
    const bool whole = fs::exists(folder / "tokenizer.json");
    if (!whole && !fs::exists(folder / "vocab.json"))
        throw EngineError("tokenizer", folder.string() +
                                           " holds neither tokenizer.json nor vocab.json. Copy the "
                                           "tokenizer's files of the published model there.");
    const fs::path file = folder / (whole ? "tokenizer.json" : "vocab.json");
    try {
        if (whole)
            readTokenizerJson(file, *parts);
        else
            readPair(folder, *parts);
    } catch (const std::exception& e) {
        throw EngineError("tokenizer", file.string() + ": " + wordsOf(e) +
                                           ". Take the file of the published model.");
    }
    std::stable_sort(parts->added.begin(), parts->added.end(),
                     [](const AddedToken& a, const AddedToken& b) {
                         return a.content.size() > b.content.size();
                     });
    for (const auto& [text, id] : parts->vocabulary)
        parts->texts.emplace(id, text);
    for (const AddedToken& token : parts->added) {
        parts->texts[token.id] = token.content;
        parts->opens[static_cast<unsigned char>(token.content.front())] = true;
    }
    return parts;
}

} // namespace steplight
