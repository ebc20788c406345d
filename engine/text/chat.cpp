// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/chat.h"

#include "engine/core/error.h"

namespace steplight {
namespace {

std::int64_t require(const Tokenizer& tokenizer, const std::string& token)
{
    const auto id = tokenizer.id(token);
    if (!id)
        throw EngineError("tokenizer", "The tokenizer has no token " + token + ".");
    return *id;
}

// The label as it stands in the chat: one token more than without it.
std::int64_t labelToken(const Tokenizer& tokenizer, const std::string& label)
{
    const TokenIds before = tokenizer.encode("assistant\n", Specials::parse);
    TokenIds with = tokenizer.encode("assistant\n" + label, Specials::parse);
    const std::int64_t id = with.empty() ? 0 : with.back();
    if (!with.empty())
        with.pop_back();
    if (with != before || tokenizer.decode({id}) != label)
        throw EngineError("tokenizer",
                          "The label \"" + label + "\" of the profile is not one token.");
    return id;
}

class Writer
{
public:
    Writer(const Tokenizer& tokenizer, const ChatTokens& tokens)
        : m_tokenizer(tokenizer), m_tokens(tokens)
    {
    }

    void special(std::int64_t id) { m_ids.push_back(id); }
    void text(const std::string& text)
    {
        for (const std::int64_t id : m_tokenizer.encode(text)) {
            if (id == m_tokens.imagePad || id == m_tokens.videoPad || id == m_tokens.visionStart ||
                id == m_tokens.visionEnd)
                throw EngineError("input", "The text holds a token that stands for a picture.");
            m_ids.push_back(id);
        }
    }
    TokenIds& ids() { return m_ids; }

private:
    const Tokenizer& m_tokenizer;
    const ChatTokens& m_tokens;
    TokenIds m_ids;
};

} // namespace

ChatTokens findChatTokens(const Tokenizer& tokenizer, const Profile& profile)
{
    ChatTokens t;
    t.imStart = require(tokenizer, "<|im_start|>");
    t.imEnd = require(tokenizer, "<|im_end|>");
    t.visionStart = require(tokenizer, "<|vision_start|>");
    t.visionEnd = require(tokenizer, "<|vision_end|>");
    t.imagePad = require(tokenizer, "<|image_pad|>");
    t.videoPad = tokenizer.id("<|video_pad|>").value_or(-1);
    t.plus = labelToken(tokenizer, profile.plus);
    t.minus = labelToken(tokenizer, profile.minus);
    return t;
}

PrmChat renderPrmChat(const Tokenizer& tokenizer, const ChatTokens& tokens,
                      const std::string& system, const std::vector<std::string>& turns,
                      const std::vector<std::int64_t>& imageTokens)
{
    Writer w(tokenizer, tokens);
    PrmChat chat;
    w.special(tokens.imStart);
    w.text("system\n" + system);
    w.special(tokens.imEnd);
    w.text("\n");
    for (std::size_t i = 0; i < turns.size(); ++i) {
        w.special(tokens.imStart);
        if (i == 0 && !imageTokens.empty()) {
            w.text("user\n");
            for (const std::int64_t count : imageTokens) {
                w.special(tokens.visionStart);
                w.ids().insert(w.ids().end(), static_cast<std::size_t>(count), tokens.imagePad);
                w.special(tokens.visionEnd);
            }
            w.text(turns[i]);
        } else {
            w.text("user\n" +
                   turns[i]); // together: a turn that starts with a line break joins this one
        }
        w.special(tokens.imEnd);
        w.text("\n");
        w.special(tokens.imStart);
        w.text("assistant\n");
        chat.rows.push_back(static_cast<std::int64_t>(w.ids().size()) - 1);
        w.special(tokens.plus);
        w.special(tokens.imEnd);
        w.text("\n");
    }
    chat.ids = std::move(w.ids());
    return chat;
}

} // namespace steplight
