// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/json.h"
#include "storage/import/solution_text.h"

#include <array>
#include <cctype>

namespace steplight {
namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isGap(char c)
{
    return c == ' ' || c == '\t';
}

std::size_t skip(std::string_view text, std::size_t at, bool (*is)(char))
{
    while (at < text.size() && is(text[at]))
        ++at;
    return at;
}

bool startsWithStep(std::string_view text)
{
    constexpr std::string_view word = "step";
    for (std::size_t i = 0; i < word.size(); ++i)
        if (i >= text.size() || std::tolower(static_cast<unsigned char>(text[i])) != word[i])
            return false;
    return true;
}

/// "Step 2:", "Step 2", "2.", "2)" and "2 -", each before a blank.
bool beginsWithNumber(std::string_view line)
{
    line.remove_prefix(skip(line, 0, isGap));
    const bool named = startsWithStep(line);
    if (named) {
        const auto gap = skip(line, 4, isGap);
        if (gap == 4)
            return false;
        line.remove_prefix(gap);
    }
    const auto digits = skip(line, 0, isDigit);
    if (digits == 0)
        return false;
    auto after = digits;
    if (after < line.size() && (line[after] == '.' || line[after] == ')'))
        ++after;
    else if (named && after < line.size() && line[after] == ':')
        ++after;
    else if (!named) {
        after = skip(line, after, isGap);
        if (line.substr(after).starts_with("-"))
            ++after;
        else if (line.substr(after).starts_with("–"))
            after += std::string_view("–").size();
        else
            return false;
    }
    return after < line.size() && isGap(line[after]);
}

using Pieces = std::vector<std::string>;

void addPiece(std::string_view text, Pieces& pieces)
{
    if (auto piece = trimmed(text); !piece.empty())
        pieces.push_back(std::move(piece));
}

Pieces splitAtMarks(std::string_view text)
{
    static constexpr std::array<std::string_view, 6> marks{"<step>",   "</step>", "<think>",
                                                           "</think>", "\n---\n", "\n***\n"};
    Pieces pieces;
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 0;
        if (text[at] == '<' || text[at] == '\n')
            for (const auto mark : marks)
                length = text.substr(at).starts_with(mark) ? mark.size() : length;
        if (length > 0) {
            addPiece(text.substr(from, at - from), pieces);
            from = at + length;
        }
        at += length > 0 ? length : 1;
    }
    addPiece(text.substr(from), pieces);
    return pieces;
}

Pieces splitAtNumbers(std::string_view text)
{
    Pieces pieces;
    std::size_t from = 0;
    for (std::size_t line = 0; line < text.size();) {
        if (line > 0 && beginsWithNumber(text.substr(line))) {
            addPiece(text.substr(from, line - from), pieces);
            from = line;
        }
        const auto end = text.find('\n', line);
        line = end == std::string_view::npos ? text.size() : end + 1;
    }
    addPiece(text.substr(from), pieces);
    return pieces;
}

Pieces splitAtEmptyLines(std::string_view text)
{
    Pieces pieces;
    std::size_t from = 0;
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at)) {
        const auto next = skip(text, at + 1, isGap);
        if (next < text.size() && text[next] == '\n') {
            addPiece(text.substr(from, at - from), pieces);
            from = next;
        }
        at = next;
    }
    addPiece(text.substr(from), pieces);
    return pieces;
}

bool beginsSentence(char c)
{
    return (c >= 'A' && c <= 'Z') || isDigit(c) || c == '"' || c == '\'' || c == '(';
}

Pieces splitAtSentences(std::string_view text)
{
    Pieces pieces;
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '.' && text[at] != '!' && text[at] != '?')
            continue;
        const auto next = skip(text, at + 1, isGap);
        if (next == at + 1 || next >= text.size() || !beginsSentence(text[next]))
            continue;
        addPiece(text.substr(from, at + 1 - from), pieces);
        from = next;
    }
    addPiece(text.substr(from), pieces);
    return pieces;
}

} // namespace

std::string withoutStepNumber(std::string_view text, std::size_t index)
{
    const std::string whole = trimmed(text);
    const std::string head = "Step " + std::to_string(index + 1) + ":";
    return whole.starts_with(head) ? trimmed(std::string_view(whole).substr(head.size())) : whole;
}

std::vector<std::string> splitReasoning(std::string_view text)
{
    for (const auto split : {splitAtMarks, splitAtNumbers, splitAtEmptyLines, splitAtSentences})
        if (auto pieces = split(text); pieces.size() >= 2)
            return pieces;
    Pieces whole;
    addPiece(text, whole);
    return whole;
}

} // namespace steplight
