// SPDX-License-Identifier: GPL-3.0-or-later
// One trace as a line of the chat form that VL-PRM's trainers read. Any thread.
#pragma once

#include "storage/records/question.h"
#include "storage/records/trace.h"

#include <string>
#include <vector>

namespace steplight {

/// VL-PRM's system prompt for its PRM, to the byte: released weights rest on it.
extern const char* const prmSystemPrompt;

/// A row of the form: the first signs.size() steps of a trace with their signs (true = "+") and one
/// path a picture.
struct ChatRow {
    std::string id;
    const Question& question;
    const std::vector<Step>& steps;
    std::vector<bool> signs;
    std::vector<std::string> images;
};

/// The question and its options, "(A) …" on lines of their own.
std::string questionText(const Question& question);

/// A trace whose externalId is an id of this form keeps it, else its own id.
std::string chatId(const Trace& trace);

/// {"id","images":[path],"perception_steps":n,"messages":[{"role","content":[{"type","text",
/// "index"}]}]}, without a line end.
std::string vlprmChatLine(const ChatRow& row);

} // namespace steplight
