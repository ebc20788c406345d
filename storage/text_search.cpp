// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/text_search.h"

#include <simdjson.h>

#include <algorithm>
#include <vector>

namespace steplight {

namespace {

/// Offsets at which characters of UTF-8 begin, and the end.
std::vector<std::size_t> characterStarts(std::string_view text)
{
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80)
            starts.push_back(i);
    starts.push_back(text.size());
    return starts;
}

/// FTS5 query for rows that hold all trigrams of the text; empty when it has none, or is not UTF-8
/// (FTS5 would cut it in other places). The index has no positions, so the trigrams may stand
/// anywhere in the row.
std::string trigramQuery(std::string_view text)
{
    if (!simdjson::validate_utf8(text))
        return {};
    constexpr std::size_t enough = 40;
    const auto starts = characterStarts(text);
    std::vector<std::string> trigrams;
    for (std::size_t i = 0; i + 3 < starts.size() && trigrams.size() < enough; ++i) {
        std::string trigram = "\"";
        for (const char letter : text.substr(starts[i], starts[i + 3] - starts[i]))
            trigram += letter == '"' ? std::string("\"\"") : std::string(1, letter);
        trigrams.push_back(trigram + "\"");
    }
    std::sort(trigrams.begin(), trigrams.end());
    trigrams.erase(std::unique(trigrams.begin(), trigrams.end()), trigrams.end());
    std::string query;
    for (const auto& trigram : trigrams)
        query += (query.empty() ? "" : " AND ") + trigram;
    return query;
}

const std::string stepHasText =
    "EXISTS (SELECT 1 FROM step_texts x WHERE x.trace = t.key AND x.text LIKE ? ESCAPE '\\')";
const std::string questionsWithText =
    "t.question IN (SELECT q.key FROM questions q WHERE q.text LIKE ? ESCAPE '\\'";

} // namespace

std::string likePattern(std::string_view text)
{
    std::string pattern = "%";
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\')
            pattern += '\\';
        pattern += letter;
    }
    return pattern + "%";
}

Condition textCondition(const std::string& text, const QueryContext& context)
{
    const auto pattern = likePattern(text);
    const auto trigrams = trigramQuery(text);
    if (trigrams.empty())
        return {"(" + questionsWithText + ") OR " + stepHasText + ")", {pattern, pattern}};
    return {"(" + questionsWithText +
                " AND (q.key > ? OR q.key IN"
                " (SELECT rowid FROM question_index WHERE question_index MATCH ?)))"
                " OR ((t.key > ? OR t.key IN"
                " (SELECT rowid FROM trace_index WHERE trace_index MATCH ?)) AND " +
                stepHasText + "))",
            {pattern, context.indexedQuestion, trigrams, context.indexedTrace, trigrams, pattern}};
}

} // namespace steplight
