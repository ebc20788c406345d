// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a tokenizer as its files describe them. For tokenizer.cpp only.
#pragma once

#include <array>
#include <optional>
#include <variant>

#include "engine/text/bpe.h"
#include "engine/text/pattern.h"
#include "engine/text/tokenizer.h"
#include "engine/text/word_cache.h"

namespace steplight {

struct AddedToken {
    std::int64_t id = 0;
    std::string content;
    bool special = false;
};

// One pre-tokenizer: cuts at the pattern's matches. What lies between matches is kept or, for white
// space, dropped.
struct Cut {
    Pattern pattern;
    bool keepMatches = true;
    bool keepRest = true;
};

struct WordLevel {
    std::optional<std::int64_t> unknown; // without it unknown words vanish, as in HuggingFace
};

struct Tokenizer::Parts {
    std::vector<std::filesystem::path> files;
    Vocabulary vocabulary;         // the model's, without added tokens
    std::vector<AddedToken> added; // longest first
    std::array<bool, 256> opens{}; // the bytes that an added token begins with
    bool nfc = false;
    bool lowercase = false;
    std::vector<Cut> cuts;
    std::variant<WordLevel, Bpe> model;
    mutable WordCache words;                             // of the BPE
    std::unordered_map<std::int64_t, std::string> texts; // id to spelling, added tokens included
};

std::unique_ptr<Tokenizer::Parts> readTokenizer(const std::filesystem::path& folder);

} // namespace steplight
