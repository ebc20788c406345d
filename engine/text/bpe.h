// SPDX-License-Identifier: GPL-3.0-or-later
// Byte-level byte-pair encoding. Read-only after construction, then any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace steplight {

using Vocabulary = std::unordered_map<std::string, std::int64_t>;

class Bpe
{
public:
    // Tokens are in GPT-2's spelling, in which each byte is a printable character. Merges come in
    // order of rank. Throws EngineError "tokenizer" when a byte or a merge's part is not in the
    // vocabulary.
    Bpe(const Vocabulary& vocabulary,
        const std::vector<std::pair<std::string, std::string>>& merges);

    // Appends the tokens of one word (a piece of the pre-tokenizer), of any length.
    void encode(std::string_view word, std::vector<std::int64_t>& ids) const;

    // A token's bytes from its GPT-2 spelling; characters outside that spelling are kept as they
    // are.
    static std::string bytes(std::string_view spelling);

private:
    struct Merge {
        std::uint64_t pair; // left id << 32 | right id; `none` in an empty place
        std::int32_t rank;
        std::int32_t id;
    };
    static constexpr std::uint64_t none = ~std::uint64_t(0);

    // Where in m_merges the pair lies, or the empty place where it would.
    std::size_t find(std::int64_t left, std::int64_t right) const;
    void encodeShort(std::string_view word, std::vector<std::int64_t>& ids) const;
    void encodeLong(std::string_view word, std::vector<std::int64_t>& ids) const;

    std::int64_t m_byteIds[256];
    std::vector<Merge> m_merges; // a hash table with open addresses, at most half full
    int m_shift = 0;             // of the hash: 64 less the bits of the table's size
};

} // namespace steplight
