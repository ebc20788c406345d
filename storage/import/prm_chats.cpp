// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/prm_chats.h"

#include "storage/import/data_uri.h"
#include "storage/import/solution_text.h"

namespace steplight {
namespace {

constexpr std::string_view questionHead = "### Question:\n";
constexpr std::string_view solutionHead = "\n\n### Solution Process:\n";

struct Turn {
    bool assistant = false;
    std::string text;
    bool inParts = false; ///< the content is a list, where pictures are parts of their own
};

std::optional<double> signOf(const Turn& turn)
{
    const std::string sign = trimmed(turn.text);
    if (sign == "+" || sign == "<+>")
        return 1.0;
    return sign == "-" || sign == "<->" ? std::optional(0.0) : std::nullopt;
}

std::optional<simdjson::dom::array> partsOf(Json message)
{
    simdjson::dom::array parts;
    const auto content = field(message, "content");
    if (!content || content->get(parts) != simdjson::SUCCESS)
        return std::nullopt;
    return parts;
}

Turn readTurn(Json message)
{
    const std::string role = firstText(message, {"role", "from"});
    Turn turn;
    turn.assistant = role == "assistant" || role == "gpt";
    turn.text = firstText(message, {"value", "content"});
    if (const auto parts = partsOf(message)) {
        turn.inParts = true;
        for (const Json part : *parts)
            turn.text += text(part, "text");
    }
    return turn;
}

simdjson::dom::array messagesOf(Json row)
{
    return requiredArray(row, hasField(row, "messages") ? "messages" : "conversations");
}

/// The turns after the system prompt.
std::vector<Turn> readTurns(Json row)
{
    std::vector<Turn> turns;
    for (const Json message : messagesOf(row))
        if (firstText(message, {"role", "from"}) != "system")
            turns.push_back(readTurn(message));
    return turns;
}

void removeAll(std::string& text, std::string_view word)
{
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at))
        text.erase(at, word.size());
}

/// Takes the first turn apart and leaves it the first step alone.
void takeQuestion(Turn& first, ParsedTrace& parsed)
{
    const auto head = first.text.find(questionHead);
    const auto split = first.text.find(solutionHead);
    if (head != 0 || split == std::string::npos)
        throw BadRow("the first turn has no \"### Question:\" and \"### Solution Process:\"");
    std::string question = first.text.substr(questionHead.size(), split - questionHead.size());
    if (!first.inParts) { // the placeholder marks the picture's place when there is no part for it
        removeAll(question, "<image>\n");
        removeAll(question, "<image>");
    }
    parsed.question.text = question;
    first.text.erase(0, split + solutionHead.size());
}

std::string stepText(std::string turn)
{
    if (turn.ends_with("\n\n"))
        turn.resize(turn.size() - 2);
    return turn;
}

void takeSteps(const std::vector<Turn>& turns, const RowOrigin& origin, ParsedTrace& parsed)
{
    for (std::size_t i = 0; i < turns.size(); ++i) {
        const bool isStep = i % 2 == 0;
        if (turns[i].assistant == isStep)
            throw BadRow("turn " + std::to_string(i + 1) + " is out of order");
        if (isStep) {
            parsed.trace->steps.push_back({Section::reasoning, stepText(turns[i].text)});
            continue;
        }
        Estimate estimate;
        estimate.kind = EstimateKind::given;
        estimate.step = static_cast<int>(i / 2);
        estimate.source.name = origin.file;
        estimate.value = signOf(turns[i]);
        if (!estimate.value)
            throw BadRow("turn " + std::to_string(i + 1) + " is neither + nor -");
        parsed.estimates.push_back(std::move(estimate));
    }
}

/// Pictures inside the messages, else those that the row names beside them.
void takeImages(Json row, ParsedTrace& parsed)
{
    for (const Json message : messagesOf(row)) {
        const auto parts = partsOf(message);
        if (!parts)
            continue;
        for (const Json part : *parts)
            if (const auto url = at(part, "image_url", "url"); url && url->is_string())
                parsed.images.push_back(imageFrom(url->get_string().value()));
    }
    for (const auto key : {"images", "image", "image_path", "image_url"})
        if (parsed.images.empty())
            for (const auto& path : texts(row, key))
                parsed.images.push_back(imageFrom(path));
}

} // namespace

bool PrmChats::recognises(Json row) const
{
    for (const auto key : {"messages", "conversations"}) {
        const auto list = field(row, key);
        simdjson::dom::array turns;
        if (!list || list->get(turns) != simdjson::SUCCESS)
            continue;
        for (const Json message : turns)
            if (const Turn turn = readTurn(message); turn.assistant)
                return signOf(turn).has_value();
    }
    return false;
}

std::vector<ParsedRow> PrmChats::parse(Json row, const RowOrigin& origin) const
{
    ParsedTrace parsed;
    auto turns = readTurns(row);
    if (turns.empty())
        throw BadRow("no turns");
    takeQuestion(turns.front(), parsed);
    takeImages(row, parsed);
    parsed.trace.emplace();
    takeSteps(turns, origin, parsed);
    auto& steps = parsed.trace->steps;
    const auto perception = integer(row, "perception_steps").value_or(0);
    for (std::size_t i = 0; i < steps.size() && static_cast<std::int64_t>(i) < perception; ++i)
        steps[i].section = Section::perception;
    parsed.trace->answer = finalAnswer(steps.back().text);
    if (const auto id = textOrNumber(row, "id"); id != "-1")
        parsed.trace->externalId = id;
    return {parsed};
}

} // namespace steplight
