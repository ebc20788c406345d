// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/bpe.h"

#include <algorithm>
#include <array>
#include <bit>
#include <queue>
#include <tuple>

#include "engine/core/error.h"

namespace steplight {
namespace {

constexpr std::size_t shortWord = 32; // bytes

std::string utf8(unsigned code)
{
    if (code < 0x80)
        return {static_cast<char>(code)};
    return {static_cast<char>(0xc0 | (code >> 6)), static_cast<char>(0x80 | (code & 63))};
}

// GPT-2's spelling: printable bytes stand for themselves, the others for U+0100 and on.
const std::array<std::string, 256>& spellings()
{
    static const auto table = [] {
        std::array<std::string, 256> t;
        unsigned next = 256;
        for (unsigned b = 0; b < 256; ++b) {
            const bool printable = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
            t[b] = utf8(printable ? b : next++);
        }
        return t;
    }();
    return table;
}

std::uint64_t key(std::int64_t left, std::int64_t right)
{
    return static_cast<std::uint64_t>(left) << 32 | static_cast<std::uint64_t>(right);
}

std::int64_t require(const Vocabulary& vocabulary, const std::string& token)
{
    const auto it = vocabulary.find(token);
    if (it == vocabulary.end() || it->second < 0 || it->second > INT32_MAX)
        throw EngineError("tokenizer",
                          "The tokenizer's vocabulary has no usable id for \"" + token + "\".");
    return it->second;
}

} // namespace

Bpe::Bpe(const Vocabulary& vocabulary,
         const std::vector<std::pair<std::string, std::string>>& merges)
{
    for (std::size_t b = 0; b < 256; ++b)
        m_byteIds[b] = require(vocabulary, spellings()[b]);
    const auto bits = std::bit_width(2 * merges.size() + 1);
    m_shift = 64 - static_cast<int>(bits);
    m_merges.assign(std::size_t(1) << bits, {none, 0, 0});
    std::int32_t rank = 0;
    for (const auto& [left, right] : merges) {
        const std::int64_t l = require(vocabulary, left), r = require(vocabulary, right);
        const std::int64_t id = require(vocabulary, left + right);
        Merge& place = m_merges[find(l, r)];
        if (place.pair == none) // the first of two equal merges counts
            place = {key(l, r), rank, static_cast<std::int32_t>(id)};
        ++rank;
    }
}

std::size_t Bpe::find(std::int64_t left, std::int64_t right) const
{
    const std::uint64_t pair = key(left, right);
    std::size_t at = pair * 0x9e3779b97f4a7c15 >> m_shift;
    while (m_merges[at].pair != pair && m_merges[at].pair != none)
        at = (at + 1) & (m_merges.size() - 1);
    return at;
}

void Bpe::encode(std::string_view word, std::vector<std::int64_t>& ids) const
{
    if (word.size() <= shortWord)
        encodeShort(word, ids);
    else
        encodeLong(word, ids);
}

// Looks at all neighbours for the next merge: for few of them nothing is quicker.
void Bpe::encodeShort(std::string_view word, std::vector<std::int64_t>& ids) const
{
    constexpr std::int32_t never = INT32_MAX;
    std::array<std::int64_t, shortWord> id;
    std::array<std::int32_t, shortWord> rank, merged; // of each with its right neighbour
    std::size_t count = word.size();
    const auto look = [&](std::size_t i) {
        const Merge& m = m_merges[find(id[i], id[i + 1])];
        rank[i] = m.pair == none ? never : m.rank;
        merged[i] = m.id;
    };
    for (std::size_t i = 0; i < count; ++i)
        id[i] = m_byteIds[static_cast<unsigned char>(word[i])];
    for (std::size_t i = 0; i + 1 < count; ++i)
        look(i);
    while (count > 1) {
        const auto end = rank.begin() + static_cast<std::ptrdiff_t>(count) - 1;
        const auto best = std::min_element(rank.begin(), end);
        if (*best == never)
            break;
        const auto i = static_cast<std::size_t>(best - rank.begin());
        id[i] = merged[i];
        --count;
        for (std::size_t k = i + 1; k < count; ++k) {
            id[k] = id[k + 1];
            rank[k] = rank[k + 1]; // one past the last pair is copied, too, and never read
            merged[k] = merged[k + 1];
        }
        if (i > 0)
            look(i - 1);
        if (i + 1 < count)
            look(i);
    }
    ids.insert(ids.end(), id.begin(), id.begin() + static_cast<std::ptrdiff_t>(count));
}

// By a heap: a word may have any length.
void Bpe::encodeLong(std::string_view word, std::vector<std::int64_t>& ids) const
{
    struct Symbol {
        std::int64_t id; // -1 once merged into its left neighbour
        std::ptrdiff_t previous, next;
    };
    const auto size = static_cast<std::ptrdiff_t>(word.size());
    std::vector<Symbol> symbols;
    for (std::ptrdiff_t i = 0; i < size; ++i)
        symbols.push_back({m_byteIds[static_cast<unsigned char>(word[static_cast<std::size_t>(i)])],
                           i - 1, i + 1 < size ? i + 1 : -1});
    const auto at = [&](std::ptrdiff_t i) -> Symbol& {
        return symbols[static_cast<std::size_t>(i)];
    };

    using Candidate = std::tuple<std::int64_t, std::ptrdiff_t, std::uint64_t>; // rank, left, pair
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
    const auto consider = [&](std::ptrdiff_t left) {
        if (left < 0 || at(left).next < 0)
            return;
        const Merge& m = m_merges[find(at(left).id, at(at(left).next).id)];
        if (m.pair != none)
            queue.emplace(m.rank, left, m.pair);
    };
    for (std::ptrdiff_t i = 0; i + 1 < size; ++i)
        consider(i);
    while (!queue.empty()) {
        const auto [rank, left, pair] = queue.top();
        queue.pop();
        Symbol& s = at(left);
        if (s.id < 0 || s.next < 0 || key(s.id, at(s.next).id) != pair)
            continue; // one of the two has been merged since
        Symbol& gone = at(s.next);
        s.id = m_merges[find(s.id, gone.id)].id;
        gone.id = -1;
        s.next = gone.next;
        if (s.next >= 0)
            at(s.next).previous = left;
        consider(s.previous);
        consider(left);
    }
    for (std::ptrdiff_t i = size > 0 ? 0 : -1; i >= 0; i = at(i).next)
        ids.push_back(at(i).id);
}

std::string Bpe::bytes(std::string_view spelling)
{
    static const auto back = [] {
        std::unordered_map<std::string_view, char> t;
        for (std::size_t b = 0; b < 256; ++b)
            t.emplace(spellings()[b], static_cast<char>(b));
        return t;
    }();
    std::string out;
    for (std::size_t i = 0; i < spelling.size();) {
        const auto lead = static_cast<unsigned char>(spelling[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        const std::string_view character = spelling.substr(i, length);
        if (const auto it = back.find(character); it != back.end())
            out += it->second;
        else
            out += character;
        i += length;
    }
    return out;
}

} // namespace steplight
