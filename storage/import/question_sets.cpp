// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/question_sets.h"

#include "storage/import/data_uri.h"

namespace steplight {
namespace {

ParsedTrace questionOf(Json row)
{
    ParsedTrace parsed;
    parsed.question.text = requiredText(row, "question");
    if (parsed.question.text.empty())
        throw BadRow("the question is empty");
    parsed.question.options = options(row, "options");
    parsed.question.answer = textOrNumber(row, "answer");
    for (const auto& reference : texts(row, "image"))
        parsed.images.push_back(imageFrom(reference));
    return parsed;
}

ParsedTrace marvelQuestion(std::string text, std::string answer, const std::string& picture)
{
    ParsedTrace parsed;
    parsed.question.text = std::move(text);
    parsed.question.answer = std::move(answer);
    parsed.question.dataset = "MARVEL";
    parsed.images.push_back({picture, {}, {}});
    return parsed;
}

} // namespace

bool MathVision::recognises(Json row) const
{
    return isText(row, "question") && isList(row, "options") && isText(row, "subject") &&
           hasField(row, "level") && hasField(row, "image");
}

std::vector<ParsedRow> MathVision::parse(Json row, const RowOrigin&) const
{
    ParsedTrace parsed = questionOf(row);
    parsed.question.dataset = "MathVision";
    return {parsed};
}

bool PuzzleVqa::recognises(Json row) const
{
    return hasField(row, "image") && isText(row, "question") && isList(row, "options") &&
           hasField(row, "answer") && (hasField(row, "deduction") || hasField(row, "solution"));
}

std::vector<ParsedRow> PuzzleVqa::parse(Json row, const RowOrigin&) const
{
    ParsedTrace parsed = questionOf(row);
    parsed.question.dataset = hasField(row, "solution") ? "AlgoPuzzleVQA" : "PuzzleVQA";
    return {parsed};
}

bool Marvel::recognises(Json row) const
{
    return isText(row, "avr_question") && hasField(row, "answer");
}

std::vector<ParsedRow> Marvel::parse(Json row, const RowOrigin&) const
{
    const auto id = textOrNumber(row, "id");
    if (id.empty())
        throw BadRow("no id, which is the picture's name");
    const std::string picture = id + ".png"; // the rows name none; the published pictures are so
    std::vector<ParsedRow> rows;
    rows.emplace_back(
        marvelQuestion(requiredText(row, "avr_question"), textOrNumber(row, "answer"), picture));
    if (hasField(row, "f_perception_question")) {
        auto fine = marvelQuestion(requiredText(row, "f_perception_question"),
                                   textOrNumber(row, "f_perception_answer"), picture);
        if (const auto other = textOrNumber(row, "f_perception_distractor"); !other.empty())
            fine.question.options = {fine.question.answer, other};
        rows.emplace_back(std::move(fine));
    }
    if (!hasField(row, "c_perception_question_tuple"))
        return rows;
    const auto coarse = options(row, "c_perception_question_tuple");
    const auto answers = options(row, "c_perception_answer_tuple");
    if (coarse.size() != answers.size())
        throw BadRow(std::to_string(coarse.size()) + " coarse questions but " +
                     std::to_string(answers.size()) + " answers");
    for (std::size_t i = 0; i < coarse.size(); ++i)
        rows.emplace_back(marvelQuestion(coarse[i], answers[i], picture));
    return rows;
}

} // namespace steplight
