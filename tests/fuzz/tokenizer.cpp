// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizer files, and texts through the tokenizer that they describe. The input is a folder in
// parts; the part "text" is encoded. Without parts it is a text for a fixed tokenizer.
#include "fuzz.h"

#include "engine/core/error.h"
#include "engine/text/chat.h"
#include "engine/text/tokenizer.h"

#include <algorithm>

using namespace steplight;

namespace {

void encode(const Tokenizer& tokenizer, std::string_view text)
{
    for (const auto specials : {Specials::plain, Specials::parse}) {
        try {
            const auto ids = tokenizer.encode(text, specials);
            tokenizer.decode(ids);
        } catch (const EngineError& error) {
            fuzz::require(error.code() == "input" || error.code() == "tokenizer",
                          "a refusal has its code");
        }
    }
}

void chat(const Tokenizer& tokenizer, const std::string& text)
{
    try {
        const auto tokens = findChatTokens(tokenizer, defaultProfile());
        const auto chat = renderPrmChat(tokenizer, tokens, "system", {text, text}, {4});
        fuzz::require(chat.rows.size() == 2, "a row for each turn");
        fuzz::require(std::all_of(chat.rows.begin(), chat.rows.end(),
                                  [&](std::int64_t row) {
                                      return row >= 0 && row + 1 < std::ssize(chat.ids);
                                  }),
                      "a row is inside the chat");
    } catch (const EngineError&) { // refused with a sentence
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Tokenizer fixed =
        Tokenizer::load(std::filesystem::path(STEPLIGHT_SOURCE) / "tests/fixtures/engine/tiny-new");
    const auto input = fuzz::text(data, size);
    const auto files = fuzz::parts(input);
    if (files.empty()) {
        encode(fixed, input);
        chat(fixed, std::string(input));
        return 0;
    }
    const auto folder = fuzz::scratch() / "tokenizer";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::string_view text = "Hello 12, \xe4\xbd\xa0\xe5\xa5\xbd <|im_end|>";
    for (const auto& [name, bytes] : files) {
        if (name == "text")
            text = bytes;
        for (const char* known :
             {"tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json"})
            if (name == known)
                fuzz::write(folder / name, bytes);
    }
    try {
        const auto tokenizer = Tokenizer::load(folder);
        encode(tokenizer, text);
        chat(tokenizer, std::string(text));
    } catch (const EngineError& error) {
        fuzz::require(error.code() == "tokenizer", "a refusal has its code");
    }
    return 0;
}
