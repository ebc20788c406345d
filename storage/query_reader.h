// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a query and how far it is read: blanks, words, quotes, signs, numbers. Any thread.
// For the parser only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace steplight {

/// Letters A to Z made small.
std::string lower(std::string_view text);
/// "0.2", ".2", "3/16", "-1".
std::optional<double> numberOf(std::string_view text);

class QueryReader
{
public:
    explicit QueryReader(std::string_view query) : m_query(query) {}

protected:
    /// Throws QueryError for the bytes from begin to end.
    [[noreturn]] void fail(std::size_t begin, std::size_t end, const std::string& what) const;

    bool atEnd() const { return m_at >= m_query.size(); }
    char here() const { return m_query[m_at]; }
    bool blankAt(std::size_t at) const;
    /// Up to a blank, a parenthesis or a quotation mark; nothing is read.
    std::string_view peekWord() const;
    /// Letters A to Z; nothing is read.
    std::string_view peekLetters() const;

    void skipSpace();
    bool take(std::string_view text);
    /// A word in either case, and the blanks after it.
    bool takeKeyword(std::string_view keyword);
    /// "any step", "scored by": both words or neither.
    bool takeKeywords(std::string_view first, std::string_view second);
    /// What stands between the quotation mark that is here and the next.
    std::string takeQuoted();
    /// .NAME or ."NAME", up to what cannot stand in a name without marks; empty = none, and nothing
    /// is read.
    std::string takeName();
    /// One of < <= > >= = <>, however it was written; empty = none.
    std::string takeComparator();
    /// "prm - mc" and "prm-mc"; in "prm -mc<.2" the minus turns the next condition round.
    bool takeMinus();

    std::string_view m_query;
    std::size_t m_at = 0;
};

} // namespace steplight
