// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/query_parser.h"

#include "storage/query_reader.h"
#include "storage/query_same_step.h"
#include "storage/query_words.h"

#include <algorithm>

namespace steplight {

namespace {

constexpr std::size_t maxBytes = 4000;
/// SQLite parses with a stack of 100; a level takes up to seven of it, the rest of the statement
/// the remainder.
constexpr int maxDepth = 9;
constexpr int maxPredicates = 100;

/// A word of the grammar, and who says it: prm.A.
struct Named {
    std::string key;
    std::string source;
};

class Parser : private QueryReader
{
public:
    using QueryReader::QueryReader;

    QueryNode whole()
    {
        if (m_query.size() > maxBytes)
            fail(maxBytes, m_query.size(),
                 "The query is longer than " + std::to_string(maxBytes) + " bytes");
        if (const auto zero = m_query.find('\0'); zero != std::string_view::npos)
            fail(zero, zero + 1, "The query holds a zero byte");
        skipSpace();
        while (!atEnd() && takeKeyword("and"))
            continue; // what was beside it has been taken away
        if (atEnd())
            return {};
        auto node = alternatives();
        if (!atEnd())
            fail(m_at, m_at + 1, "There is a \")\" without its \"(\"");
        return node;
    }

private:
    bool conjunctionEnds() const { return atEnd() || here() == ')' || lower(peekWord()) == "or"; }

    QueryNode alternatives()
    {
        QueryNode node{QueryNode::Kind::either, {}, {}, m_at, m_at};
        do
            node.children.push_back(conjunction());
        while (!atEnd() && takeKeyword("or"));
        node.end = node.children.back().end;
        return node.children.size() == 1 ? std::move(node.children.front()) : node;
    }

    QueryNode conjunction()
    {
        QueryNode node{QueryNode::Kind::all, {}, {}, m_at, m_at};
        std::size_t gathered = 0; // children before this one are not the next "any step"'s
        while (!conjunctionEnds()) {
            const std::size_t begin = m_at;
            if (takeKeywords("any", "step")) {
                gatherStep(node, gathered, begin);
                gathered = node.children.size();
            } else if (!takeKeyword("and")) {
                node.children.push_back(term());
            }
            skipSpace();
        }
        if (node.children.empty())
            fail(m_at, m_at, "Something to look for is missing");
        for (const auto& child : node.children)
            node.end = std::max(node.end, child.end);
        return node.children.size() == 1 ? std::move(node.children.front()) : node;
    }

    /// "any step" was read at words: the conditions after it, or else those before it from first
    /// on, hold on the same step. What is about the trace stays beside them.
    void gatherStep(QueryNode& node, std::size_t first, std::size_t words)
    {
        const std::size_t wordsEnd =
            words + m_query.substr(words, m_at - words).find_last_of("pP") + 1;
        if (m_inStep)
            fail(words, wordsEnd, "\"any step\" cannot stand inside any( )");
        const std::size_t before = node.children.size();
        while (!conjunctionEnds()) {
            if (const std::size_t at = m_at; takeKeywords("any", "step")) {
                m_at = at;
                break;
            }
            if (!takeKeyword("and"))
                node.children.push_back(term());
            skipSpace();
        }
        if (!gatherSameStep(node, before, node.children.size(), true, words, wordsEnd) &&
            !gatherSameStep(node, first, before, false, words, wordsEnd))
            fail(words, wordsEnd,
                 "\"any step\" needs a condition on a step, as in: mc>=0.8 judge=-1 any step");
    }

    QueryNode term()
    {
        const std::size_t begin = m_at;
        if (++m_depth > maxDepth)
            fail(m_at, m_at + 1, "The query is nested too deeply");
        auto node =
            negated() ? QueryNode{QueryNode::Kind::negation, {term()}, {}, 0, 0} : primary();
        --m_depth;
        node.begin = begin;
        node.end = m_at;
        return node;
    }

    bool negated()
    {
        if (const std::size_t begin = m_at; takeKeyword("not"))
            return !atEnd() ||
                   (fail(begin + 3, begin + 3, "Something to look for is missing"), false);
        const bool minus = here() == '-' && !blankAt(m_at + 1) && m_query[m_at + 1] != ')';
        m_at += minus;
        return minus;
    }

