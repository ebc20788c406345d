// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/tokenizer.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>

#include "engine/core/error.h"
#include "engine/text/tokenizer_file.h"

namespace steplight {
namespace {

// Also checks that the text is UTF-8.
void appendMapped(std::string_view text, bool nfc, bool lowercase, std::string& out)
{
    const auto options =
        static_cast<utf8proc_option_t>(nfc ? UTF8PROC_STABLE | UTF8PROC_COMPOSE : 0);
    utf8proc_custom_func lower = nullptr;
    if (lowercase)
        lower = [](utf8proc_int32_t c, void*) { return utf8proc_tolower(c); };
    utf8proc_uint8_t* mapped = nullptr;
    const utf8proc_ssize_t size = utf8proc_map_custom(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()), &mapped, options, lower, nullptr);
    if (size < 0)
        throw EngineError("input", "The text is not valid UTF-8.");
    out.append(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
    std::free(mapped);
}

// The bytes of the character at `at` if it lies below U+0300, where every character is its own NFC
// and none joins the one before it; otherwise 0.
std::size_t quietCharacter(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(at) < 0x80)
        return 1;
    const bool two = byte(at) >= 0xc2 && byte(at) < 0xcc && at + 1 < text.size();
    return two && (byte(at + 1) & 0xc0) == 0x80 ? 2 : 0;
}

// Only stretches with characters from U+0300 on go through the tables, each with the character
// before it, which may join with what follows.
std::string normalize(std::string_view text, bool nfc, bool lowercase)
{
    std::string out;
    if (lowercase) {
        appendMapped(text, nfc, true, out);
        return out;
    }
    out.reserve(text.size());
    std::size_t done = 0, last = 0; // last: where the last quiet character begins
    for (std::size_t i = 0; i < text.size();) {
        if (const std::size_t size = quietCharacter(text, i)) {
            last = i;
            i += size;
            continue;
        }
        const std::size_t begin = std::max(last, done);
        out.append(text.substr(done, begin - done));
        while (i < text.size() && quietCharacter(text, i) == 0)
            ++i;
        appendMapped(text.substr(begin, i - begin), nfc, false, out);
        done = i;
    }
    return out.append(text.substr(done));
}

// Runs the cuts one after the other: each piece of one is cut further by the next.
void cutAndEncode(const Tokenizer::Parts& parts, std::size_t cut, std::string_view text,
                  TokenIds& ids)
{
    if (cut < parts.cuts.size()) {
        const Cut& c = parts.cuts[cut];
        c.pattern.split(text, [&](std::string_view piece, bool matched) {
            if (matched ? c.keepMatches : c.keepRest)
                cutAndEncode(parts, cut + 1, piece, ids);
        });
    } else if (const auto* bpe = std::get_if<Bpe>(&parts.model)) {
        parts.words.encode(text, ids,
                           [&](std::string_view word, TokenIds& out) { bpe->encode(word, out); });
    } else if (const auto it = parts.vocabulary.find(std::string(text));
               it != parts.vocabulary.end()) {
        ids.push_back(it->second);
    } else if (const auto unknown = std::get<WordLevel>(parts.model).unknown) {
        ids.push_back(*unknown);
    }
}

void encodeText(const Tokenizer::Parts& parts, std::string_view text, TokenIds& ids)
{
    if (!text.empty())
        cutAndEncode(parts, 0, normalize(text, parts.nfc, parts.lowercase), ids);
}

} // namespace

Tokenizer::Tokenizer(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

Tokenizer Tokenizer::load(const std::filesystem::path& folder)
{
    return Tokenizer(readTokenizer(folder));
}

TokenIds Tokenizer::encode(std::string_view text, Specials specials) const
{
    TokenIds ids;
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size();) {
        const AddedToken* found = nullptr;
        if (!m_parts->opens[static_cast<unsigned char>(text[i])]) {
            ++i;
            continue;
        }
        for (const AddedToken& token : m_parts->added)
            if ((specials == Specials::parse || !token.special) &&
                text.compare(i, token.content.size(), token.content) == 0) {
                found = &token;
                break;
            }
        if (!found) {
            ++i;
            continue;
        }
        encodeText(*m_parts, text.substr(done, i - done), ids);
        ids.push_back(found->id);
        done = i += found->content.size();
    }
    encodeText(*m_parts, text.substr(done), ids);
    return ids;
}

std::string Tokenizer::decode(const TokenIds& ids) const
{
    const bool words = std::holds_alternative<WordLevel>(m_parts->model);
    std::string text;
    for (const std::int64_t one : ids) {
        const auto it = m_parts->texts.find(one);
        if (it == m_parts->texts.end())
            continue;
        if (words)
            text.append(text.empty() ? "" : " ").append(it->second);
        else
            text += m_parts->vocabulary.contains(it->second) ? Bpe::bytes(it->second) : it->second;
    }
    return text;
}

std::optional<std::int64_t> Tokenizer::id(const std::string& token) const
{
    for (const AddedToken& added : m_parts->added)
        if (added.content == token)
            return added.id;
    const auto it = m_parts->vocabulary.find(token);
    return it == m_parts->vocabulary.end() ? std::nullopt : std::optional(it->second);
}

const std::vector<std::filesystem::path>& Tokenizer::files() const
{
    return m_parts->files;
}

} // namespace steplight
