// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/chat.h"

#include "engine/core/error.h"

namespace steplight {
namespace {

std::int64_t require(const Tokenizer& tokenizer, const std::string& token)
{
    const auto id = tokenizer.id(token);
    if (!id)
        throw EngineError("tokenizer", "The tokenizer has no token " + token +
                                           ". Take the tokenizer's files of a Qwen2.5-VL "
                                           "checkpoint.");
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
                          "The label \"" + label +
                              "\" of the profile is not one token of the tokenizer. Set plus and "
                              "minus in steplight_profile.json to labels that are.");
    return id;
}

class Writer
{
public:
    Writer(const Tokenizer& tokenizer, const ChatTokens& tokens, Specials specials)
        : m_tokenizer(tokenizer), m_tokens(tokens), m_specials(specials)
    {
    }

    void special(std::int64_t id) { m_ids.push_back(id); }
    void text(const std::string& text)
    {
        for (const std::int64_t id : m_tokenizer.encode(text, m_specials)) {
            if (id == m_tokens.imagePad || id == m_tokens.videoPad || id == m_tokens.visionStart ||
                id == m_tokens.visionEnd)
                throw EngineError("input", "The text holds a token that stands for a picture.");
            m_ids.push_back(id);
        }
    }
    // A turn up to its text's end. Role and text together: a turn that starts with a line break
    // joins the role's.
    void open(const std::string& role, const std::string& turn)
    {
        special(m_tokens.imStart);
        text(role + "\n" + turn);
    }
    void openUser(const std::string& turn, const std::vector<std::int64_t>& imageTokens)
    {
        if (imageTokens.empty())
            return open("user", turn);
        open("user", "");
        for (const std::int64_t count : imageTokens) {
            special(m_tokens.visionStart);
            m_ids.insert(m_ids.end(), static_cast<std::size_t>(count), m_tokens.imagePad);
            special(m_tokens.visionEnd);
        }
        text(turn);
    }
    void close()
    {
        special(m_tokens.imEnd);
        text("\n");
    }
    TokenIds& ids() { return m_ids; }

private:
    const Tokenizer& m_tokenizer;
    const ChatTokens& m_tokens;
    Specials m_specials;
    TokenIds m_ids;
};

} // namespace

ChatTokens findChatTokens(const Tokenizer& tokenizer)
{
    ChatTokens t;
    t.imStart = require(tokenizer, "<|im_start|>");
    t.imEnd = require(tokenizer, "<|im_end|>");
    t.visionStart = require(tokenizer, "<|vision_start|>");
    t.visionEnd = require(tokenizer, "<|vision_end|>");
    t.imagePad = require(tokenizer, "<|image_pad|>");
    t.videoPad = tokenizer.id("<|video_pad|>").value_or(-1);
    return t;
}

ChatTokens findChatTokens(const Tokenizer& tokenizer, const Profile& profile)
{
    ChatTokens t = findChatTokens(tokenizer);
    t.plus = labelToken(tokenizer, profile.plus);
    t.minus = labelToken(tokenizer, profile.minus);
    return t;
}

PrmChat renderPrmChat(const Tokenizer& tokenizer, const ChatTokens& tokens,
                      const std::string& system, const std::vector<std::string>& turns,
                      const std::vector<std::int64_t>& imageTokens, Specials specials)
{
    Writer w(tokenizer, tokens, specials);
    PrmChat chat;
    w.open("system", system);
    w.close();
    for (std::size_t i = 0; i < turns.size(); ++i) {
        w.openUser(turns[i], i == 0 ? imageTokens : std::vector<std::int64_t>());
        w.close();
        w.open("assistant", "");
        chat.rows.push_back(static_cast<std::int64_t>(w.ids().size()) - 1);
        w.special(tokens.plus);
        w.close();
    }
    chat.ids = std::move(w.ids());
    return chat;
}

TokenIds renderOpenChat(const Tokenizer& tokenizer, const ChatTokens& tokens,
                        const std::string& system, const std::string& user,
                        const std::vector<std::int64_t>& imageTokens, const std::string& written)
{
    Writer w(tokenizer, tokens, Specials::plain);
    w.open("system", system);
    w.close();
    w.openUser(user, imageTokens);
    w.close();
    w.open("assistant", written);
    return std::move(w.ids());
}

TokenIds turnEnd(const Tokenizer& tokenizer, const ChatTokens& tokens)
{
    Writer w(tokenizer, tokens, Specials::plain);
    w.close();
    return std::move(w.ids());
}

} // namespace steplight
