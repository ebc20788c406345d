// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/query_parser.h"

#include "storage/query_words.h"

#include <algorithm>
#include <charconv>

namespace steplight {

namespace {

constexpr std::size_t maxBytes = 4000;
constexpr int maxDepth = 30;
constexpr int maxPredicates = 100;

std::string lower(std::string_view text)
{
    std::string low(text);
    for (char& letter : low)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    return low;
}

bool isSpace(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

/// "0.2", ".2", "1/16".
std::optional<double> numberOf(std::string_view text)
{
    const auto plain = [](std::string_view digits) -> std::optional<double> {
        double value = 0;
        const auto* end = digits.data() + digits.size();
        const auto [stop, error] =
            std::from_chars(digits.data(), end, value, std::chars_format::fixed);
        if (digits.empty() || error != std::errc() || stop != end)
            return std::nullopt;
        return value;
    };
    const auto slash = text.find('/');
    if (slash == std::string_view::npos)
        return plain(text);
    const auto over = plain(text.substr(0, slash)), under = plain(text.substr(slash + 1));
    if (!over || !under || *under == 0)
        return std::nullopt;
    return *over / *under;
}

class Parser
{
public:
    explicit Parser(std::string_view query) : m_query(query) {}

    QueryNode whole()
    {
        if (m_query.size() > maxBytes)
            fail(maxBytes, "The query is longer than " + std::to_string(maxBytes) + " bytes");
        if (m_query.find('\0') != std::string_view::npos)
            fail(m_query.find('\0'), "The query holds a zero byte");
        skipSpace();
        if (atEnd())
            return {};
        auto node = alternatives();
        if (!atEnd())
            fail(m_at, "There is a \")\" without its \"(\"");
        return node;
    }

private:
    [[noreturn]] void fail(std::size_t position, const std::string& what) const
    {
        const auto characters =
            std::count_if(m_query.begin(), m_query.begin() + static_cast<std::ptrdiff_t>(position),
                          [](char letter) { return (letter & 0xC0) != 0x80; });
        throw QueryError(position, what + ", at character " + std::to_string(characters + 1) + ".");
    }

    bool atEnd() const { return m_at >= m_query.size(); }
    char here() const { return m_query[m_at]; }
    void skipSpace()
    {
        while (!atEnd() && isSpace(here()))
            ++m_at;
    }
    std::string_view peekWord() const
    {
        std::size_t end = m_at;
        while (end < m_query.size() && !isSpace(m_query[end]) &&
               std::string_view("()\"").find(m_query[end]) == std::string_view::npos)
            ++end;
        return m_query.substr(m_at, end - m_at);
    }
    bool takeKeyword(std::string_view keyword)
    {
        if (lower(peekWord()) != keyword)
            return false;
        m_at += keyword.size();
        skipSpace();
        return true;
    }

    QueryNode alternatives()
    {
        QueryNode node{QueryNode::Kind::either, {}, {}};
        do
            node.children.push_back(conjunction());
        while (!atEnd() && takeKeyword("or"));
        return node.children.size() == 1 ? std::move(node.children.front()) : node;
    }

    QueryNode conjunction()
    {
        QueryNode node;
        while (!atEnd() && here() != ')' && lower(peekWord()) != "or") {
            if (!takeKeyword("and"))
                node.children.push_back(term());
            skipSpace();
        }
        if (node.children.empty())
            fail(m_at, "Something to look for is missing");
        return node.children.size() == 1 ? std::move(node.children.front()) : node;
    }

    QueryNode term()
    {
        if (++m_depth > maxDepth)
            fail(m_at, "The query is nested too deeply");
        auto node = negated() ? QueryNode{QueryNode::Kind::negation, {term()}, {}} : primary();
        --m_depth;
        return node;
    }

    bool negated()
    {
        if (takeKeyword("not"))
            return !atEnd() || (fail(m_at, "Something to look for is missing"), false);
        const bool minus = here() == '-' && m_at + 1 < m_query.size() &&
                           !isSpace(m_query[m_at + 1]) && m_query[m_at + 1] != ')';
        m_at += minus;
        return minus;
    }

    QueryNode primary()
    {
        if (here() == '(')
            return group();
        if (here() == '"') {
            const std::size_t opened = m_at;
            return leaf({Predicate::Kind::text, {}, {}, 0, {}, opened}, quoted());
        }
        if (lower(peekWord()) == "any" && m_at + 3 < m_query.size() && m_query[m_at + 3] == '(')
            return sameStep();
        return predicate();
    }

    QueryNode group()
    {
        const std::size_t opened = m_at++;
        skipSpace();
        auto node = alternatives();
        if (atEnd())
            fail(opened, "There is a \"(\" without its \")\"");
        ++m_at;
        return node;
    }

    QueryNode sameStep()
    {
        if (m_inStep)
            fail(m_at, "any( ) cannot stand inside any( )");
        m_at += 3;
        m_inStep = true;
        QueryNode node{QueryNode::Kind::sameStep, {group()}, {}};
        m_inStep = false;
        return node;
    }

    std::string quoted()
    {
        const std::size_t opened = m_at;
        const auto closing = m_query.find('"', m_at + 1);
        if (closing == std::string_view::npos)
            fail(opened, "The quotation mark is not closed");
        m_at = closing + 1;
        return std::string(m_query.substr(opened + 1, closing - opened - 1));
    }

    QueryNode leaf(Predicate predicate, std::string value)
    {
        if (++m_predicates > maxPredicates)
            fail(predicate.position,
                 "The query asks for more than " + std::to_string(maxPredicates) + " things");
        predicate.value = std::move(value);
        if (const auto problem = problemWith(predicate, m_inStep); !problem.empty())
            fail(predicate.position, problem);
        QueryNode node{QueryNode::Kind::predicate, {}, {}};
        node.predicate = std::move(predicate);
        return node;
    }

    QueryNode predicate()
    {
        const std::size_t position = m_at;
        const auto word = peekWord();
        m_at += word.size();
        const auto split = word.find_first_of(":<>=");
        if (split != std::string_view::npos && split > 0) {
            const auto key = lower(word.substr(0, split));
            if (word[split] == ':')
                return keyed(key, word, split, position);
            if (isComparedKey(key))
                return compared(key, word.substr(split), position);
        }
        const auto flag = lower(word);
        if (isFlag(flag))
            return leaf({Predicate::Kind::flag, flag, {}, 0, {}, position}, {});
        return leaf({Predicate::Kind::text, {}, {}, 0, {}, position}, std::string(word));
    }

    QueryNode keyed(const std::string& key, std::string_view word, std::size_t split,
                    std::size_t position)
    {
        std::string value(word.substr(split + 1));
        if (value.empty() && !atEnd() && here() == '"')
            value = quoted();
        return leaf({Predicate::Kind::word, key, {}, 0, {}, position}, value);
    }

    QueryNode compared(const std::string& key, std::string_view rest, std::size_t position)
    {
        const std::size_t length = rest.size() > 1 && rest[0] != '=' && rest[1] == '=' ? 2 : 1;
        const auto number = numberOf(rest.substr(length));
        if (!number)
            fail(position, "\"" + key + "\" is compared with a number, as in " + key +
                               std::string(rest.substr(0, length)) + "0.5");
        return leaf({Predicate::Kind::compare,
                     key,
                     std::string(rest.substr(0, length)),
                     *number,
                     {},
                     position},
                    {});
    }

    std::string_view m_query;
    std::size_t m_at = 0;
    int m_depth = 0;
    int m_predicates = 0;
    bool m_inStep = false;
};

} // namespace

QueryNode parseQuery(std::string_view query)
{
    return Parser(query).whole();
}

} // namespace steplight
