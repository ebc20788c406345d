// SPDX-License-Identifier: GPL-3.0-or-later
// The chat of Qwen2.5-VL as token ids; its template is ten lines and never changes, so there is no
// template engine.
#pragma once

#include <string>
#include <vector>

#include "engine/text/profile.h"
#include "engine/text/tokenizer.h"

namespace steplight {

struct ChatTokens {
    std::int64_t imStart = 0, imEnd = 0, visionStart = 0, visionEnd = 0, imagePad = 0, videoPad = 0;
    std::int64_t plus = 0, minus = 0;
};

// All but plus and minus. Throws EngineError "tokenizer" when a token is missing.
ChatTokens findChatTokens(const Tokenizer& tokenizer);
// Throws EngineError "tokenizer" when a token is missing or plus and minus are not one token each
// after "assistant\n".
ChatTokens findChatTokens(const Tokenizer& tokenizer, const Profile& profile);

struct PrmChat {
    TokenIds ids;
    TokenIds rows; // for each turn, the index of the token before its label
};

// <|im_start|>system … user (images, turn) … assistant + …: each turn answered with plus, whatever
// would be predicted, so that all steps can be read in one pass. Special tokens in what users wrote
// are text, or tokens as the reference reads them. Throws EngineError "input" when it holds tokens
// that stand for pictures.
PrmChat renderPrmChat(const Tokenizer& tokenizer, const ChatTokens& tokens,
                      const std::string& system, const std::vector<std::string>& turns,
                      const std::vector<std::int64_t>& imageTokens,
                      Specials specials = Specials::plain);

// <|im_start|>system … user (images, turn) … assistant, its turn left open after what it has
// written already. Encoded and refused as above.
TokenIds renderOpenChat(const Tokenizer& tokenizer, const ChatTokens& tokens,
                        const std::string& system, const std::string& user,
                        const std::vector<std::int64_t>& imageTokens, const std::string& written);

// What ends a turn: <|im_end|>\n
TokenIds turnEnd(const Tokenizer& tokenizer, const ChatTokens& tokens);

} // namespace steplight
