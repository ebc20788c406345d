// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/judge_files.h"

#include "storage/import/data_uri.h"
#include "storage/import/solution_text.h"

namespace steplight {
namespace {

/// Texts and pictures of one chat message, whose content is a string or a list of parts.
void readContent(Json message, std::string& words, std::vector<ImageSource>& images)
{
    const auto content = field(message, "content");
    if (!content)
        return;
    simdjson::dom::array parts;
    if (content->get(parts) != simdjson::SUCCESS) {
        words += text(message, "content");
        return;
    }
    for (const Json part : parts) {
        words += text(part, "text");
        const auto url = at(part, "image_url", "url");
        std::string_view uri;
        if (url && url->get(uri) == simdjson::SUCCESS)
            images.push_back(imageFrom(uri));
    }
}

} // namespace

bool JudgeRequests::recognises(Json row) const
{
    return hasField(row, "custom_id") && at(row, "body", "messages").has_value();
}

std::vector<ParsedRow> JudgeRequests::parse(Json row, const RowOrigin&) const
{
    JudgeRequest request;
    request.customId = textOrNumber(row, "custom_id");
    if (request.customId.empty())
        throw BadRow("no custom_id");
    const auto body = field(row, "body");
    if (!body)
        throw BadRow("no body");
    request.model = text(*body, "model");
    for (const Json message : requiredArray(*body, "messages"))
        readContent(message, request.words, request.images);
    const auto solution = insideTag(request.words, "solution");
    if (!solution)
        throw BadRow("the request has no <solution>");
    request.solution = *solution;
    return {request};
}

bool JudgeReplies::recognises(Json row) const
{
    return hasField(row, "custom_id") && (hasField(row, "verification_response") ||
                                          hasField(row, "response") || hasField(row, "error"));
}

std::vector<ParsedRow> JudgeReplies::parse(Json row, const RowOrigin&) const
{
    JudgeAnswer answer;
    answer.customId = textOrNumber(row, "custom_id");
    if (answer.customId.empty())
        throw BadRow("no custom_id");
    answer.raw = text(row, "verification_response");
    if (const auto body = at(row, "response", "body")) {
        answer.model = text(*body, "model");
        simdjson::dom::array choices;
        if (const auto list = field(*body, "choices");
            list && list->get(choices) == simdjson::SUCCESS)
            for (const Json choice : choices)
                if (const auto message = field(choice, "message"); message && answer.raw.empty())
                    answer.raw = text(*message, "content");
    }
    if (answer.raw.empty())
        answer.raw = simdjson::minify(row);
    return {answer};
}

} // namespace steplight
