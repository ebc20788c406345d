// SPDX-License-Identifier: GPL-3.0-or-later
// The tokenizer against HuggingFace's on texts that are drawn here as make_tokens.py draws them,
// and on every text of the shared data.
#include <gtest/gtest.h>

#include <iostream>
#include <iterator>
#include <set>

#include "engine/text/tokenizer.h"
#include "tests/core/draw.h"
#include "tests/core/fixture.h"

using namespace steplight;
using fixture::fold;
using fixture::hex;
using fixture::Json;
namespace fs = std::filesystem;

namespace {

fs::path qwenFolder()
{
    return fs::path(STEPLIGHT_SHARED_DATA) / "tokenizer/qwen2.5-vl-7b-instruct";
}

std::string utf8(unsigned c)
{
    const auto tail = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 63)); };
    if (c < 0x80)
        return {static_cast<char>(c)};
    if (c < 0x800)
        return {static_cast<char>(0xc0 | c >> 6), tail(0)};
    if (c < 0x10000)
        return {static_cast<char>(0xe0 | c >> 12), tail(6), tail(0)};
    return {static_cast<char>(0xf0 | c >> 18), tail(12), tail(6), tail(0)};
}

// Draw.text of make_tokens.py.
class Texts
{
public:
    explicit Texts(const Json& how)
        : m_draw(how.at("seed")),
          m_ranges(how.at("ranges").get<std::vector<std::array<unsigned, 2>>>()),
          m_pieces(how.at("pieces").get<std::vector<std::string>>())
    {
    }

    std::string next()
    {
        std::string text;
        for (std::uint64_t n = 1 + m_draw.below(16); n > 0; --n)
            text += part();
        std::string all = text;
        if (m_draw.below(40) == 0)
            for (std::uint64_t n = 19 + m_draw.below(300); n > 0; --n)
                all += text;
        return all;
    }

private:
    std::string part()
    {
        switch (m_draw.below(3)) {
        case 0:
            return m_pieces[m_draw.below(m_pieces.size())];
        case 1: {
            const auto [low, high] = m_ranges[m_draw.below(m_ranges.size())];
            return utf8(low + static_cast<unsigned>(m_draw.below(high - low + 1)));
        }
        default:
            return {static_cast<char>(32 + m_draw.below(95))};
        }
    }

    fixture::Draw m_draw;
    std::vector<std::array<unsigned, 2>> m_ranges;
    std::vector<std::string> m_pieces;
};

// The hash of make_tokens.py: half of the bits, so that the fixture stays small.
std::string hashOf(const Tokenizer& tokenizer, const std::string& text)
{
    const std::uint64_t parsed = fold(1, tokenizer.encode(text, Specials::parse));
    return hex(fold(parsed, tokenizer.encode(text)) >> 32, 8);
}

void expectAwkwardTextsEqual(const fs::path& folder, const char* name)
{
    const Tokenizer tokenizer = Tokenizer::load(folder);
    const Json how = fixture::readJson("awkward.json");
    const std::string expected = how.at("ids").at(name);
    ASSERT_EQ(expected.size(), 2000u * 8);
    Texts texts(how);
    int wrong = 0;
    for (std::size_t i = 0; i < 2000; ++i) {
        const std::string text = texts.next();
        if (hashOf(tokenizer, text) != expected.substr(8 * i, 8) && ++wrong <= 5)
            ADD_FAILURE() << "string " << i << ": " << Json(text.substr(0, 300));
    }
    std::cout << name << ": " << 2000 - wrong << " of 2000 awkward strings equal\n";
    EXPECT_EQ(wrong, 0);
}

void collect(const Json& node, std::set<std::string>& texts)
{
    if (node.is_string() && node.get_ref<const std::string&>().size() <= 20'000)
        texts.insert(node.get<std::string>());
    else if (node.is_structured())
        for (const Json& child : node)
            collect(child, texts);
}

// `values` of make_tokens.py.
std::set<std::string> textsOf(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::string all{std::istreambuf_iterator<char>(in), {}};
    for (std::size_t at = 0; (at = all.find(": NaN", at)) != std::string::npos;)
        all.replace(at, 5, ": null");
    std::set<std::string> texts;
    if (const Json whole = Json::parse(all, nullptr, false); !whole.is_discarded()) {
        collect(whole, texts);
        return texts;
    }
    std::istringstream lines(all);
    for (std::string line; std::getline(lines, line);)
        if (const Json one = Json::parse(line, nullptr, false); !one.is_discarded())
            collect(one, texts);
    return texts;
}

} // namespace

TEST(Tokens, AwkwardStringsEqualHuggingFaceInASmallVocabulary)
{
    expectAwkwardTextsEqual(fixture::folder() / "tiny-old", "tiny-old");
}

TEST(Tokens, AwkwardStringsEqualHuggingFaceInQwensVocabulary)
{
    if (!fs::exists(qwenFolder()))
        GTEST_SKIP() << qwenFolder() << " is absent";
    expectAwkwardTextsEqual(qwenFolder(), "qwen");
}

TEST(Tokens, EveryTextOfTheSharedDataEqualsHuggingFace)
{
    if (!fs::exists(qwenFolder()))
        GTEST_SKIP() << qwenFolder() << " is absent";
    const Tokenizer tokenizer = Tokenizer::load(qwenFolder());
    const Json files = fixture::readJson("awkward.json").at("texts");
    EXPECT_GT(files.size(), 50u);
    std::size_t count = 0, bytes = 0;
    for (const auto& [name, expected] : files.items()) {
        const std::set<std::string> texts = textsOf(fs::path(STEPLIGHT_SHARED_DATA) / name);
        EXPECT_EQ(texts.size(), expected.at(0).get<std::size_t>()) << name;
        std::uint64_t h = 1;
        for (const std::string& text : texts) {
            h = fold(fold(h, tokenizer.encode(text)), TokenIds{0});
            bytes += text.size();
        }
        EXPECT_EQ(hex(h), expected.at(1).get<std::string>()) << name;
        count += texts.size();
    }
    std::cout << count << " texts of " << files.size() << " files, " << bytes << " bytes\n";
}