    QueryNode primary()
    {
        if (here() == '(')
            return group();
        if (here() == '"') {
            const std::size_t opened = m_at;
            Predicate text;
            text.quoted = true;
            text.value = takeQuoted();
            return leaf(std::move(text), opened);
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
            fail(opened, opened + 1, "There is a \"(\" without its \")\"");
        ++m_at;
        return node;
    }

    QueryNode sameStep()
    {
        if (m_inStep)
            fail(m_at, m_at + 3, "any( ) cannot stand inside any( )");
        m_at += 3;
        m_inStep = true;
        QueryNode node{QueryNode::Kind::sameStep, {group()}, {}, 0, 0};
        m_inStep = false;
        return node;
    }

    /// The predicate was read from begin to here.
    QueryNode leaf(Predicate predicate, std::size_t begin)
    {
        if (++m_predicates > maxPredicates)
            fail(begin, m_at,
                 "The query asks for more than " + std::to_string(maxPredicates) + " things");
        if (const auto problem = problemWith(predicate, m_inStep); !problem.empty())
            fail(begin, m_at, problem);
        QueryNode node{QueryNode::Kind::predicate, {}, {}, begin, m_at};
        node.predicate = std::move(predicate);
        return node;
    }

    QueryNode predicate()
    {
        const std::size_t begin = m_at;
        if (auto compared = comparison(); compared)
            return std::move(*compared);
        if (takeKeywords("scored", "by"))
            return keyed({"scored-by", {}}, begin, false);
        if (takeKeywords("labelled", "by"))
            return keyed({"by", {}}, begin, false);
        if (auto named = namedWord(); named)
            return std::move(*named);
        const auto word = peekWord();
        const auto name = word.substr(0, word.find_first_of(":=!<>"));
        if (const auto key = plainKey(lower(name)); !key.empty()) {
            m_at += name.size();
            if (auto node = valued({key, {}}, begin))
                return std::move(*node);
            m_at = begin;
        }
        m_at += word.size();
        Predicate plain;
        plain.key = lower(word) == "disagreed" ? "rivals" : lower(word); // two words for one thing
        if (isFlag(plain.key))
            plain.kind = Predicate::Kind::flag;
        else
            plain.value = std::string(word);
        return leaf(std::move(plain), begin);
    }

    /// label.ADA=-1, judge."o4 mini":wrong; nothing is read when it is neither.
    std::optional<QueryNode> namedWord()
    {
        const std::size_t begin = m_at;
        const auto key = lower(peekLetters());
        m_at += key.size();
        if (key == "label" || isStepValue(key))
            if (auto name = takeName(); !name.empty())
                if (auto node = valued({key, std::move(name)}, begin))
                    return node;
        m_at = begin;
        return std::nullopt;
    }

    /// key:value, key=value, key != value; the key was read from begin to here.
    std::optional<QueryNode> valued(const Named& named, std::size_t begin)
    {
        const std::string& key = named.key;
        if (take(":"))
            return key == "first-error" ? firstError(begin) : keyed(named, begin, false);
        skipSpace();
        if (key == "first-error" && take("="))
            return firstError(begin);
        const auto sign = isKey(key) ? takeComparator() : std::string();
        if (sign.empty())
            return std::nullopt;
        if (sign != "=" && sign != "<>")
            fail(begin, m_at,
                 "\"" + key + "\" has no more and less; write " + key + "= and a value");
        skipSpace();
        return keyed(named, begin, sign == "<>");
    }

    QueryNode keyed(const Named& named, std::size_t begin, bool differs)
    {
        Predicate predicate;
        predicate.kind = Predicate::Kind::word;
        predicate.key = named.key;
        predicate.source = named.source;
        const auto word = peekWord();
        m_at += word.size();
        predicate.value = plainValue(named.key, word);
        if (word.empty() && !atEnd() && here() == '"')
            predicate.value = takeQuoted();
        auto node = leaf(std::move(predicate), begin);
        if (!differs)
            return node;
        return {QueryNode::Kind::negation, {std::move(node)}, {}, begin, m_at};
    }

    /// first-error: is read; then mc, mc=3, mc<judge, mc:none, agreed.
    QueryNode firstError(std::size_t begin)
    {
        Predicate predicate;
        predicate.kind = Predicate::Kind::firstError;
        if (const auto word = lower(peekWord()); word == "agreed" || word == "disagreed") {
            m_at += word.size();
            predicate.key = "person";
            predicate.value = word;
            return leaf(std::move(predicate), begin);
        }
        predicate.key = critic();
        if (predicate.key.empty())
            fail(begin, begin + m_query.substr(begin).find_first_of(":=") + 1 + peekWord().size(),
                 "\"first-error:\" is followed by mc, judge, prm, person, agreed or disagreed");
        const std::size_t before = m_at;
        skipSpace();
        predicate.op = take(":") ? "=" : takeComparator();
        if (predicate.op.empty()) {
            m_at = before;
            return leaf(std::move(predicate), begin);
        }
        skipSpace();
        if (takeKeyword("none")) {
            predicate.value = "none";
        } else if (predicate.other = critic(); predicate.other.empty()) {
            const auto word = peekWord();
            m_at += word.size();
            const auto number = numberOf(word);
            if (!number)
                fail(begin, m_at,
                     "The first error is compared with a step's number, another, or none, as in "
                     "first-error:mc=3");
            predicate.number = *number;
        }
        const bool differs = predicate.value == "none" && predicate.op == "<>";
        auto node = leaf(std::move(predicate), begin);
        if (!differs)
            return node;
        return {QueryNode::Kind::negation, {std::move(node)}, {}, begin, m_at};
    }

    std::string critic()
    {
        const auto word = peekLetters();
        const auto name = lower(word) == "label" ? "person" : lower(word);
        if (!isCritic(name))
            return {};
        m_at += word.size();
        return name;
    }

    /// mc<.2, prm - mc > 0.4, |prm.A - prm.B| > 0.4, prm < mc; nothing is read when it is none of
    /// them.
    std::optional<QueryNode> comparison()
    {
        const std::size_t begin = m_at;
        Predicate predicate;
        predicate.absolute = take("|");
        comparedName(predicate.key, predicate.source);
        const bool minus = !predicate.key.empty() && takeMinus();
        if (minus)
            comparedName(predicate.other, predicate.otherSource);
        if (predicate.absolute)
            skipSpace();
        const bool closed = !predicate.absolute || take("|");
        skipSpace();
        predicate.op = takeComparator();
        if (predicate.key.empty() || minus == predicate.other.empty() || !closed ||
            (predicate.absolute && !minus) || predicate.op.empty()) {
            m_at = begin;
            return std::nullopt;
        }
        skipSpace();
        return compared(std::move(predicate), begin);
    }

    std::optional<QueryNode> compared(Predicate predicate, std::size_t begin)
    {
        const std::size_t value = m_at;
        const bool onStep = isStepValue(predicate.key);
        if (onStep && predicate.other.empty())
            comparedName(predicate.other, predicate.otherSource);
        predicate.kind =
            predicate.other.empty() ? Predicate::Kind::compare : Predicate::Kind::difference;
        if (m_at == value) {
            const auto word = peekWord();
            m_at += word.size();
            const auto number = numberOf(word);
            const bool words =
                predicate.other.empty() && onStep && (predicate.op == "=" || predicate.op == "<>");
            if (words && (!isComparedKey(predicate.key) || lower(word) == "none")) { // judge=-1
                m_at = value;
                return keyed({predicate.key, predicate.source}, begin, predicate.op == "<>");
            }
            if (predicate.other.empty() && !isComparedKey(predicate.key))
                fail(begin, m_at,
                     "\"" + predicate.key + "\" is wrong, neutral or right, as in " +
                         predicate.key + "=wrong");
            if (!number)
                fail(begin, m_at,
                     "\"" + predicate.key + "\" is compared with a number, as in " + predicate.key +
                         predicate.op + "0.5");
            predicate.number = *number;
        }
        const bool whole = atEnd() || blankAt(m_at) || here() == ')';
        if (!predicate.other.empty() && (!onStep || !isStepValue(predicate.other) || !whole))
            fail(begin, m_at + peekWord().size(),
                 "A difference is between mc, judge, prm and given, as in prm - mc > 0.4");
        return leaf(std::move(predicate), begin);
    }

    /// What can be compared, and whose it is; nothing is read when it cannot.
    void comparedName(std::string& key, std::string& source)
    {
        const auto word = peekLetters();
        auto name = lower(word);
        if (name == "disagree")
            name = "disagreement";
        if (!isComparedKey(name) && !isStepValue(name))
            return;
        m_at += word.size();
        key = name;
        if (isStepValue(name))
            source = takeName();
    }

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
