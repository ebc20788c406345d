// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/query_reader.h"

#include "storage/queries.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

namespace steplight {

namespace {

bool isSpace(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

bool isLetter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

constexpr std::pair<std::string_view, const char*> signs[] = {
    {"<=", "<="},     {">=", ">="}, {"\u2264", "<="}, {"\u2265", ">="}, {"!=", "<>"},
    {"\u2260", "<>"}, {"==", "="},  {"<", "<"},       {">", ">"},       {"=", "="}};

std::optional<double> plainNumber(std::string_view digits)
{
    double value = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, std::chars_format::fixed);
    if (digits.empty() || error != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

} // namespace

std::string lower(std::string_view text)
{
    std::string low(text);
    for (char& letter : low)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    return low;
}

std::optional<double> numberOf(std::string_view text)
{
    const auto slash = text.find('/');
    if (slash == std::string_view::npos)
        return plainNumber(text);
    const auto over = plainNumber(text.substr(0, slash));
    const auto under = plainNumber(text.substr(slash + 1));
    if (!over || !under || *under == 0)
        return std::nullopt;
    return *over / *under;
}

void QueryReader::fail(std::size_t begin, std::size_t end, const std::string& what) const
{
    const auto characters =
        std::count_if(m_query.begin(), m_query.begin() + static_cast<std::ptrdiff_t>(begin),
                      [](char letter) { return (letter & 0xC0) != 0x80; });
    throw QueryError(begin, end - begin, what, characters + 1);
}

bool QueryReader::blankAt(std::size_t at) const
{
    return at >= m_query.size() || isSpace(m_query[at]);
}

std::string_view QueryReader::peekWord() const
{
    std::size_t end = m_at;
    while (!blankAt(end) && std::string_view("()\"").find(m_query[end]) == std::string_view::npos)
        ++end;
    return m_query.substr(m_at, end - m_at);
}

std::string_view QueryReader::peekLetters() const
{
    std::size_t end = m_at;
    while (end < m_query.size() && isLetter(m_query[end]))
        ++end;
    return m_query.substr(m_at, end - m_at);
}

void QueryReader::skipSpace()
{
    while (!atEnd() && isSpace(here()))
        ++m_at;
}

bool QueryReader::take(std::string_view text)
{
    if (m_query.substr(m_at, text.size()) != text)
        return false;
    m_at += text.size();
    return true;
}

bool QueryReader::takeKeyword(std::string_view keyword)
{
    if (lower(peekWord()) != keyword)
        return false;
    m_at += keyword.size();
    skipSpace();
    return true;
}

bool QueryReader::takeKeywords(std::string_view first, std::string_view second)
{
    const std::size_t before = m_at;
    if (takeKeyword(first) && takeKeyword(second))
        return true;
    m_at = before;
    return false;
}

std::string QueryReader::takeQuoted()
{
    const std::size_t opened = m_at;
    const auto closing = m_query.find('"', m_at + 1);
    if (closing == std::string_view::npos)
        fail(opened, m_query.size(), "The quotation mark is not closed");
    m_at = closing + 1;
    return std::string(m_query.substr(opened + 1, closing - opened - 1));
}

std::string QueryReader::takeName()
{
    if (atEnd() || here() != '.')
        return {};
    const std::size_t before = m_at++;
    if (!atEnd() && here() == '"')
        return takeQuoted();
    const std::size_t begin = m_at;
    const auto ends = [this] {
        const auto rest = m_query.substr(m_at);
        return blankAt(m_at) ||
               std::string_view("()\"|:!").find(here()) != std::string_view::npos ||
               std::any_of(std::begin(signs), std::end(signs),
                           [&](const auto& sign) { return rest.starts_with(sign.first); });
    };
    while (!ends())
        ++m_at;
    if (m_at == begin)
        m_at = before;
    return m_at == before ? std::string() : std::string(m_query.substr(begin, m_at - begin));
}

std::string QueryReader::takeComparator()
{
    for (const auto& [written, meant] : signs)
        if (take(written))
            return meant;
    return {};
}

bool QueryReader::takeMinus()
{
    const std::size_t before = m_at;
    skipSpace();
    const bool apart = m_at > before;
    if (!atEnd() && here() == '-' && apart == blankAt(m_at + 1)) {
        ++m_at;
        skipSpace();
        return true;
    }
    m_at = before;
    return false;
}

} // namespace steplight
