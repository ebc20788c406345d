// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/vlprm_chat.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace steplight {

const char* const prmSystemPrompt =
    "**You are a process supervision model for visual reasoning tasks. You will receive "
    "an image and an image-based problem statement, followed by solution steps to "
    "evaluate.**\n"
    "\n"
    "First round: problem statement and first solution step.  \n"
    "Subsequent rounds: one new step per round.\n"
    "\n"
    "Assess the cumulative correctness of the entire solution up to each step.\n"
    "\n"
    "## Evaluation Criteria:\n"
    "\n"
    "1. **Visual Accuracy**: Are visual elements from the image correctly identified "
    "(shapes, colors, positions, quantities, spatial relationships)?\n"
    "\n"
    "2. **Logical Validity**: Do all inferences and calculations follow correctly from "
    "the image and previous steps?\n"
    "\n"
    "## Response:\n"
    "- **\"+\"** if correct up to this step\n"
    "- **\"-\"** if any error exists up to this step\n"
    "\n"
    "Only respond with \"+\" or \"-\". No explanations.\n"
    "\n"
    "An error in any step invalidates all subsequent steps.";

namespace {

std::string quoted(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string textPart(const std::string& text)
{
    return R"({"type":"text","text":)" + quoted(text) + R"(,"index":null})";
}

std::string imagePart(std::size_t index)
{
    return R"({"type":"image","text":null,"index":)" + std::to_string(index) + "}";
}

std::string message(const char* role, const std::string& parts)
{
    return std::string(R"({"role":")") + role + R"(","content":[)" + parts + "]}";
}

} // namespace

std::string questionText(const Question& question)
{
    std::string text = question.text;
    for (std::size_t i = 0; i < question.options.size(); ++i)
        text += (i == 0 ? "\nOptions:\n(" : "\n(") +
                std::string(1, static_cast<char>('A' + static_cast<int>(i % 26))) + ") " +
                question.options[i];
    return text;
}

std::string chatId(const Trace& trace)
{
    const auto& given = trace.externalId;
    const bool ours =
        given.size() == 32 && given.find_first_not_of("0123456789abcdef") == std::string::npos;
    return ours ? given : trace.id;
}

std::string vlprmChatLine(const ChatRow& row)
{
    static const std::string system = message("system", textPart(prmSystemPrompt));
    const auto end = row.steps.begin() + static_cast<std::ptrdiff_t>(row.signs.size());
    const auto reasoning = std::find_if(row.steps.begin(), end, [](const Step& step) {
        return step.section != Section::perception;
    });
    std::string line = R"({"id":)" + quoted(row.id) + R"(,"images":[)";
    for (std::size_t k = 0; k < row.images.size(); ++k)
        line.append(k == 0 ? "" : ",").append(quoted(row.images[k]));
    line += R"(],"perception_steps":)" + std::to_string(reasoning - row.steps.begin()) +
            R"(,"messages":[)" + system;
    for (std::size_t i = 0; i < row.signs.size(); ++i) {
        std::string parts, text = row.steps[i].text + "\n\n";
        if (i == 0) {
            for (std::size_t k = 0; k < row.images.size(); ++k)
                parts += imagePart(k) + ",";
            text = "### Question:\n" + questionText(row.question) + "\n\n### Solution Process:\n" +
                   text;
        }
        line.append(",").append(message("user", parts + textPart(text)));
        line.append(",").append(message("assistant", textPart(row.signs[i] ? "+" : "-")));
    }
    return line + "]}";
}

} // namespace steplight
