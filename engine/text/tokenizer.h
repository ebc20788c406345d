// SPDX-License-Identifier: GPL-3.0-or-later
// Text to token ids and back, as the checkpoint's own tokenizer does it. One thread an object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

using TokenIds = std::vector<std::int64_t>;

// Whether "<|im_end|>" in the text is the special token, as HuggingFace reads it, or ten
// characters. What users and models wrote is always plain. Added tokens that are not special count
// either way.
enum class Specials { plain, parse };

class Tokenizer
{
public:
    // Reads tokenizer.json, or vocab.json + merges.txt with the added tokens of
    // tokenizer_config.json. Byte-level BPE and WordLevel. Throws EngineError "tokenizer" for
    // anything it would not read exactly.
    static Tokenizer load(const std::filesystem::path& folder);
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;
    ~Tokenizer();

    // Throws EngineError "input" when the text is not UTF-8.
    TokenIds encode(std::string_view text, Specials specials = Specials::plain) const;
    std::string decode(const TokenIds& ids) const; // unknown ids are left out
    std::optional<std::int64_t>
    id(const std::string& token) const;                      // an added token's or a whole token's
    const std::vector<std::filesystem::path>& files() const; // what was read

    struct Parts;

private:
    explicit Tokenizer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace steplight
